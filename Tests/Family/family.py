"""What the networks of `Specs` cost and give, computed by PyTorch in float64: `family.json`, which the tests read.

    python family.py NETSPEC             writes family.json; NETSPEC is the program, which is asked for the layers' paths
    python family.py NETSPEC --check     computes it again and compares with the stored file
    python family.py NETSPEC --only resnet/resnet50    only this one, the others stay as they are; also with --check

Each model of `models.py` is run as it stands, with hooks on its layers. First, layer by layer in the order of execution, its
convolutions, linear layers and batch normalisations must be those of the spec: kind, shape of the output, learned numbers. Then

    spec, input [N, C, H, W]
    parameters, buffers, multiplyAdds       of what evaluation needs; multiply-adds of convolutions and linear layers, one picture
    trainingParameters                      with the auxiliary classifiers
    set                                     changes to the spec by which nothing is drawn at random
    losses                                  mean cross-entropy of the batch in training mode: the scores', then each auxiliary one's
    evaluationLoss                          of the same batch, by the running statistics that the pass before has left

Weights and pictures are not stored: both sides make them with the formula of `../Fixtures/hashed.py` from the names of tensors in
netspec's checkpoints, and of the pictures and labels, "family/input" and "family/labels". `scale_and_offset` has the sizes.
"""

import argparse
import json
import math
import subprocess
import sys
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

sys.path.insert(0, str(Path(__file__).parent.parent / "Fixtures"))
import hashed  # noqa: E402
from models import MODELS  # noqa: E402

FILE = Path(__file__).with_name("family.json")
SPECS = Path(__file__).parent.parent.parent / "Specs"
BATCH = 4
KINDS = {nn.Conv2d: "convolution", nn.Linear: "linear", nn.BatchNorm2d: "batch-norm"}
# netspec's names of a layer's tensors, and PyTorch's.
TENSORS = {"weight": "weight", "bias": "bias"}
STATISTICS = {"scale": "weight", "shift": "bias", "mean": "running_mean", "variance": "running_var"}
# Changes by which a spec draws nothing at random in training.
SETTINGS = {
    "googlenet": ["modules.head.network.dropout.ratio=0", "network.drop.ratio=0"],
    "googlenet-torchvision": ["modules.head.network.dropout.ratio=0", "network.drop.ratio=0"],
    "inception-v1-slim": ["network.dropout_0b.ratio=0"],
    "nin/nin-cifar10": ["network.drop_1.ratio=0", "network.drop_2.ratio=0"],
    "nin/nin-imagenet": ["network.drop.ratio=0"],
    "alexnet/alexnet": ["modules.fc-relu-drop.network.dropout.ratio=0"],
    "alexnet/alexnet-torchvision": ["network.drop6.ratio=0", "network.drop7.ratio=0"],
    "mobilenet/mobilenet-v2": ["network.drop.ratio=0"],
    "efficientnet/efficientnet-b0": [
        "network.drop.ratio=0",
        *(f"network.block_{block}.drop=0" for block in ("2b", "3b", "4b", "4c", "5b", "5c", "6b", "6c", "6d")),
    ],
    "inception/inception-v3": ["network.drop.ratio=0"],
}


def scale_and_offset(name, shape):
    """Scales are powers of two where there is an offset, so that both sides round once."""
    suffix = name.rpartition(".")[2]
    if suffix == "weight":
        return hashed.float32(math.sqrt(6 / math.prod(shape[1:]))), 0.0
    return {
        "bias": (0.0625, 0.0),
        "scale": (0.25, 1.0),
        "shift": (0.25, 0.25),
        "mean": (0.125, 0.0),
        "variance": (0.25, 1.0),
    }[suffix]


def spec_layers(netspec, name):
    """path, kind, output's shape and learned numbers of the layers that have some, auxiliary classifiers among them."""
    command = [netspec, "summary", SPECS / f"{name}.yaml", "--flat", "--phase", "training", "--format", "json"]
    layers = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)["layers"]
    rows = [(layer["path"], layer["type"], layer["outputShape"], layer["parameters"]) for layer in layers]
    return [(path, kind, sizes(shape), count) for path, kind, shape, count in rows if kind in KINDS.values()]


def sizes(shape):
    return [length for length in shape if length != 1]


def model_layers(model, pictures):
    """Each layer with learned numbers in the order of execution, and a row as of `spec_layers`."""
    rows = []

    def note(module, _, output):
        kind = next(KINDS[kind] for kind in KINDS if isinstance(module, kind))
        count = sum(value.numel() for value in module.parameters() if value.requires_grad)
        rows.append((module, kind, sizes(output.shape[1:]), count))

    hooks = [m.register_forward_hook(note) for m in model.modules() if isinstance(m, tuple(KINDS))]
    model(pictures)
    for hook in hooks:
        hook.remove()
    return rows


def matched(netspec, name, model, pictures):
    """path → module; ends the process where spec and model differ."""
    own, theirs = spec_layers(netspec, name), model_layers(model.train(), pictures)
    for (path, *left), (module, *right) in zip(own, theirs):
        if left != right:
            sys.exit(f"{name}: `{path}` is {left}, PyTorch's is {right}")
    if len(own) != len(theirs):
        sys.exit(f"{name}: {len(own)} layers with numbers, PyTorch has {len(theirs)}")
    return {path: module for (path, *_), (module, *_) in zip(own, theirs)}


def give_hashed_numbers(layers):
    for path, module in layers.items():
        names = STATISTICS if isinstance(module, nn.BatchNorm2d) else TENSORS
        for suffix, theirs in names.items():
            value = getattr(module, theirs, None)
            if value is None or (suffix == "scale" and not value.requires_grad):
                continue
            name, shape = f"{path}.{suffix}", tuple(value.shape)
            value.data.copy_(torch.from_numpy(hashed.values(name, shape, *scale_and_offset(name, shape))))


def costs(model, pictures):
    """Of evaluation: learned numbers, running statistics, and the multiply-adds of a picture."""
    model.eval()
    rows = model_layers(model, pictures)
    modules = {id(module): module for module, *_ in rows}.values()
    multiply_adds = 0
    for module, kind, shape, _ in rows:
        if kind != "batch-norm":
            multiply_adds += module.weight.numel() * math.prod(shape) // module.weight.shape[0]
    buffers = sum(2 * m.num_features for m in modules if isinstance(m, nn.BatchNorm2d))
    return {"parameters": sum(count for *_, count in rows), "buffers": buffers, "multiplyAdds": multiply_adds}


def entry(netspec, name):
    make, shape = MODELS[name]
    model = make().double()
    x = torch.from_numpy(hashed.values("family/input", (BATCH, *shape), 1.5)).double()
    with torch.no_grad():
        layers = matched(netspec, name, model, x)
        result = {"spec": f"{name}.yaml", "input": [BATCH, *shape], **costs(model, x[:1])}
        result["trainingParameters"] = sum(p.numel() for p in model.parameters() if p.requires_grad)
        result["set"] = SETTINGS.get(name, [])
        give_hashed_numbers(layers)
        outputs = model.train()(x)
        outputs = [outputs] if isinstance(outputs, torch.Tensor) else outputs
        labels = torch.from_numpy(hashed.labels("family/labels", BATCH, outputs[0].shape[1]))
        result["losses"] = [F.cross_entropy(scores, labels).item() for scores in outputs]
        result["evaluationLoss"] = F.cross_entropy(model.eval()(x), labels).item()
        spread = outputs[0].std().item()
    print(f"{name}: {len(layers)} layers agree; {json.dumps(result)}; scores deviate by {spread:.3g}", file=sys.stderr)
    return result


def agree(found, stored):
    """Whether two entries say the same, losses but for rounding."""
    if isinstance(found, float) and isinstance(stored, float):
        return math.isclose(found, stored, rel_tol=1e-7)
    if isinstance(found, list) and isinstance(stored, list) and len(found) == len(stored):
        return all(agree(a, b) for a, b in zip(found, stored))
    if isinstance(found, dict) and isinstance(stored, dict) and found.keys() == stored.keys():
        return all(agree(found[key], stored[key]) for key in found)
    return found == stored


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("netspec")
    parser.add_argument("--check", action="store_true", help="compare with the stored file instead of writing it")
    parser.add_argument("--only", action="append", choices=list(MODELS), help="only this one; may be repeated")
    arguments = parser.parse_args()
    entries = [entry(arguments.netspec, name) for name in arguments.only or MODELS]
    found = json.loads(hashed.json_text({"networks": entries}))["networks"]
    if arguments.check:
        stored = {network["spec"]: network for network in json.loads(FILE.read_text())["networks"]}
        odd = [network["spec"] for network in found if not agree(network, stored.get(network["spec"]))]
        sys.exit("\n".join(f"{spec} differs" for spec in odd) or None)
    else:
        known = {network["spec"]: network for network in json.loads(FILE.read_text())["networks"]} if arguments.only else {}
        known |= {network["spec"]: network for network in entries}
        ordered = [known[f"{name}.yaml"] for name in MODELS if f"{name}.yaml" in known]
        FILE.write_text(hashed.json_text({"networks": ordered}))


if __name__ == "__main__":
    main()
