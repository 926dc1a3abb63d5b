"""Trains a small network with `--tensorboard`, and reads its events with TensorBoard's own reader.

    pip install tensorboard==2.20.0
    python3 Tests/Seeing/check_events.py .build/release/netspec

- Scalars are those of `metrics.jsonl`, once each, also after the run was stopped and went on.
- Each parameter has a histogram of as many numbers as it has, for each epoch, and its gradient one.
- The graph has every layer of the summary, and its pictures are PNG files of the sizes that they tell.
"""

import json
import os
import struct
import subprocess
import sys
import tempfile

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.compat.proto import graph_pb2

SPEC = """
netspec: 1
name: tiny
input: {channels: 3, height: 32, width: 32}
classes: 10
network:
  - convolution: {name: conv, filters: 4, kernel: 3, stride: 4}
  - batch-norm: {name: norm}
  - relu: {name: act}
  - global-average-pool: {name: pool}
  - linear: {name: scores, outputs: 10}
lint: {unseen-input: off, bias-before-batch-norm: off}
data: {source: {synthetic: {train: 256, test: 64}}}
train: {epochs: 3, batch: 32, optimizer: {sgd: {rate: 0.05, momentum: 0.9}}}
"""
SIZES = {"conv.weight": 108, "conv.bias": 4, "scores.weight": 40, "scores.bias": 10, "norm.scale": 4, "norm.shift": 4,
         "norm.mean": 4, "norm.variance": 4}


def check(holds, *words):
    if not holds:
        sys.exit("FAILED: " + " ".join(str(word) for word in words))


def main():
    program = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "tiny.yaml"), "w") as file:
            file.write(SPEC)
        command = [program, "train", "tiny.yaml", "--run", "run", "--threads", "1", "--quiet"]
        subprocess.run(command + ["--tensorboard", "--max-steps", "12"], cwd=folder, check=True)
        # From the checkpoint of step 8 on; the events of steps 9 to 12 are made again.
        for name in ["step-00000012.safetensors", "step-00000012.optimizer.safetensors"]:
            os.remove(os.path.join(folder, "run/checkpoints", name))
        subprocess.run(command + ["--resume"], cwd=folder, check=True)
        with open(os.path.join(folder, "run/metrics.jsonl")) as file:
            lines = [json.loads(line) for line in file]
        events = EventAccumulator(os.path.join(folder, "run/tensorboard"),
                                  size_guidance={"scalars": 0, "histograms": 0, "images": 0})
        events.Reload()
        for tag, split, member in [("loss/train", "train", "loss"), ("top-1/train", "train", "top1"),
                                   ("training/rate", "train", "learningRate"), ("loss/test", "test", "loss"),
                                   ("top-1/test", "test", "top1")]:
            found = [(event.step, event.value) for event in events.Scalars(tag)]
            known = [(line["step"], struct.unpack("f", struct.pack("f", line[member]))[0])
                     for line in lines if line["split"] == split]
            check(found == known, tag, found, known)
        check([event.step for event in events.Scalars("loss/train")] == list(range(1, 25)), "24 steps, once each")
        tags = events.Tags()["histograms"]
        learned = [name for name in SIZES if name not in ("norm.mean", "norm.variance")]
        check(sorted(tags) == sorted(list(SIZES) + ["gradients/" + name for name in learned]), tags)
        for name in tags:
            found = events.Histograms(name)
            check([event.step for event in found] == [8, 16, 24], name, [event.step for event in found])
            for event in found:
                values = event.histogram_value
                size = SIZES[name.removeprefix("gradients/")]
                check(values.num == size and sum(values.bucket) == size, name, values)
                check(values.min <= values.max and len(values.bucket) == len(values.bucket_limit), name, values)
        graph = graph_pb2.GraphDef.FromString(events.Graph().SerializeToString())
        check([(node.name, list(node.input)) for node in graph.node][:2] == [("input", []), ("conv", ["input"])], graph)
        check([node.name for node in graph.node] == ["input", "conv", "norm", "act", "pool", "scores"], graph)
        images = events.Tags()["images"]
        check(images and all(tag.startswith("surest mistakes, test/") for tag in images), images)
        for image in events.Images(images[0]):
            check(image.encoded_image_string[:8] == b"\x89PNG\r\n\x1a\n", "a PNG file")
            check((image.width, image.height) == (32, 32), image.width, image.height)
    print(f"tensorboard reads what netspec writes: {len(lines)} lines, {len(tags)} histograms, {len(images)} pictures")


if __name__ == "__main__":
    main()
