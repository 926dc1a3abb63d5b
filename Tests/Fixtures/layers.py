"""Single layers, forward and backward, as PyTorch computes them in float64.

    python layers.py            writes layers.json
    python layers.py --check    computes it again and compares with the stored file

Inputs, parameters and output gradients come from `hashed.py`: each is a *source* {name, shape, scale, offset} whose
values are offset + scale·uniform(name, i) in float32. The file is {seed, cases: [case]}, and a case is

    name                  one line
    layer                 {type, fields}: convolution {filters, kernel, stride, pad: [h, w] or "same", dilation, groups,
                          bias}, batch-norm {epsilon, momentum}, max-pool {kernel, stride, pad, round}, average-pool
                          {kernel, stride, pad, round, include-pad}, global-average-pool, global-max-pool, adaptive-average-pool {size},
                          lrn {size, alpha, beta, k},
                          linear {outputs, bias}, softmax, softmax-cross-entropy {label-smoothing,
                          class-weights}, relu6, leaky-relu {slope}, sigmoid, tanh, swish, hard-swish, hard-sigmoid,
                          gelu {approximate}, multiply, maximum, scale {scale, shift}, power {power, scale, shift},
                          slice {first, channels}, channel-shuffle {groups}, crop {size, offset or not}, upsample {scale,
                          mode, align-corners}, transposed-convolution {filters, kernel, stride, pad, output-pad,
                          dilation, groups, bias}; pairs are [h, w]. `lrn` with `region: within-channels` is Caffe's
    training              batch norm's mode; true for every other layer
    input                 source, [N, C, H, W]
    others                sources, of layers with several inputs only: the second and further ones
    parameters            {role: source}; roles: weight, bias, scale, shift, mean, variance
    labels                [N], of softmax-cross-entropy only
    otherLabels, shares   [N], where pictures are mixed of two: the other class, and its share of the target
    outputGradient        source, of the output's shape; absent where the output is a loss, whose gradient is 1
    outputShape, output   row-major, as are all values
    inputGradient
    otherGradients        one for each of `others`
    parameterGradients    {role: values}; none for mean and variance
    statistics            {mean, variance} after the forward pass, of batch-norm in training mode only

A convolution's weight is [filters, channels / groups, height, width], a linear layer's [outputs, C·H·W]. "same" is
TensorFlow's: the output has ceil(size / stride) entries and the odd row or column of padding goes below or to the
right. "half" is (dilation·(kernel − 1)) // 2 on both sides. Batch norm keeps running = (1 − momentum)·running + momentum·batch, with the unbiased variance. LRN divides by
(k + alpha/size · Σ x²)^beta over `size` channels. Softmax runs over the channels. Cross-entropy is the mean over the
batch of −Σ target·log softmax, target = (1 − smoothing)·t + smoothing/classes, t the one-hot label or, of two classes,
(1 − share)·one-hot(label) + share·one-hot(other): what PyTorch's cross_entropy makes of probabilities as its target.
"""

import argparse
import json
import math
import sys
from pathlib import Path

import torch
import torch.nn.functional as F

import hashed

FILE = Path(__file__).with_name("layers.json")
ROLES = {  # scale, offset
    "weight": (0.5, 0.0),
    "bias": (0.25, 0.0),
    "scale": (0.5, 1.0),
    "shift": (0.25, 0.0),
    "mean": (0.25, 0.0),
    "variance": (0.5, 1.0),
}


def same_padding(size, kernel, stride, dilation):
    """Padding before and after, as TensorFlow's SAME puts it."""
    total = max((math.ceil(size / stride) - 1) * stride + dilation * (kernel - 1) + 1 - size, 0)
    return total // 2, total - total // 2


def convolution(layer, x, weight, bias=None):
    height, width = layer["pad"], layer["pad"]
    if layer["pad"] in ("same", "same-upper"):
        fields = zip(x.shape[2:], layer["kernel"], layer["stride"], layer["dilation"])
        height, width = (same_padding(*field) for field in fields)
    elif layer["pad"] == "half":
        height, width = ((dilation * (kernel - 1) // 2,) * 2 for kernel, dilation in zip(layer["kernel"], layer["dilation"]))
    elif "before" in layer["pad"]:
        height, width = zip(layer["pad"]["before"], layer["pad"]["after"])
    else:
        height, width = ((pad, pad) for pad in layer["pad"])
    return F.conv2d(F.pad(x, (*width, *height)), weight, bias, layer["stride"], 0, layer["dilation"], layer["groups"])


def batch_norm(layer, x, training, scale, shift, mean, variance):
    return F.batch_norm(x, mean, variance, scale, shift, training, layer["momentum"], layer["epsilon"])


def average_pool(layer, x):
    return F.avg_pool2d(
        x, layer["kernel"], layer["stride"], layer["pad"], layer["round"] == "ceil", layer["include-pad"]
    )


def forward(layer, x, others, parameters, labels, training):
    match layer["type"]:
        case "relu6":
            return F.relu6(x)
        case "leaky-relu":
            return F.leaky_relu(x, layer["slope"])
        case "sigmoid":
            return torch.sigmoid(x)
        case "tanh":
            return torch.tanh(x)
        case "swish":
            return F.silu(x)
        case "hard-swish":
            return F.hardswish(x)
        case "hard-sigmoid":
            return F.hardsigmoid(x)
        case "gelu":
            return F.gelu(x, approximate=layer["approximate"])
        case "convolution":
            return convolution(layer, x, **parameters)
        case "batch-norm":
            return batch_norm(layer, x, training, **parameters)
        case "max-pool":
            return F.max_pool2d(x, layer["kernel"], layer["stride"], layer["pad"], 1, layer["round"] == "ceil")
        case "average-pool":
            return average_pool(layer, x)
        case "global-average-pool":
            return F.adaptive_avg_pool2d(x, 1)
        case "global-max-pool":
            return F.adaptive_max_pool2d(x, 1)
        case "adaptive-average-pool":
            return F.adaptive_avg_pool2d(x, layer["size"])
        case "multiply":
            return math.prod([x, *others])
        case "maximum":
            return torch.stack([x, *others]).amax(0)
        case "scale":
            shape = [1, -1] + [1] * (x.dim() - 2)
            return x * parameters.get("scale", torch.ones(1)).view(shape) + parameters.get("shift", torch.zeros(1)).view(shape)
        case "power":
            return (layer["shift"] + layer["scale"] * x) ** layer["power"]
        case "slice":
            return x.narrow(1, layer["first"], layer["channels"])
        case "channel-shuffle":
            return F.channel_shuffle(x, layer["groups"])
        case "crop":
            size = layer["size"]
            offset = layer.get("offset", [(length - part) // 2 for length, part in zip(x.shape[2:], size)])
            return x[:, :, offset[0] : offset[0] + size[0], offset[1] : offset[1] + size[1]]
        case "upsample":
            aligned = {"align_corners": layer["align-corners"]} if layer["mode"] == "bilinear" else {}
            return F.interpolate(x, scale_factor=layer["scale"], mode=layer["mode"], **aligned)
        case "transposed-convolution":
            fields = (layer[name] for name in ("stride", "pad", "output-pad", "groups", "dilation"))
            return F.conv_transpose2d(x, parameters["weight"], parameters.get("bias"), *fields)
        case "lrn" if layer.get("region") == "within-channels":
            mean = F.avg_pool2d(x * x, layer["size"], 1, layer["size"] // 2)
            return x * (1 + layer["alpha"] * mean) ** -layer["beta"]
        case "lrn":
            return F.local_response_norm(x, layer["size"], layer["alpha"], layer["beta"], layer["k"])
        case "linear":
            return F.linear(x.flatten(1), **parameters)
        case "softmax":
            return F.softmax(x, 1)
        case "softmax-cross-entropy":
            weight = torch.tensor(layer["class-weights"], dtype=x.dtype) if "class-weights" in layer else None
            return F.cross_entropy(x.flatten(1), labels, weight, label_smoothing=layer["label-smoothing"])


def parameter_shapes(layer, shape):
    channels = shape[1]
    match layer["type"]:
        case "convolution":
            shapes = {"weight": [layer["filters"], channels // layer["groups"], *layer["kernel"]]}
            return shapes | ({"bias": [layer["filters"]]} if layer["bias"] else {})
        case "batch-norm":
            return {role: [channels] for role in ("scale", "shift", "mean", "variance")}
        case "scale":
            return {role: [channels] for role in ("scale", "shift") if layer[role]}
        case "transposed-convolution":
            shapes = {"weight": [channels, layer["filters"] // layer["groups"], *layer["kernel"]]}
            return shapes | ({"bias": [layer["filters"]]} if layer["bias"] else {})
        case "linear":
            shapes = {"weight": [layer["outputs"], math.prod(shape[1:])]}
            return shapes | ({"bias": [layer["outputs"]]} if layer["bias"] else {})
    return {}


def numbers(tensor):
    return tensor.detach().double().ravel().tolist()


def case(name, layer, shape, training=True, scale=2.0, others=()):
    """One case, computed; `others` are the shapes of further inputs."""

    def source(part, shape, scale, offset=0.0):
        return {"name": f"{name}/{part}", "shape": list(shape), "scale": scale, "offset": offset}

    def tensor(source):
        return torch.from_numpy(hashed.values(*(source[key] for key in ("name", "shape", "scale", "offset")))).double()

    sources = {role: source(role, shape, *ROLES[role]) for role, shape in parameter_shapes(layer, shape).items()}
    result = {"name": name, "layer": layer, "training": training, "input": source("input", shape, scale)}
    if others:
        result["others"] = [source(f"input {number + 2}", other, scale) for number, other in enumerate(others)]
    result["parameters"] = sources
    x = tensor(result["input"]).requires_grad_()
    further = [tensor(other).requires_grad_() for other in result.get("others", [])]
    parameters = {role: tensor(source) for role, source in sources.items()}
    learned = {role: p.requires_grad_() for role, p in parameters.items() if role not in ("mean", "variance")}
    labels = None
    if layer["type"] == "softmax-cross-entropy":
        labels = torch.from_numpy(hashed.labels(f"{name}/labels", shape[0], shape[1]))
        result["labels"] = labels.tolist()
        if layer.get("mixed"):
            second = torch.from_numpy(hashed.labels(f"{name}/others", shape[0], shape[1]))
            shares = (tensor(source("shares", [shape[0]], 0.5, 0.5)) * 256).round() / 256
            result["otherLabels"], result["shares"] = second.tolist(), shares.tolist()
            one_hot = F.one_hot(torch.stack([labels, second]), shape[1]).double()
            labels = (1 - shares)[:, None] * one_hot[0] + shares[:, None] * one_hot[1]
        result["layer"] = {key: value for key, value in layer.items() if key != "mixed"}
    output = forward(layer, x, further, parameters, labels, training)
    if labels is None:
        result["outputGradient"] = source("outputGradient", output.shape, 1.0)
        output.backward(tensor(result["outputGradient"]))
    else:
        output.backward()
    result["outputShape"] = list(output.shape)
    result["output"] = numbers(output)
    result["inputGradient"] = numbers(x.grad)
    if others:
        result["otherGradients"] = [numbers(other.grad) for other in further]
    result["parameterGradients"] = {role: numbers(p.grad) for role, p in learned.items()}
    if layer["type"] == "batch-norm" and training:
        result["statistics"] = {role: numbers(parameters[role]) for role in ("mean", "variance")}
    return result


def cases():
    def convolution(name, shape, filters, kernel, stride=(1, 1), pad=(0, 0), dilation=(1, 1), groups=1, bias=True):
        pad = pad if isinstance(pad, (str, dict)) else list(pad)
        layer = {"type": "convolution", "filters": filters, "kernel": list(kernel), "stride": list(stride), "pad": pad}
        layer |= {"dilation": list(dilation), "groups": groups, "bias": bias}
        return case("convolution " + name, layer, shape)

    def pool(kind, name, shape, kernel, stride, pad, rounding, **more):
        layer = {"type": kind, "kernel": list(kernel), "stride": list(stride), "pad": list(pad), "round": rounding}
        return case(f"{kind} {name}", layer | more, shape)

    def simple(kind, name, shape, training=True, scale=2.0, others=(), **fields):
        if "scale_" in fields:  # a field that is called as the parameter is
            fields["scale"] = fields.pop("scale_")
        return case(f"{kind} {name}".strip(), {"type": kind, **fields}, shape, training, scale, others)

    yield convolution("1x1", [2, 3, 4, 5], 4, (1, 1))
    yield convolution("3x3 padded, no bias", [2, 2, 5, 4], 3, (3, 3), pad=(1, 1), bias=False)
    yield convolution("stride 2, pad 1, even size", [2, 2, 6, 6], 3, (3, 3), (2, 2), (1, 1))
    yield convolution("stride 2, rows left over", [1, 2, 6, 7], 3, (3, 3), (2, 2))
    yield convolution("dilation 2", [1, 2, 7, 6], 3, (3, 3), pad=(2, 2), dilation=(2, 2))
    yield convolution("groups 2", [2, 4, 5, 5], 6, (3, 3), pad=(1, 1), groups=2)
    yield convolution("depthwise", [2, 4, 5, 5], 4, (3, 3), (2, 2), (1, 1), groups=4, bias=False)
    yield convolution("non-square everything", [2, 2, 7, 6], 3, (1, 3), (2, 1), (0, 2))
    yield convolution("tall kernel, uneven dilation", [1, 2, 8, 5], 3, (3, 2), (1, 2), (1, 0), (2, 1))
    yield convolution("same, stride 2, even size", [2, 2, 6, 6], 3, (3, 3), (2, 2), "same")
    yield convolution("same, stride 2, kernel 7", [1, 2, 8, 9], 2, (7, 7), (2, 2), "same")
    yield convolution("same, even kernel", [1, 2, 5, 5], 3, (2, 4), (1, 1), "same", bias=False)
    yield convolution("same, dilation 2, stride 2", [1, 2, 7, 6], 2, (3, 3), (2, 2), "same", (2, 2))

    for mode, training in (("training", True), ("evaluation", False)):
        yield simple("batch-norm", mode, [3, 4, 3, 3], training, epsilon=1e-5, momentum=0.1)
    yield simple("batch-norm", "training, large epsilon and momentum", [2, 3, 2, 4], epsilon=0.1, momentum=0.25)

    for rounding in ("floor", "ceil"):
        yield pool("max-pool", f"3/2, {rounding}", [2, 2, 6, 7], (3, 3), (2, 2), (0, 0), rounding)
        yield pool("max-pool", f"3/2 pad 1, {rounding}", [2, 2, 6, 7], (3, 3), (2, 2), (1, 1), rounding)
        yield pool("max-pool", f"2/2 pad 1, {rounding}", [2, 2, 5, 6], (2, 2), (2, 2), (1, 1), rounding)
    yield pool("max-pool", "3/1 pad 1", [2, 2, 5, 4], (3, 3), (1, 1), (1, 1), "floor")
    yield pool("max-pool", "non-square", [1, 2, 6, 7], (2, 3), (1, 2), (0, 1), "ceil")

    for rounding in ("floor", "ceil"):
        for counted in (True, False):
            label = f"{rounding}, {'with' if counted else 'without'} padding"
            more = {"include-pad": counted}
            yield pool("average-pool", f"3/2 pad 1, {label}", [2, 2, 6, 7], (3, 3), (2, 2), (1, 1), rounding, **more)
    yield pool("average-pool", "3/2, ceil", [1, 2, 6, 8], (3, 3), (2, 2), (0, 0), "ceil", **{"include-pad": True})
    yield pool("average-pool", "non-square", [1, 2, 6, 7], (2, 3), (1, 2), (0, 1), "ceil", **{"include-pad": True})
    yield simple("global-average-pool", "", [2, 3, 4, 5])
    yield simple("global-max-pool", "", [2, 3, 4, 5])
    for name, shape, size in (
        ("14 to 4", [1, 2, 14, 14], [4, 4]),
        ("whole windows", [2, 2, 6, 4], [3, 2]),
        ("non-square, one of them larger", [2, 2, 5, 3], [2, 4]),
        ("to 1", [1, 3, 4, 5], [1, 1]),
    ):
        yield simple("adaptive-average-pool", name, shape, size=size)

    for size in (3, 5):
        for alpha in (1e-4, 1.0):
            yield simple("lrn", f"size {size}, alpha {alpha:g}", [2, 7, 2, 2], size=size, alpha=alpha, beta=0.75, k=1.0)
    yield simple("lrn", "size 5, two channels, k 2", [2, 2, 2, 3], size=5, alpha=0.5, beta=0.5, k=2.0)

    yield simple("linear", "", [3, 2, 2, 3], outputs=5, bias=True)
    yield simple("linear", "no bias", [2, 7, 1, 1], outputs=3, bias=False)
    yield simple("softmax", "", [4, 6, 1, 1])
    yield simple("softmax", "over channels", [2, 5, 2, 3])
    yield simple("softmax-cross-entropy", "", [4, 6, 1, 1], **{"label-smoothing": 0.0})
    yield simple("softmax-cross-entropy", "smoothed", [4, 6, 1, 1], **{"label-smoothing": 0.1})
    weights = [0.5, 2.0, 1.0, 0.0, 3.5, 0.25]
    for smoothing in (0.0, 0.1):
        fields = {"label-smoothing": smoothing, "class-weights": weights}
        yield simple("softmax-cross-entropy", f"weighted, smoothed by {smoothing}", [5, 6, 1, 1], **fields)
    yield simple("softmax-cross-entropy", "mixed", [5, 6, 1, 1], mixed=True, **{"label-smoothing": 0.0})
    yield simple("softmax-cross-entropy", "mixed, smoothed", [5, 6, 1, 1], mixed=True, **{"label-smoothing": 0.1})

    # Out to where the straight lines end.
    for kind in ("relu6", "sigmoid", "tanh", "swish", "hard-swish", "hard-sigmoid"):
        yield simple(kind, "", [2, 3, 5, 4], scale=9.0)
    for slope in (0.01, 0.25):
        yield simple("leaky-relu", f"slope {slope}", [2, 3, 5, 4], slope=slope)
    for approximate in ("none", "tanh"):
        yield simple("gelu", f"approximate {approximate}", [2, 3, 5, 4], scale=5.0, approximate=approximate)

    yield convolution("half, stride 2, even size", [2, 2, 6, 6], 3, (3, 3), (2, 2), "half")
    yield convolution("half, even kernel, dilation 2", [1, 2, 7, 6], 2, (4, 3), (1, 2), "half", (2, 1))
    yield convolution("same-upper, stride 2, even size", [2, 2, 6, 6], 3, (3, 3), (2, 2), "same-upper")
    sides = {"before": [0, 2], "after": [1, 0]}
    yield convolution("different sides", [2, 2, 6, 5], 3, (3, 3), (2, 1), sides)

    yield simple("multiply", "two alike", [2, 3, 4, 5], others=([2, 3, 4, 5],))
    yield simple("multiply", "three, one spread", [2, 3, 4, 5], others=([2, 3, 1, 1], [2, 3, 4, 5]))
    yield simple("multiply", "the first spread", [2, 3, 1, 1], others=([2, 3, 4, 5],))
    yield simple("maximum", "three", [2, 3, 4, 5], others=([2, 3, 4, 5], [2, 3, 4, 5]))
    yield simple("scale", "with shift", [2, 3, 4, 5], scale=2.0, **{"scale_": True, "shift": True})
    yield simple("scale", "alone", [2, 3, 4, 5], **{"scale_": True, "shift": False})
    yield simple("scale", "shift alone", [3, 5, 1, 1], **{"scale_": False, "shift": True})
    yield simple("power", "square", [2, 3, 4, 5], power=2.0, shift=0.5, **{"scale_": 0.25})
    yield simple("power", "root", [2, 3, 4, 5], power=0.5, shift=3.0, **{"scale_": -0.5})
    yield simple("slice", "", [2, 7, 3, 4], first=2, channels=4)
    yield simple("channel-shuffle", "3", [2, 6, 3, 4], groups=3)
    yield simple("channel-shuffle", "2", [1, 8, 2, 2], groups=2)
    yield simple("crop", "middle", [2, 3, 7, 6], size=[4, 3])
    yield simple("crop", "offset", [2, 3, 7, 6], size=[4, 3], offset=[1, 3])
    for mode, aligned in (("nearest", False), ("bilinear", False), ("bilinear", True)):
        fields = {"scale_": [2, 3], "mode": mode, "align-corners": aligned}
        yield simple("upsample", f"{mode}, {'corners aligned' if aligned else 'plain'}", [2, 2, 4, 3], **fields)
    yield simple("lrn", "within", [2, 3, 5, 4], size=3, alpha=0.5, beta=0.75, k=1.0, region="within-channels")
    yield simple("lrn", "within, larger than the picture", [1, 2, 3, 2], size=7, alpha=2.0, beta=0.5, k=1.0, region="within-channels")

    def transposed(name, shape, filters, kernel, stride=(1, 1), pad=(0, 0), more=(0, 0), dilation=(1, 1), groups=1, bias=True):
        layer = {"type": "transposed-convolution", "filters": filters, "kernel": list(kernel), "stride": list(stride)}
        layer |= {"pad": list(pad), "output-pad": list(more), "dilation": list(dilation), "groups": groups, "bias": bias}
        return case("transposed-convolution " + name, layer, shape)

    yield transposed("1x1", [2, 3, 4, 5], 4, (1, 1))
    yield transposed("4x4 at stride 2, pad 1", [2, 3, 3, 4], 2, (4, 4), (2, 2), (1, 1), bias=False)
    yield transposed("output padding", [2, 2, 3, 3], 3, (3, 3), (2, 2), (1, 1), (1, 1))
    yield transposed("groups 2", [2, 4, 3, 3], 6, (3, 3), (2, 2), (1, 1), groups=2)
    yield transposed("depthwise", [1, 4, 3, 3], 4, (4, 4), (2, 2), (1, 1), groups=4)
    yield transposed("non-square everything", [1, 2, 4, 3], 3, (1, 3), (2, 1), (0, 2), (1, 0), (1, 2))
    yield transposed("dilation beyond the stride", [1, 2, 3, 3], 2, (3, 2), (1, 1), (1, 0), (2, 1), (3, 2))


def differences(found, stored):
    """Names of the cases that differ by more than rounding."""

    def equal(a, b):
        if isinstance(a, dict) and isinstance(b, dict):
            return a.keys() == b.keys() and all(equal(a[key], b[key]) for key in a)
        if isinstance(a, list) and isinstance(b, list):
            return len(a) == len(b) and all(map(equal, a, b))
        if isinstance(a, (int, float)) and isinstance(b, (int, float)):
            return math.isclose(a, b, rel_tol=1e-8, abs_tol=1e-12)
        return a == b

    if len(found) != len(stored):
        return [f"must have {len(stored)} cases, found {len(found)}"]
    return [f"`{a['name']}` differs" for a, b in zip(found, stored) if not equal(a, b)]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare with the stored file instead of writing it")
    arguments = parser.parse_args()
    computed = list(cases())
    text = hashed.json_text({"seed": hashed.SEED, "cases": computed})
    if arguments.check:
        sys.exit("\n".join(differences(json.loads(text)["cases"], json.loads(FILE.read_text())["cases"])) or None)
    FILE.write_text(text)
    print(f"{FILE.name}: {len(text)} bytes, {len(computed)} cases")


if __name__ == "__main__":
    main()
