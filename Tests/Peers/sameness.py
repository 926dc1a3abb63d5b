"""Checks that a spec and the PyTorch model of the same name are one network.

Layer by layer, at the network's own size: kinds, shapes, learned numbers and multiply-adds. And with one set of random
weights on the same pictures: their losses. For the latter the network is made for 32×32 pictures in ten classes, which
netspec reads from files in CIFAR-10's form; weights go to netspec as safetensors, under its names.
"""

import json
import math
import struct
import subprocess
import tempfile
from pathlib import Path

import torch
from torch import nn

import networks

KINDS = {
    nn.Conv2d: "convolution",
    nn.BatchNorm2d: "batch-norm",
    nn.ReLU: "relu",
    nn.MaxPool2d: "max-pool",
    nn.AvgPool2d: "average-pool",
    nn.AdaptiveAvgPool2d: "average-pool",
    nn.Dropout: "dropout",
    nn.Linear: "linear",
}
AVERAGES = {"adaptive-average-pool", "global-average-pool"}
# netspec's names for what PyTorch calls otherwise.
BATCH_NORM = {"scale": "weight", "shift": "bias", "mean": "running_mean", "variance": "running_var"}
PICTURES, SIDE, CLASSES = 64, 32, 10
# Largest difference of the mean losses, in standard deviations of the pictures' losses.
TOLERANCE = 1e-4


def check(netspec, spec, name):
    """Prints what was compared; ends the process where the two differ."""
    network = networks.NETWORKS[name]
    own = own_rows(netspec, spec)
    theirs = [row for _, row in model_rows(network.make(network.classes, network.side), network.side)]
    for place, (left, right) in enumerate(zip(own, theirs, strict=True)):
        if left[1:] != right:
            raise SystemExit(f"{name}: `{left[0]}` is {left[1:]}, PyTorch's layer {place} is {right}")
    parameters, products = (sum(row[index] for row in theirs) for index in (2, 3))
    print(f"{name}: {len(theirs)} layers agree, {parameters:,} parameters and {products:,} multiply-adds")
    found, expected, deviation = losses(netspec, spec, network)
    distance = abs(found - expected) / deviation
    if not distance <= TOLERANCE:
        raise SystemExit(f"{name}: netspec's loss is {found}, PyTorch's {expected} ± {deviation}, with the same weights")
    print(f"{name}: with the same weights the losses of {PICTURES} pictures, {expected:.4f} ± {deviation:.4f}, agree; ", end="")
    print(f"their means differ by {distance:.1e} standard deviations")


def own_rows(netspec, spec):
    """path, kind, output's shape, learned numbers and multiply-adds of each layer that is a module in PyTorch too."""
    layers = json.loads(run(netspec, "summary", spec, "--format", "json"))["layers"]
    rows = []
    for layer in layers:
        kind = "average-pool" if layer["type"] in AVERAGES else layer["type"]
        shape = [length for length in layer["outputShape"] if length != 1]
        rows.append((layer["path"], kind, shape, layer["parameters"], layer["multiplyAdds"]))
    return [row for row in rows if row[1] in KINDS.values()]


def model_rows(model, side):
    """Each module that computes, in the order in which a picture reaches it, with a row like `own_rows`'."""
    rows = []

    def note(module, _, output):
        shape = [length for length in output.shape[1:] if length != 1]
        parameters = sum(value.numel() for value in module.parameters())
        products = 0
        if isinstance(module, (nn.Conv2d, nn.Linear)):
            products = module.weight.numel() * math.prod(output.shape[2:])
        rows.append((module, (KINDS[type(module)], shape, parameters, products)))

    hooks = [module.register_forward_hook(note) for module in model.modules() if type(module) in KINDS]
    with torch.inference_mode():
        model.eval()(torch.zeros(1, 3, side, side, dtype=next(model.parameters()).dtype))
    for hook in hooks:
        hook.remove()
    return rows


def losses(netspec, spec, network):
    """The mean loss by netspec, in float32, and by PyTorch, in float64, and the deviation of the latter's losses."""
    torch.manual_seed(1)
    coarse = torch.rand(PICTURES, 3, SIDE // 8, SIDE // 8)
    pictures = (nn.functional.interpolate(coarse, scale_factor=8) * 255).to(torch.uint8)
    labels = torch.randint(CLASSES, (PICTURES,))
    numbers = pictures.double() / 255
    model = model_with_random_weights(network, numbers)
    with tempfile.TemporaryDirectory() as folder, torch.inference_mode():
        folder = Path(folder)
        write_pictures(folder, pictures, labels)
        small = write_small_spec(folder, spec)
        layers = zip(own_rows(netspec, small), model_rows(model, SIDE), strict=True)
        tensors = {name: value for (path, *_), (module, _) in layers for name, value in named(path, module)}
        write_safetensors(folder / "weights", tensors)
        result = run(
            netspec, "eval", small, "--weights", folder / "weights", "--data", folder, "--no-tune", "--format", "json"
        )
        expected = nn.functional.cross_entropy(model(numbers), labels, reduction="none")
    return json.loads(result)["loss"], expected.mean().item(), expected.std().item()


def model_with_random_weights(network, numbers):
    """In float64; statistics are those of the pictures, so that signals neither die away nor explode."""
    model = network.make(CLASSES, SIDE).double()
    for module in model.modules():
        if isinstance(module, nn.BatchNorm2d):
            nn.init.uniform_(module.weight, 0.5, 1.5)
            nn.init.uniform_(module.bias, -0.5, 0.5)
            module.momentum = None
    with torch.inference_mode():
        model.train()(numbers)
    return model.eval()


def named(path, module):
    """The module's tensors under netspec's names."""
    names = BATCH_NORM if isinstance(module, nn.BatchNorm2d) else {"weight": "weight", "bias": "bias"}
    values = [(f"{path}.{name}", getattr(module, theirs, None)) for name, theirs in names.items()]
    return [(name, value) for name, value in values if value is not None]


def write_small_spec(folder, spec):
    path = folder / "small.yaml"
    path.write_text(
        f"netspec: 1\nextends: {json.dumps(str(spec))}\nremove: [assert]\nchanges:\n"
        f"  input: {{channels: 3, height: {SIDE}, width: {SIDE}}}\n  classes: {CLASSES}\n"
        f"  data: {{source: cifar10, normalize: none}}\n"
    )
    return path


def write_pictures(folder, pictures, labels):
    """CIFAR-10's binary form: a byte with the label, then the picture; the training files must be there."""
    records = torch.cat([labels.to(torch.uint8)[:, None], pictures.flatten(1)], 1)
    for name in ["test_batch", *(f"data_batch_{number}" for number in range(1, 6))]:
        (folder / f"{name}.bin").write_bytes(records.numpy().tobytes())


def write_safetensors(path, tensors):
    header, data = {}, b""
    for name, value in tensors.items():
        values = value.float().numpy().tobytes()
        offsets = [len(data), len(data) + len(values)]
        header[name] = {"dtype": "F32", "shape": list(value.shape), "data_offsets": offsets}
        data += values
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def run(netspec, *arguments):
    process = subprocess.run([netspec, *arguments], capture_output=True, text=True)
    if process.returncode != 0:
        raise SystemExit(f"`netspec {' '.join(map(str, arguments))}` failed:\n{process.stderr}")
    return process.stdout
