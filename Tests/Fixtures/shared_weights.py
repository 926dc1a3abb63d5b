"""Some steps of a network in which layers use the parameters of others, as PyTorch trains it in float64: modules used twice.

    python shared_weights.py            writes shared-weights.json
    python shared_weights.py --check    computes it again and compares with the stored file

The network, on pictures of 3×8×8 in 5 classes:

    stem     convolution, 6 filters, 3×3, pad 1; ReLU
    first    convolution, 6 filters, 3×3, pad 1; `norm`, batch normalisation; ReLU
    second   the same convolution and the same batch normalisation again (weights and running statistics); ReLU
    left     convolution, 16 filters, 1×1
    right    convolution, 16 filters, 1×1, of what `left` reads, with the weight of `left` and a bias of its own
    joined   left and right one behind the other; mean over height and width
    wide     linear, 32 sums; ReLU; the same linear layer again; ReLU
    scores   linear

Each of `runs` begins with the same numbers and makes `steps` steps of SGD (momentum, weight decay) on the mean of
cross-entropy over the batches of a step; with `clip` the gradients are clipped by their norm together first
(`clip_grad_norm_`); with `frozen` the parameters of that module stay.

Pictures and parameters come from `hashed.py`. The file is {batches [{input, labels}], optimizer, tensors [{name, shape, scale,
offset}], runs [{name, batchesInStep, clip, frozen, losses [of each step], values {name: numbers at the end}}]}. No ReLU's
input is closer to 0 than `MARGIN`.
"""

import argparse
import json
import math
import sys
from pathlib import Path

import torch
import torch.nn.functional as F

import hashed

FILE = Path(__file__).with_name("shared-weights.json")
BATCH, CLASSES, STEPS, MARGIN = 4, 5, 4, 2e-6
OPTIMIZER = {"rate": 0.05, "momentum": 0.9, "weightDecay": 0.01}
WEIGHTS = {
    "stem": [6, 3, 3, 3],
    "first": [6, 6, 3, 3],
    "left": [16, 6, 1, 1],
    "wide": [32, 32],
    "scores": [CLASSES, 32],
}


def sources():
    """name → shape, scale, offset, in order."""
    table = {}
    for path, shape in WEIGHTS.items():
        table[f"{path}.weight"] = shape, hashed.float32(math.sqrt(3 / math.prod(shape[1:]))), 0.0
        table[f"{path}.bias"] = shape[:1], 0.25, 0.0
    table["right.bias"] = [16], 0.25, 0.0
    table["norm.scale"] = [6], 0.25, 1.0
    table["norm.shift"] = [6], 0.25, 0.0
    table["norm.mean"] = [6], 0.25, 0.0
    table["norm.variance"] = [6], 0.25, 1.0
    return table


def batches():
    return [
        {
            "input": {"name": f"shared/input{number}", "shape": [BATCH, 3, 8, 8], "scale": 1.5},
            "labels": hashed.labels(f"shared/labels{number}", BATCH, CLASSES).tolist(),
        }
        for number in range(2 * STEPS)
    ]


def relu(x):
    assert x.abs().min() > MARGIN, f"a ReLU's input is {x.abs().min():.1e}: give a tensor another name"
    return F.relu(x)


class Network(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = torch.nn.Conv2d(3, 6, 3, padding=1)
        self.first = torch.nn.Conv2d(6, 6, 3, padding=1)
        self.norm = torch.nn.BatchNorm2d(6)
        self.left = torch.nn.Conv2d(6, 16, 1)
        self.right = torch.nn.Conv2d(6, 16, 1)
        self.right.weight = self.left.weight
        self.wide = torch.nn.Linear(32, 32)
        self.scores = torch.nn.Linear(32, CLASSES)
        self.double()

    def forward(self, x):
        x = relu(self.stem(x))
        x = relu(self.norm(self.first(x)))
        x = relu(self.norm(self.first(x)))
        x = torch.cat([self.left(x), self.right(x)], 1).mean((2, 3))
        return self.scores(relu(self.wide(relu(self.wide(x)))))

    def tensors(self):
        """The names in netspec → tensors, each once."""
        names = {"norm.weight": "norm.scale", "norm.bias": "norm.shift"}
        table = {names.get(name, name): value for name, value in self.named_parameters()}
        return table | {"norm.mean": self.norm.running_mean, "norm.variance": self.norm.running_var}


def run(name, batches_in_step=1, clip=None, frozen=None):
    network = Network()
    table = network.tensors()
    assert set(table) == set(sources())
    with torch.no_grad():
        for key, (shape, scale, offset) in sources().items():
            table[key].copy_(torch.from_numpy(hashed.values(key, shape, scale, offset)))
    if frozen:
        getattr(network, frozen).requires_grad_(False)
    learned = [parameter for parameter in network.parameters() if parameter.requires_grad]
    assert len({id(parameter) for parameter in learned}) == len(learned)
    optimizer = torch.optim.SGD(
        learned, OPTIMIZER["rate"], OPTIMIZER["momentum"], weight_decay=OPTIMIZER["weightDecay"])
    losses, queue = [], iter(batches())
    for _ in range(STEPS):
        optimizer.zero_grad()
        sum_of_losses = 0
        for _ in range(batches_in_step):
            batch = next(queue)
            source = batch["input"]
            pictures = torch.from_numpy(hashed.values(source["name"], source["shape"], source["scale"])).double()
            loss = F.cross_entropy(network(pictures), torch.tensor(batch["labels"])) / batches_in_step
            loss.backward()
            sum_of_losses += loss.item()
        if clip:
            torch.nn.utils.clip_grad_norm_(learned, clip)
        optimizer.step()
        losses.append(sum_of_losses)
    return {
        "name": name,
        "batchesInStep": batches_in_step,
        "clip": clip,
        "frozen": frozen,
        "losses": losses,
        "values": {key: value.detach().ravel().tolist() for key, value in network.tensors().items()},
    }


def fixture():
    return {
        "batches": batches(),
        "optimizer": OPTIMIZER,
        "tensors": [
            {"name": name, "shape": shape, "scale": scale, "offset": offset}
            for name, (shape, scale, offset) in sources().items()
        ],
        "runs": [run("plain"), run("clipped", clip=0.5), run("accumulated", 2), run("frozen", frozen="first")],
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare with the stored file instead of writing it")
    arguments = parser.parse_args()
    text = hashed.json_text(fixture())
    if arguments.check:
        sys.exit(None if json.loads(text) == json.loads(FILE.read_text()) else f"{FILE.name} differs")
    FILE.write_text(text)
    print(f"{FILE.name}: {len(text)} bytes")


if __name__ == "__main__":
    main()
