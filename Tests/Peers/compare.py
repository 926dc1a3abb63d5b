"""Measures netspec beside PyTorch, onnxruntime and OpenVINO, all in one run, and prints the ratios.

    pip install torch==2.13.0+cpu onnx onnxruntime openvino
    swift build -c release
    python3 Tests/Peers/compare.py                                    GoogLeNet-CIFAR10, batch 64: all four tables
    python3 Tests/Peers/compare.py --network googlenet-torchvision --batch 16
    python3 Tests/Peers/compare.py --network resnext-50 --batch 16 --pytorch-only
    python3 Tests/Peers/compare.py --network resnext-50 --check       is it the same network in netspec and PyTorch?

A network is a spec in `Specs` or `Networks`, and a model of the same name in `networks.py`.

Every contestant runs in a process of its own, which makes the peak memory its own too; the contestants alternate, round
by round, so that a machine that slows down slows all of them. A ratio is the median over the rounds of netspec's images
a second over the best peer's of the same round. Each contestant's numbers are checked to be finite, and its network to
have the right number of parameters.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PYTORCH = ["torch-nchw", "torch-channels-last", "torch-compile"]
PEERS = {
    ("train", "float32"): PYTORCH,
    ("train", "bfloat16"): PYTORCH,
    ("eval", "float32"): ["torch-channels-last", "torch-compile", "onnxruntime", "openvino"],
    ("eval", "bfloat16"): ["torch-channels-last", "torch-compile", "openvino"],
}


def run(command):
    """Images a second and peak memory in MiB of a command that prints JSON; None, with the reason told, if it failed."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    output, errors = process.communicate()
    if process.returncode != 0:
        print(f"failed: {' '.join(map(str, command))}\n{errors[-2000:]}", file=sys.stderr)
        return None
    lines = [line for line in output.splitlines() if line.startswith("PEAK ")]
    start = output.index("{")
    return json.loads(output[start : output.rindex("}") + 1])["imagesPerSecond"], int(lines[-1].split()[1]) / 1024


def measured(command):
    """The command, with its peak memory in KiB told behind its output."""
    child = (
        "import os, resource, subprocess, sys; code = subprocess.call(sys.argv[1:]); "
        "print('\\nPEAK', resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss); sys.exit(code)"
    )
    return [sys.executable, "-c", child, *map(str, command)]


def spec_path(network):
    """Where the spec is: a shipped one, or one that is there to be measured."""
    shipped = ROOT / "Specs" / f"{network}.yaml"
    return shipped if shipped.exists() else HERE / "Networks" / f"{network}.yaml"


def contest(arguments, phase, precision):
    spec = spec_path(arguments.network)
    common = ["--threads", arguments.threads, "--steps", arguments.steps]
    commands = {
        "netspec": [
            arguments.netspec, "time", spec, "--phase", phase, "--batch", arguments.batch,
            "--precision", precision, "--format", "json", *common,
        ]
    }
    for kind in PYTORCH if arguments.pytorch_only else PEERS[phase, precision]:
        commands[kind] = [
            sys.executable, HERE / "contestant.py", arguments.network, phase, arguments.batch, precision, kind, *common,
        ]
    speeds = {name: [] for name in commands}
    memory = {name: 0.0 for name in commands}
    for _ in range(arguments.rounds):
        for name, command in commands.items():
            result = run(measured(command))
            if result is None:
                continue
            speeds[name].append(result[0])
            memory[name] = max(memory[name], result[1])
    return speeds, memory


def table(phase, precision, speeds, memory):
    print(f"\n{phase}, {precision}\n")
    print("| | images a second | least to most | peak memory, MiB |\n| --- | ---: | ---: | ---: |")
    for name, values in speeds.items():
        if values:
            spread = f"{min(values):.1f} to {max(values):.1f}"
            print(f"| {name} | {statistics.median(values):.1f} | {spread} | {memory[name]:.0f} |")
    own = speeds["netspec"]
    peers = {name: values for name, values in speeds.items() if name != "netspec" and len(values) == len(own)}
    if not own or not peers:
        return
    ratios = [value / max(values[round] for values in peers.values()) for round, value in enumerate(own)]
    best = max(peers, key=lambda name: statistics.median(peers[name]))
    print(f"\nnetspec / best of the round: {statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f}); ", end="")
    print(f"best peer {best}, peak memory {memory['netspec'] / memory[best]:.2f} of its", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--network", default="googlenet-cifar10")
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--phase", choices=["train", "eval"], action="append")
    parser.add_argument("--precision", choices=["float32", "bfloat16"], action="append")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--steps", type=int, default=5)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--netspec", type=Path, default=ROOT / ".build/release/netspec")
    parser.add_argument("--pytorch-only", action="store_true", help="beside PyTorch's three ways, in evaluation too")
    parser.add_argument("--check", action="store_true", help="measure nothing: compare the spec's network with the model")
    arguments = parser.parse_args()
    if arguments.check:
        import sameness

        sameness.check(arguments.netspec, spec_path(arguments.network), arguments.network)
        return
    print(f"{arguments.network}, batch {arguments.batch}, {arguments.threads} threads, {arguments.rounds} rounds")
    for phase in arguments.phase or ["train", "eval"]:
        for precision in arguments.precision or ["float32", "bfloat16"]:
            start = time.monotonic()
            table(phase, precision, *contest(arguments, phase, precision))
            print(f"({time.monotonic() - start:.0f} s)", flush=True)


if __name__ == "__main__":
    main()
