"""One training step of GoogLeNet-CIFAR10 as PyTorch takes it in float64, stored small enough to keep with the tests.

    python googlenet_cifar10_step.py            writes googlenet-cifar10-step.json, prints how far float32 is from it
    python googlenet_cifar10_step.py --check    computes it again and compares with the stored file

Weights and pictures are not stored: both sides make them with the formula of `hashed.py`. Gradients and updated
tensors are 25 MB each, so each tensor is stored as a *sketch*: the dot products s_k = Σ_i p_k[i]·x[i] with K random
sign vectors p_k (`sign` in `hashed.py`). Sketches are linear, so for a computed tensor y

    ‖y − x‖² ≈ (1/K) Σ_k (s_k(y) − s_k(x))²

because E[(p·d)²] = ‖d‖² for independent ±1 signs; the estimate's standard deviation is at most √(2/K) of itself, so
the relative error ‖y − x‖ / ‖x‖ comes out right to some 12 % for K = 32 and 18 % for K = 16. Sources: Alon, Matias,
Szegedy, "The Space Complexity of Approximating the Frequency Moments", STOC 1996, section 2.2; Achlioptas,
"Database-friendly Random Projections: Johnson-Lindenstrauss with Binary Coins", JCSS 66 (2003).

The file, whose lists are in the order of execution:

    seed, batch, inputShape [N, C, H, W], input {name, scale, offset}, labels [N]
    batchNorm {epsilon, momentum}    running = (1 − momentum)·running + momentum·batch, with the unbiased batch variance
    optimizer {rate, momentum, nesterov, weightDecay}    first step: g += decay·w; v = g;
                                                         w −= rate·(g + momentum·v),
                                                         for every parameter, batch norm's and the biases too
    loss, lossAfter                  mean cross-entropy before the step, and on the same batch after it
    logits [[10] × N]
    activations [{name, shape, norm, sketch [32]}]       output of each module, in training mode, order N, C, H, W
    margin                           see below
    tensors [{name, shape, scale, offset,                initial value = offset + scale·uniform
              attempts [shape[0]],                       of convolution weights only, see below
              gradient {norm, sketch},                   of the mean loss, without decay; statistics have none
              zeroGradient, gradientScale,               in place of `gradient`, see below
              updated {norm, updateNorm, sketch}}]       after the step; updateNorm = ‖after − before‖

Weights have 32 signs a sketch, vectors have 16. A convolution's shape is [out, in, height, width], the classifier's
[out, in].

A bias that batch norm follows has a gradient of exactly zero; what a program finds there is rounding noise. Such a
tensor has `"zeroGradient": true`, and its gradient g must have ‖g‖ ≤ 1e-3 · `gradientScale`, which is the norm of the
gradient of the same convolution's weights.

Gradients jump where a ReLU's input crosses zero or two entries of a max pool's window change order. In a network this
large a float32 program always rounds a few of the millions across, and each moves whole gradients by 1e-3 to 1e-2,
right as the program may be. So the weights are chosen to keep clear of kinks: each output channel of each convolution
takes its numbers from the first of the stretches 0, 1, 2, … of the hash's sequence with which no ReLU's input after
batch norm, and no gap between the greatest entry and a smaller one of a later max pool's window, is below `margin`.
`attempts` names the stretch, so that

    weight[o, …] = offset + scale · uniform(name, attempts[o] · (elements of the weight) + row-major index of [o, …])

An updated tensor is mostly its initial value, so ‖y − x‖ / updateNorm is the strict test and ‖y − x‖ / norm the mild
one. Only the mild one makes sense where `zeroGradient` holds: there the update is weight decay alone, as small as the
noise.
"""

import argparse
import json
import math
import sys
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

import hashed

FILE = Path(__file__).with_name("googlenet-cifar10-step.json")
BATCH = 8
MARGIN = 2e-4  # five times what float32 rounds off the worst preactivation
CLASSES = 10
EPSILON, STATISTICS_MOMENTUM = 1e-5, 0.1
OPTIMIZER = {"rate": 0.1, "momentum": 0.9, "nesterov": True, "weightDecay": 5e-4}

# Channels: 1x1, 3x3_reduce, 3x3, 5x5_reduce, 5x5, pool-proj, and the output's shape for one picture.
STEM = ("stem", 3, 192, (192, 32, 32))
MODULES = [
    ("inception_3a", (64, 96, 128, 16, 32, 32), (256, 32, 32)),
    ("inception_3b", (128, 128, 192, 32, 96, 64), (480, 32, 32)),
    ("pool_3", None, (480, 16, 16)),
    ("inception_4a", (192, 96, 208, 16, 48, 64), (512, 16, 16)),
    ("inception_4b", (160, 112, 224, 24, 64, 64), (512, 16, 16)),
    ("inception_4c", (128, 128, 256, 24, 64, 64), (512, 16, 16)),
    ("inception_4d", (112, 144, 288, 32, 64, 64), (528, 16, 16)),
    ("inception_4e", (256, 160, 320, 32, 128, 128), (832, 16, 16)),
    ("pool_4", None, (832, 8, 8)),
    ("inception_5a", (256, 160, 320, 32, 128, 128), (832, 8, 8)),
    ("inception_5b", (384, 192, 384, 48, 128, 128), (1024, 8, 8)),
]
# The convolutions of one branch in order: (name, which of the six channel numbers, kernel). They are concatenated so.
BRANCHES = [
    [("1x1", 0, 1)],
    [("3x3_reduce", 1, 1), ("3x3", 2, 3)],
    [("5x5_reduce", 3, 1), ("5x5_a", 4, 3), ("5x5", 4, 3)],
    [("pool-proj", 5, 1)],  # after a 3×3 max pool
]
CONVOLUTION, BATCH_NORM, CLASSIFIER = "{}/conv", "{}/bn", "classifier"
# Tensor's suffix: scale and offset of its initial value; weights have √(6 / fan-in).
INITIAL = {
    "bias": (0.0625, 0.0),
    "scale": (0.25, 1.0),
    "shift": (0.25, 0.5),
    "mean": (0.125, 0.0),
    "variance": (0.25, 1.0),
}
STATISTICS = ("mean", "variance")
INPUT = {"name": "input", "scale": hashed.float32(1.7), "offset": 0.0}
LABELS = "labels"
PARAMETER_COUNT = 6_166_250


def convolutions():
    """(path, in, out, kernel) of every convolution in order."""
    name, inputs, outputs, shape = STEM
    yield name, inputs, outputs, 3
    channels = shape[0]
    for module, numbers, shape in MODULES:
        for branch in BRANCHES if numbers else []:
            inputs = channels
            for part, which, kernel in branch:
                yield f"{module}/{part}", inputs, numbers[which], kernel
                inputs = numbers[which]
        channels = shape[0]


def tensor_table():
    """name → (shape, scale, offset), in order."""
    table = {}

    def add(name, *shape):
        scale, offset = INITIAL.get(name.split(".")[1]) or (hashed.float32(math.sqrt(6 / math.prod(shape[1:]))), 0.0)
        table[name] = (shape, scale, offset)

    for path, inputs, outputs, kernel in convolutions():
        add(CONVOLUTION.format(path) + ".weight", outputs, inputs, kernel, kernel)
        add(CONVOLUTION.format(path) + ".bias", outputs)
        for suffix in ("scale", "shift", *STATISTICS):
            add(f"{BATCH_NORM.format(path)}.{suffix}", outputs)
    add(CLASSIFIER + ".weight", CLASSES, MODULES[-1][2][0])
    add(CLASSIFIER + ".bias", CLASSES)
    return table


def is_statistic(name):
    return name.endswith(STATISTICS)


def has_zero_gradient(name):
    return name.endswith("conv.bias")


def normalized_convolution(x, path, tensors, channels=slice(None)):
    """Convolution and batch norm in training mode, of some of the output channels."""
    conv, norm = CONVOLUTION.format(path), BATCH_NORM.format(path)
    weight, bias = tensors[conv + ".weight"][channels], tensors[conv + ".bias"][channels]
    mean, variance, scale, shift = (tensors[f"{norm}.{s}"][channels] for s in (*STATISTICS, "scale", "shift"))
    x = F.conv2d(x, weight, bias, padding=weight.shape[-1] // 2)
    return F.batch_norm(x, mean, variance, scale, shift, True, STATISTICS_MOMENTUM, EPSILON)


def network(x, tensors, prepare=lambda x, path: None):
    """The logits, and each module's output by name; `prepare` sees each convolution's input before it runs."""

    def convolution(x, path):
        prepare(x, path)
        return F.relu(normalized_convolution(x, path, tensors))

    def branch(x, module, parts):
        if parts[0][0] == "pool-proj":
            x = F.max_pool2d(x, 3, 1, 1)
        for part, _, _ in parts:
            x = convolution(x, f"{module}/{part}")
        return x

    outputs = {"stem": convolution(x, "stem")}
    x = outputs["stem"]
    for module, numbers, shape in MODULES:
        x = torch.cat([branch(x, module, parts) for parts in BRANCHES], 1) if numbers else F.max_pool2d(x, 3, 2, 1)
        assert x.shape[1:] == shape, f"{module}: must be {shape}, found {tuple(x.shape[1:])}"
        outputs[module] = x
    x = F.avg_pool2d(x, 8).flatten(1)
    return F.linear(x, tensors[CLASSIFIER + ".weight"], tensors[CLASSIFIER + ".bias"]), outputs


def pools_after(path):
    """The strides of the max pools, in order, that a convolution's output meets before it is convolved again."""
    module, _, part = path.partition("/")
    if part and part not in [branch[-1][0] for branch in BRANCHES]:
        return []
    following = MODULES[[name for name, _, _ in MODULES].index(module) + 1 :] if part else MODULES
    strides = []
    for _, numbers, _ in following:
        strides.append(1 if numbers else 2)
        if numbers:
            break
    return strides


def distance_to_kink(x, strides):
    """For each channel of a preactivation: how far the nearest ReLU is from zero, or the nearest maximum from a tie.

    Equal maxima do not count: after a first pool they are copies of one number, and it gets the gradient either way.
    """

    def smallest(x):
        return x.amin((0, 2, 3))

    distance = smallest(x.abs())
    x = F.relu(x)
    for stride in strides:
        height, width = x.shape[2:]
        padded = F.pad(x, (1, 1, 1, 1))
        starts = [(i, j) for i in range(3) for j in range(3)]
        entries = [padded[:, :, i : i + height : stride, j : j + width : stride] for i, j in starts]
        x = F.max_pool2d(x, 3, stride, 1)
        for entry in entries:
            gap = x - entry
            distance = torch.minimum(distance, smallest(torch.where(gap > 0, gap, torch.inf)))
    return distance


def choose_attempts():
    """name → attempts, such that no channel comes closer than MARGIN to a kink."""
    table, attempts = tensor_table(), {}
    tensors = initial_tensors({}, torch.float64)

    def prepare(x, path):
        name = CONVOLUTION.format(path) + ".weight"
        strides = pools_after(path)
        attempts[name] = np.zeros(len(tensors[name]), dtype=np.int64)
        close = torch.arange(len(tensors[name]))
        while len(close):
            distance = distance_to_kink(normalized_convolution(x, path, tensors, close), strides)
            close = close[distance < MARGIN]
            attempts[name][close] += 1
            tensors[name] = torch.from_numpy(hashed.values(name, *table[name], attempts[name])).double()

    with torch.no_grad():
        network(pictures(torch.float64), tensors, prepare)
    return {name: chosen.tolist() for name, chosen in attempts.items()}


def initial_tensors(attempts, dtype):
    return {
        name: torch.from_numpy(hashed.values(name, *row, attempts.get(name))).to(dtype)
        for name, row in tensor_table().items()
    }


def pictures(dtype):
    shape = (BATCH, STEM[1], *STEM[3][1:])
    return torch.from_numpy(hashed.values(INPUT["name"], shape, INPUT["scale"], INPUT["offset"])).to(dtype)


def step(attempts, dtype):
    """Everything one training step gives, as a dictionary of name → tensor in float64."""
    tensors = initial_tensors(attempts, dtype)
    parameters = {name: tensor.requires_grad_() for name, tensor in tensors.items() if not is_statistic(name)}
    assert sum(p.numel() for p in parameters.values()) == PARAMETER_COUNT
    x = pictures(dtype)
    labels = torch.from_numpy(hashed.labels(LABELS, BATCH, CLASSES))
    optimizer = torch.optim.SGD(
        parameters.values(),
        lr=OPTIMIZER["rate"],
        momentum=OPTIMIZER["momentum"],
        nesterov=OPTIMIZER["nesterov"],
        weight_decay=OPTIMIZER["weightDecay"],
    )
    before = {name: tensor.detach().clone() for name, tensor in tensors.items()}
    logits, outputs = network(x, tensors)
    loss = F.cross_entropy(logits, labels)
    loss.backward()
    gradients = {name: tensor.grad.clone() for name, tensor in parameters.items()}
    optimizer.step()
    after = {name: tensor.detach().clone() for name, tensor in tensors.items()}
    with torch.no_grad():
        loss_after = F.cross_entropy(network(x, tensors)[0], labels)

    def exact(values):
        return {name: value.detach().double() for name, value in values.items()}

    return {
        "loss": exact({"loss": loss, "lossAfter": loss_after}),
        "logits": exact({"logits": logits}),
        "activations": exact(outputs),
        "before": exact(before),
        "gradients": exact(gradients),
        "updated": exact(after),
    }


def sketch_length(name):
    return 32 if name.endswith("weight") else 16


def fixture(truth, attempts):
    """The stored form of a step."""

    def summary(name, tensor, count, **more):
        return {"norm": tensor.norm().item(), **more, "sketch": hashed.sketch(name, tensor.numpy(), count)}

    def entry(name, shape, scale, offset):
        entry = {"name": name, "shape": list(shape), "scale": scale, "offset": offset}
        if name in attempts:
            entry["attempts"] = attempts[name]
        count = sketch_length(name)
        if has_zero_gradient(name):
            entry["zeroGradient"] = True
            entry["gradientScale"] = truth["gradients"][name.replace("bias", "weight")].norm().item()
        elif not is_statistic(name):
            entry["gradient"] = summary(name, truth["gradients"][name], count)
        after = truth["updated"][name]
        entry["updated"] = summary(name, after, count, updateNorm=(after - truth["before"][name]).norm().item())
        return entry

    return {
        "seed": hashed.SEED,
        "batch": BATCH,
        "inputShape": [BATCH, STEM[1], *STEM[3][1:]],
        "input": INPUT,
        "labels": hashed.labels(LABELS, BATCH, CLASSES).tolist(),
        "batchNorm": {"epsilon": EPSILON, "momentum": STATISTICS_MOMENTUM},
        "optimizer": OPTIMIZER,
        "margin": MARGIN,
        "loss": truth["loss"]["loss"].item(),
        "lossAfter": truth["loss"]["lossAfter"].item(),
        "logits": truth["logits"]["logits"].tolist(),
        "activations": [
            {"name": name, "shape": list(tensor.shape), **summary(name, tensor, 32)}
            for name, tensor in truth["activations"].items()
        ],
        "tensors": [entry(name, *row) for name, row in tensor_table().items()],
    }


def print_float32_errors(truth, single):
    """The worst relative error of PyTorch's own float32 step, group by group: what a float32 program can reach."""
    worst = {}

    def note(group, name, difference, scale):
        worst[group] = max(worst.get(group, (0.0, "")), ((difference / scale).item(), name))

    for group in ("loss", "logits", "activations", "gradients", "updated"):
        for name, expected in truth[group].items():
            difference = (single[group][name] - expected).norm()
            kind = name.split("/")[-1] if "." in name else "all"
            if group == "gradients" and has_zero_gradient(name):
                scale = truth[group][name.replace("bias", "weight")].norm()
                note("zero gradients / weight gradient", name, single[group][name].norm(), scale)
            else:
                note(f"{group}, {kind}" if group != "loss" else name, name, difference, expected.norm())
            if group == "updated":
                update = expected - truth["before"][name]
                note(f"updated, {kind}, against the update", name, difference, update.norm())
    for group, (error, name) in worst.items():
        print(f"{error:9.2e}  {group:45} worst: {name}")


def print_sketch_quality(truth, single):
    """How well the sketches estimate those errors: the range of estimate / true error over all gradients."""
    ratios = []
    for name, expected in truth["gradients"].items():
        difference = single["gradients"][name] - expected
        projections = hashed.sketch(name, difference.numpy(), sketch_length(name))
        estimate = math.sqrt(sum(p * p for p in projections) / len(projections))
        ratios.append(estimate / difference.norm().item())
    print(f"sketched error / true error: {min(ratios):.2f} to {max(ratios):.2f}")


def differences(found, stored, path=""):
    """Where two JSON values differ by more than rounding; a list of numbers is judged against its largest."""
    if isinstance(stored, dict):
        keys = found.keys() | stored.keys()
        return [d for k in sorted(keys) for d in differences(found.get(k), stored.get(k), f"{path}.{k}")]
    if isinstance(stored, list) and stored and isinstance(stored[0], (dict, list)):
        if len(found) != len(stored):
            return [f"{path}: must have {len(stored)} entries, found {len(found)}"]
        return [d for i, (a, b) in enumerate(zip(found, stored)) for d in differences(a, b, f"{path}[{i}]")]
    if isinstance(stored, list) and isinstance(found, list) and len(found) == len(stored):
        limit = 1e-7 * max((abs(b) for b in stored), default=0)
        return [] if all(abs(a - b) <= limit for a, b in zip(found, stored)) else [f"{path}: differs"]
    if isinstance(stored, (int, float)) and isinstance(found, (int, float)):
        return [] if math.isclose(found, stored, rel_tol=1e-7) else [f"{path}: must be {stored}, found {found}"]
    return [] if found == stored else [f"{path}: must be {stored}, found {found}"]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare with the stored file instead of writing it")
    arguments = parser.parse_args()
    attempts = choose_attempts()
    truth = step(attempts, torch.float64)
    text = hashed.json_text(fixture(truth, attempts))
    if arguments.check:
        found = differences(json.loads(text), json.loads(FILE.read_text()))
        sys.exit("\n".join(found) or None)
    FILE.write_text(text)
    print(f"{FILE.name}: {len(text)} bytes")
    single = step(attempts, torch.float32)
    print_float32_errors(truth, single)
    print_sketch_quality(truth, single)


if __name__ == "__main__":
    main()
