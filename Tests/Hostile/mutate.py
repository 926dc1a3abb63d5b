#!/usr/bin/env python3
"""Runs netspec on shipped specs with bytes changed, one process each, and tells where it does not end as it should: with
the exit code 0, 1 or 2, in five seconds. The changes are drawn from seeds, so a failure can be repeated.

    python3 Tests/Hostile/mutate.py .build/release/netspec [SEEDS] [FIRST]
"""

import glob
import os
import random
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
COMMANDS = [["validate"], ["summary"], ["expand", "--origins"], ["graph", "--format", "dot"]]
PIECES = [b"[", b"]", b"{", b"}", b"${", b"}", b"*a", b"&a ", b": ", b"- ", b"\n", b"\t", b"#", b"'", b'"', b"|", b"\0", b"\xff",
          b"0", b"-1", b"2147483647", b"1e999", b"\xe2\x80\xa8"]


def mutated(text, draw):
    """One to four changes: a byte flipped, a piece put in, a run taken out, a line moved or doubled."""
    for _ in range(draw.randint(1, 4)):
        place = draw.randrange(len(text) + 1)
        kind = draw.randrange(5)
        if kind == 0 and place < len(text):
            text = text[:place] + bytes([text[place] ^ 1 << draw.randrange(8)]) + text[place + 1:]
        elif kind == 1:
            text = text[:place] + draw.choice(PIECES) + text[place:]
        elif kind == 2:
            text = text[:place] + text[place + draw.randint(1, 12):]
        else:
            lines = text.split(b"\n")
            line = lines[draw.randrange(len(lines))] if kind == 3 else lines.pop(draw.randrange(len(lines)))
            lines.insert(draw.randrange(len(lines) + 1), line)
            text = b"\n".join(lines)
    return text


def main():
    program = os.path.abspath(sys.argv[1])
    seeds = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    first = int(sys.argv[3]) if len(sys.argv) > 3 else 0
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(f"{ROOT}/Specs", f"{folder}/Specs")
        sys.exit(1 if run(program, f"{folder}/Specs", range(first, first + seeds)) else 0)


def run(program, folder, seeds):
    """How many runs failed."""
    specs = sorted(glob.glob(f"{folder}/**/*.yaml", recursive=True))
    failures = runs = 0
    for seed in seeds:
        draw = random.Random(seed)
        spec = draw.choice(specs)
        with open(spec, "rb") as file:
            text = mutated(file.read(), draw)
        # Beside the spec, so that what it includes is found.
        with tempfile.NamedTemporaryFile(dir=os.path.dirname(spec), suffix=".yaml") as file:
            file.write(text)
            file.flush()
            for command in COMMANDS:
                runs += 1
                try:
                    code = subprocess.run(
                        [program, command[0], file.name, *command[1:]], stdin=subprocess.DEVNULL,
                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=5).returncode
                except subprocess.TimeoutExpired:
                    code = "no end in 5 s"
                if code not in (0, 1, 2):
                    failures += 1
                    print(f"seed {seed}, {os.path.relpath(spec, folder)}, {' '.join(command)}: {code}", flush=True)
    print(f"{runs} runs, {failures} that failed")
    return failures


if __name__ == "__main__":
    main()
