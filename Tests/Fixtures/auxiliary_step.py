"""The loss and gradients of a small network with two auxiliary classifiers, as PyTorch computes them in float64.

    python auxiliary_step.py            writes auxiliary-step.json
    python auxiliary_step.py --check    computes it again and compares with the stored file

The network, on pictures of 3×8×8 in 5 classes:

    conv1    convolution, 6 filters, 3×3, pad 1      then ReLU, which `head1` and `conv2` read
    head1    average pool 4×4, stride 4; `fc`, linear                               weight 0.3
    conv2    convolution, 8 filters, 3×3, stride 2   then ReLU, which `head2` and `scores` read
    head2    `conv`, convolution, 4 filters, 1×1; ReLU; `fc`, linear                weight 0.5
    scores   linear

The loss is that of `scores` plus each head's times its weight; every one is the mean over the batch of cross-entropy
with label smoothing 0.1 (GoogLeNet's way: Szegedy et al., CVPR 2015, section 5).

Pictures and parameters come from `hashed.py`, as in `layers.py`: {name, shape, scale} with values in [-scale, scale).
The file is {seed, input, labels, weights {head: weight}, smoothing, loss, losses {classifier: unweighted mean loss},
scores [N·5], tensors [{name, shape, scale, gradient}]}; all values are row-major. No ReLU's input is closer to 0 than
`margin`, so that a program in float32 takes the same sides.
"""

import argparse
import json
import math
import sys
from pathlib import Path

import torch
import torch.nn.functional as F

import hashed

FILE = Path(__file__).with_name("auxiliary-step.json")
BATCH, CLASSES, SMOOTHING, MARGIN = 4, 5, 0.1, 1e-4
HEADS = {"head1": 0.3, "head2": 0.5}
SHAPES = {
    "conv1": [6, 3, 3, 3],
    "head1/fc": [CLASSES, 6 * 2 * 2],
    "conv2": [8, 6, 3, 3],
    "head2/conv": [4, 8, 1, 1],
    "head2/fc": [CLASSES, 4 * 3 * 3],
    "scores": [CLASSES, 8 * 3 * 3],
}


def sources():
    """name → shape and scale, in order; weights have √(3 / fan-in), biases 1/4."""
    table = {}
    for path, shape in SHAPES.items():
        table[f"{path}.weight"] = shape, hashed.float32(math.sqrt(3 / math.prod(shape[1:])))
        table[f"{path}.bias"] = shape[:1], 0.25
    return table


def tensor(name, shape, scale):
    return torch.from_numpy(hashed.values(name, shape, scale)).double()


def relu(x):
    assert x.abs().min() > MARGIN, f"a ReLU's input is {x.abs().min():.1e}: give a tensor another name"
    return F.relu(x)


def classifiers(x, p):
    """classifier → its scores."""

    def convolution(x, path, **fields):
        return F.conv2d(x, p[f"{path}.weight"], p[f"{path}.bias"], **fields)

    def linear(x, path):
        return F.linear(x.flatten(1), p[f"{path}.weight"], p[f"{path}.bias"])

    first = relu(convolution(x, "conv1", padding=1))
    second = relu(convolution(first, "conv2", stride=2))
    return {
        "scores": linear(second, "scores"),
        "head1": linear(F.avg_pool2d(first, 4, 4), "head1/fc"),
        "head2": linear(relu(convolution(second, "head2/conv")), "head2/fc"),
    }


def step():
    source = {"name": "auxiliary/input", "shape": [BATCH, 3, 8, 8], "scale": 1.5}
    labels = torch.from_numpy(hashed.labels("auxiliary/labels", BATCH, CLASSES))
    table = sources()
    parameters = {name: tensor(name, *row).requires_grad_() for name, row in table.items()}
    scores = classifiers(tensor(**source), parameters)
    losses = {name: F.cross_entropy(x, labels, label_smoothing=SMOOTHING) for name, x in scores.items()}
    loss = losses["scores"] + sum(weight * losses[head] for head, weight in HEADS.items())
    loss.backward()
    return {
        "seed": hashed.SEED,
        "input": source,
        "labels": labels.tolist(),
        "weights": HEADS,
        "smoothing": SMOOTHING,
        "loss": loss.item(),
        "losses": {name: value.item() for name, value in losses.items()},
        "scores": scores["scores"].ravel().tolist(),
        "tensors": [
            {"name": name, "shape": shape, "scale": scale, "gradient": parameters[name].grad.ravel().tolist()}
            for name, (shape, scale) in table.items()
        ],
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare with the stored file instead of writing it")
    arguments = parser.parse_args()
    text = hashed.json_text(step())
    if arguments.check:
        sys.exit(None if json.loads(text) == json.loads(FILE.read_text()) else f"{FILE.name} differs")
    FILE.write_text(text)
    print(f"{FILE.name}: {len(text)} bytes")


if __name__ == "__main__":
    main()
