#!/usr/bin/env python3
"""Feeds netspec specs that are made to exhaust it, one process each, and holds each to a second of wall time, to 256 MB of
memory and to a diagnostic of the expected code. The tests assert the diagnostics; this measures, and is run by hand:

    swift build -c release && python3 Tests/Hostile/measure.py .build/release/netspec

With words behind the program, only the cases whose names contain one of them are run.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time

import language_cases  # noqa: F401, registers its cases
import prototxt_cases  # noqa: F401
import text_cases  # noqa: F401
from cases import CASES, write

SECONDS = 1.0
MEGABYTES = 256

# A process counts what it was before its program began, so a small one starts the program and watches it.
WATCHER = """
import json, os, subprocess, sys, tempfile, time
start = time.monotonic()
results = tempfile.TemporaryFile()
child = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=results, stderr=subprocess.PIPE)
said = child.stderr.read()
_, status, usage = os.wait4(child.pid, 0)
seconds = time.monotonic() - start
results.seek(0)
printed = results.read() + said
print(json.dumps([os.waitstatus_to_exitcode(status), said.decode(errors="replace"), seconds,
                  usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024,
                  any(byte < 32 and byte not in (9, 10) or byte == 127 for byte in printed)]))
"""


def run(program, command, path):
    """Exit code, what it said, seconds of wall time and of processors, megabytes at the peak, and whether it printed
    what could disturb a terminal."""
    words = [path if word == "SPEC" else word for word in command]
    result = subprocess.run([sys.executable, "-c", WATCHER, program, *words], stdout=subprocess.PIPE, check=True)
    return json.loads(result.stdout)


def main():
    program, words = sys.argv[1], sys.argv[2:]
    # A program that runs wild must not take the machine with it.
    resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
    failures = 0
    print(f"{'case':58} {'seconds':>8} {'cpu':>6} {'MB':>6}  exit  first code")
    for name, codes, command, exits, make in CASES:
        if words and not any(word in name for word in words):
            continue
        with tempfile.TemporaryDirectory() as folder:
            made = make(folder)
            is_path = isinstance(made, str) and "\n" not in made and (made.startswith(("/dev/", folder)) or made == "a" * 100_000)
            path = made if is_path else write(folder, "spec.yaml", made)
            code, said, seconds, cpu, megabytes, disturbs = run(program, command, path)
        found = [line[6:line.index("]")] for line in said.splitlines() if line.startswith("error[") and "]" in line]
        reasons = []
        if seconds > SECONDS:
            reasons.append("too slow")
        if megabytes > MEGABYTES:
            reasons.append("too large")
        if disturbs:
            reasons.append("control characters")
        if code not in exits:
            reasons.append("expected exit code " + " or ".join(map(str, exits)))
        elif code != 0 and not said and "--format" not in command:
            reasons.append("no diagnostic")
        elif codes != ("valid",) and not set(codes) <= set(found):
            reasons.append(f"expected {', '.join(codes)}")
        failures += bool(reasons)
        first = found[0] if found else "valid" if code == 0 else (said.splitlines() or ["nothing said"])[0][:60]
        more = f" and {len(found) - 1} more" if len(found) > 1 else ""
        print(f"{name[:58]:58} {seconds:8.3f} {cpu:6.2f} {megabytes:6.0f}  {code:4}  {first}{more}"
              + (f"   ← {', '.join(reasons)}" if reasons else ""), flush=True)
    print(f"{failures} of these are beyond the bounds" if failures else "all within the bounds")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
