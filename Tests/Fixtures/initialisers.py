"""How layers' weights begin, by PyTorch's initialisers and Caffe's fillers.

    python initialisers.py            writes initialisers.json
    python initialisers.py --check    makes it again and compares with the stored file

The file is {cases: [case]}, and a case is

    layer     in the notation of specs
    channels  that arrive; pictures are 9×9
    weight    the weight's shape
    bound     of a uniform distribution around 0, or
    mean, deviation    of a normal one, or
    values    all of them, row-major, or
    gram      the products of the weight's rows, or of its columns where these are fewer

PyTorch's bounds and deviations are those with which `torch.nn.init` calls `uniform_` and `normal_`. Caffe's are
`include/caffe/filler.hpp`, commit 9b89154, written out.
"""

import argparse
import json
import math
import sys
from pathlib import Path
from unittest import mock

import torch
from torch import nn

FILE = Path(__file__).with_name("initialisers.json")


def convolution(init, filters=6, channels=4, kernel=(3, 3), groups=1):
    text = f"convolution: {{filters: {filters}, kernel: [{kernel[0]}, {kernel[1]}], groups: {groups}, weight-init: {init}}}"
    return text, channels, torch.zeros(filters, channels // groups, *kernel, dtype=torch.float64)


def linear(init, outputs=7, channels=4):
    return f"linear: {{outputs: {outputs}, weight-init: {init}}}", channels, torch.zeros(outputs, channels * 81)


def case(layer, **expected):
    text, channels, weight = layer
    return {"layer": text, "channels": channels, "weight": list(weight.shape), **expected}


def drawn(layer, function, *arguments, **names):
    """What PyTorch's function draws from: the arguments of its last call of `uniform_` or `normal_`."""
    weight = layer[2]
    calls = []
    with (
        mock.patch.object(torch.Tensor, "uniform_", lambda _, low, high, **__: calls.append({"bound": high})),
        mock.patch.object(
            torch.Tensor, "normal_",
            lambda _, mean, deviation, **__: calls.append({"mean": mean, "deviation": deviation}),
        ),
    ):
        function(weight, *arguments, **names)
    return case(layer, **calls[-1])


def made(layer, function, *arguments, **names):
    function(layer[2], *arguments, **names)
    return case(layer, values=layer[2].flatten().tolist())


def fans(weight):
    """`fan_in` and `fan_out` of Caffe's fillers."""
    return weight.numel() / weight.shape[0], weight.numel() / weight.shape[1]


def bilinear(layer):
    weight = layer[2]
    height, width = weight.shape[2:]
    f = math.ceil(width / 2)
    c = (2 * f - 1 - f % 2) / (2 * f)
    values = [
        (1 - abs(i % width / f - c)) * (1 - abs(i // width % height / f - c)) for i in range(weight.numel())
    ]
    return case(layer, values=values)


def cases():
    init = nn.init
    for layer in (convolution, linear):
        yield drawn(layer("uniform-fan-in"), init.kaiming_uniform_, a=math.sqrt(5))
        yield drawn(layer("{kaiming-uniform: {a: 0.1}}"), init.kaiming_uniform_, a=0.1)
        yield drawn(layer("{kaiming-uniform: {fan: fan-out}}"), init.kaiming_uniform_, mode="fan_out")
        yield drawn(layer("{kaiming-normal: {a: 0.2, fan: fan-out}}"), init.kaiming_normal_, a=0.2, mode="fan_out")
        yield drawn(layer("he"), init.kaiming_normal_)
        yield drawn(layer("glorot"), init.xavier_uniform_)
        yield drawn(layer("{glorot: {gain: 1.5}}"), init.xavier_uniform_, gain=1.5)
        yield drawn(layer("{glorot-normal: {gain: 0.5}}"), init.xavier_normal_, gain=0.5)
    yield drawn(convolution("{kaiming-uniform: {fan: fan-out}}", groups=2), init.kaiming_uniform_, mode="fan_out")
    for layer in (convolution, linear):
        fan_in, fan_out = fans(layer("")[2])
        for name, fan in (("fan-in", fan_in), ("fan-out", fan_out), ("average", (fan_in + fan_out) / 2)):
            yield case(layer(f"{{xavier: {{fan: {name}}}}}"), bound=math.sqrt(3 / fan))
            yield case(layer(f"{{he: {{fan: {name}}}}}"), mean=0, deviation=math.sqrt(2 / fan))
    yield case(convolution("{gaussian: {mean: 0.5, deviation: 0.01}}"), mean=0.5, deviation=0.01)
    yield made(convolution("dirac", filters=3, channels=2, kernel=(3, 2)), init.dirac_)
    yield made(convolution("dirac", filters=2, channels=3, kernel=(2, 3)), init.dirac_)
    yield made(convolution("dirac", filters=6, channels=4, kernel=(3, 3), groups=2), init.dirac_, groups=2)
    for kernel in (3, 4):
        yield bilinear(convolution("bilinear", filters=2, channels=1, kernel=(kernel, kernel)))
    for layer, gain in (
        (convolution("orthogonal"), 1.0), (convolution("{orthogonal: {gain: 2}}", filters=20, channels=1), 2.0),
        (linear("orthogonal"), 1.0),
    ):
        init.orthogonal_(layer[2], gain=gain)
        rows = layer[2].flatten(1)
        rows = rows if rows.shape[0] <= rows.shape[1] else rows.T
        yield case(layer, gram=[[round(float(x), 4) + 0.0 for x in row] for row in rows @ rows.T])


def equal(a, b):
    if isinstance(a, list):
        return len(a) == len(b) and all(map(equal, a, b))
    return math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9) if isinstance(a, (int, float)) else a == b


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--check", action="store_true")
    made = list(cases())
    if parser.parse_args().check:
        for known, found in zip(json.loads(FILE.read_text())["cases"], made, strict=True):
            if known.keys() != found.keys() or not all(equal(known[key], found[key]) for key in known):
                sys.exit(f"{known['layer']}: another one is stored")
        return print(f"{len(made)} cases agree")
    FILE.write_text('{"cases": [\n' + ",\n".join(json.dumps(case) for case in made) + "\n]}\n")


if __name__ == "__main__":
    main()
