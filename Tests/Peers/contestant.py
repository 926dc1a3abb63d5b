"""Runs one contestant in this process and prints one line of JSON: {"imagesPerSecond": …, "checked": …}.

    python contestant.py NETWORK PHASE BATCH PRECISION KIND --threads 2 --steps 5

KIND is torch-nchw, torch-channels-last, torch-compile (channels-last, compiled; for evaluation with frozen weights),
onnxruntime or openvino. The steps that count follow two that do not (compiling, tuning, first touch of memory).
"""

import argparse
import json
import math
import os
import statistics
import sys
import tempfile
import time

os.environ.setdefault("TORCHINDUCTOR_FREEZING", "0")


def timed(step, steps):
    """The median of `steps` times, in seconds, after two steps that do not count; and the last result."""
    for _ in range(2):
        result = step()
    times = []
    for _ in range(steps):
        start = time.perf_counter()
        result = step()
        times.append(time.perf_counter() - start)
    return statistics.median(times), result


def torch_contestant(arguments, model, pictures, labels):
    import torch

    import networks

    if arguments.kind != "torch-nchw":
        model = model.to(memory_format=torch.channels_last)
        pictures = pictures.contiguous(memory_format=torch.channels_last)
    compiles = arguments.kind == "torch-compile"
    lowers = arguments.precision == "bfloat16"
    autocast = torch.autocast("cpu", dtype=torch.bfloat16, enabled=lowers)
    if arguments.phase == "train":
        model.train()
        # A rate as small as netspec's when it times: on noise, networks without batch normalisation soon diverge.
        optimizer = torch.optim.SGD(
            model.parameters(), 1e-4, momentum=0.9, nesterov=True, weight_decay=5e-4, fused=True
        )
        run = torch.compile(model) if compiles else model

        def step():
            optimizer.zero_grad(set_to_none=True)
            with autocast:
                value = networks.loss(run(pictures), labels)
            value.backward()
            optimizer.step()
            return value

        seconds, value = timed(step, arguments.steps)
        return seconds, math.isfinite(value.item())
    model.eval()
    if compiles:
        torch._inductor.config.freezing = True
    run = torch.compile(model) if compiles else model

    def step():
        with torch.inference_mode(), autocast:
            return run(pictures)

    seconds, scores = timed(step, arguments.steps)
    return seconds, bool(torch.isfinite(scores.float()).all())


def exported(model, pictures):
    import torch

    path = os.path.join(tempfile.mkdtemp(), "model.onnx")
    torch.onnx.export(model.eval(), (pictures,), path, dynamo=False)
    return path


def onnxruntime_contestant(arguments, model, pictures):
    import numpy
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = arguments.threads
    session = onnxruntime.InferenceSession(exported(model, pictures), options, ["CPUExecutionProvider"])
    feed = {session.get_inputs()[0].name: pictures.numpy()}
    seconds, scores = timed(lambda: session.run(None, feed)[0], arguments.steps)
    return seconds, bool(numpy.isfinite(scores).all())


def openvino_contestant(arguments, model, pictures):
    import numpy
    import openvino

    core = openvino.Core()
    settings = {
        "INFERENCE_NUM_THREADS": arguments.threads,
        "NUM_STREAMS": 1,
        "INFERENCE_PRECISION_HINT": {"float32": "f32", "bfloat16": "bf16"}[arguments.precision],
    }
    compiled = core.compile_model(exported(model, pictures), "CPU", settings)
    feed = pictures.numpy()
    seconds, scores = timed(lambda: compiled([feed])[0], arguments.steps)
    return seconds, bool(numpy.isfinite(scores).all())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("network")
    parser.add_argument("phase", choices=["train", "eval"])
    parser.add_argument("batch", type=int)
    parser.add_argument("precision", choices=["float32", "bfloat16"])
    parser.add_argument(
        "kind", choices=["torch-nchw", "torch-channels-last", "torch-compile", "onnxruntime", "openvino"]
    )
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--steps", type=int, default=5)
    arguments = parser.parse_args()

    import torch

    import networks

    torch.set_num_threads(arguments.threads)
    torch.manual_seed(1)
    network = networks.NETWORKS[arguments.network]
    model = network.make(network.classes, network.side)
    assert networks.parameter_count(model) == network.parameters, "another network than the spec's"
    pictures = torch.randn(arguments.batch, 3, network.side, network.side)
    labels = torch.randint(network.classes, (arguments.batch,))
    if arguments.kind.startswith("torch"):
        seconds, isRight = torch_contestant(arguments, model, pictures, labels)
    elif arguments.kind == "onnxruntime":
        seconds, isRight = onnxruntime_contestant(arguments, model, pictures)
    else:
        seconds, isRight = openvino_contestant(arguments, model, pictures)
    print(json.dumps({"imagesPerSecond": arguments.batch / seconds, "checked": isRight}))
    sys.exit(0 if isRight else 1)


if __name__ == "__main__":
    main()
