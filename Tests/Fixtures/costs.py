"""What networks cost by independent count: PyTorch's autograd, torchinfo and, where they are installed, ptflops and fvcore.

    python costs.py        prints, for each network, the numbers that the tests of `summary` hold netspec to

`kept` are the bytes of the tensors that PyTorch keeps for the backward pass of a batch, each storage once, by
`torch.autograd.graph.saved_tensors_hooks`: of float32 tensors of more than one number that are no parameters. Max pooling also keeps an index
(int64) for each output, which is not counted: netspec finds the places again in the input. `field` is the receptive
field, found as the extent of the input that has a gradient: all weights are one, max pooling is replaced by the mean,
and ReLU, batch norm and padding do nothing.
"""

import json

import torch
import torch.nn as nn
import torchinfo


class Unit(nn.Sequential):
    """Convolution, batch norm, ReLU: `conv-bn-relu`."""

    def __init__(self, inputs, filters, kernel):
        super().__init__(
            nn.Conv2d(inputs, filters, kernel, padding=kernel // 2), nn.BatchNorm2d(filters), nn.ReLU())


class Inception(nn.Module):
    def __init__(self, inputs, one, reduce3, three, reduce5, five, proj):
        super().__init__()
        self.branches = nn.ModuleList([
            Unit(inputs, one, 1),
            nn.Sequential(Unit(inputs, reduce3, 1), Unit(reduce3, three, 3)),
            nn.Sequential(Unit(inputs, reduce5, 1), Unit(reduce5, five, 3), Unit(five, five, 3)),
            nn.Sequential(nn.MaxPool2d(3, 1, 1), Unit(inputs, proj, 1)),
        ])

    def forward(self, x):
        return torch.cat([branch(x) for branch in self.branches], 1)


def quickstart():
    return nn.Sequential(
        Unit(3, 16, 3), nn.MaxPool2d(3, 2, 1), Inception(16, 16, 16, 24, 8, 16, 8), nn.MaxPool2d(3, 2, 1),
        Inception(64, 32, 32, 48, 16, 32, 16), Inception(128, 48, 48, 80, 16, 32, 32),
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(192, 10))


def googlenet():
    rows = [
        (192, 64, 96, 128, 16, 32, 32), (256, 128, 128, 192, 32, 96, 64), None, (480, 192, 96, 208, 16, 48, 64),
        (512, 160, 112, 224, 24, 64, 64), (512, 128, 128, 256, 24, 64, 64), (512, 112, 144, 288, 32, 64, 64),
        (528, 256, 160, 320, 32, 128, 128), None, (832, 256, 160, 320, 32, 128, 128),
        (832, 384, 192, 384, 48, 128, 128)]
    parts = [nn.MaxPool2d(3, 2, 1) if row is None else Inception(*row) for row in rows]
    return nn.Sequential(Unit(3, 192, 3), *parts, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(1024, 10))


def lenet():
    return nn.Sequential(
        nn.Conv2d(1, 20, 5), nn.MaxPool2d(2), nn.Conv2d(20, 50, 5), nn.MaxPool2d(2), nn.Flatten(),
        nn.Linear(800, 500), nn.ReLU(), nn.Linear(500, 10))


def kept(model, shape, batch):
    parameters = {p.data_ptr() for p in list(model.parameters()) + list(model.buffers())}
    storages = {}

    def pack(tensor):
        if tensor.dtype == torch.float32 and tensor.numel() > 1 and tensor.data_ptr() not in parameters:
            storages[tensor.untyped_storage().data_ptr()] = tensor.untyped_storage().nbytes()
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(pack, lambda tensor: tensor):
        scores = model(torch.randn(batch, *shape))
        loss = nn.functional.cross_entropy(scores, torch.zeros(batch, dtype=torch.long))
    del loss
    return sum(storages.values())


def field(model, shape, size=301):
    """The receptive field of the last layer before global pooling, or of the whole model on its own input."""
    layers = [nn.AvgPool2d(m.kernel_size, m.stride, m.padding) if isinstance(m, nn.MaxPool2d) else m for m in model]
    layers = layers[:next(i for i, m in enumerate(layers) if isinstance(m, (nn.AdaptiveAvgPool2d, nn.Flatten)))]
    trunk = nn.Sequential(*layers)
    for module in trunk.modules():
        if isinstance(module, nn.Conv2d):
            nn.init.ones_(module.weight)
        if isinstance(module, Inception):
            module.branches[3][0] = nn.AvgPool2d(3, 1, 1)
        if isinstance(module, Unit):
            module[1], module[2] = nn.Identity(), nn.Identity()
    trunk.double()
    picture = torch.zeros(1, shape[0], size, size, dtype=torch.double, requires_grad=True)
    out = trunk(picture)
    out[0, :, out.shape[2] // 2, out.shape[3] // 2].sum().backward()
    rows = picture.grad.abs().sum((0, 1, 3)).nonzero()
    return int(rows.max() - rows.min() + 1)


def ptflops_counts(model, shape):
    """Multiply-adds and others by kind of layer, as the hooks of ptflops count them: a bias is one for each output."""
    try:
        from ptflops.pytorch_ops import MODULES_MAPPING
    except ImportError:
        return None
    counts = {}

    def hook(module, inputs, output):
        module.__flops__ = 0
        MODULES_MAPPING[type(module)](module, inputs, output)
        name = type(module).__name__
        counts[name] = counts.get(name, 0) + module.__flops__
        if getattr(module, "bias", None) is not None and not isinstance(module, nn.BatchNorm2d):
            counts["biases"] = counts.get("biases", 0) + output.numel()

    for module in model.modules():
        if type(module) in MODULES_MAPPING:
            module.register_forward_hook(hook)
    model.eval()(torch.randn(1, *shape))
    return counts


def fvcore_counts(model, shape):
    try:
        from fvcore.nn import FlopCountAnalysis
    except ImportError:
        return None
    analysis = FlopCountAnalysis(model.eval(), torch.randn(1, *shape))
    return dict(analysis.unsupported_ops_warnings(False).by_operator())


for name, make, shape, batch in [
    ("quickstart", quickstart, (3, 32, 32), 64), ("googlenet-cifar10", googlenet, (3, 32, 32), 4),
    ("lenet-mnist", lenet, (1, 28, 28), 64),
]:
    info = torchinfo.summary(make(), (1, *shape), verbose=0)
    print(json.dumps({
        "name": name, "parameters": info.total_params, "torchinfoMultiplyAdds": info.total_mult_adds, "batch": batch,
        "kept": kept(make(), shape, batch), "field": field(make(), shape),
        "ptflops": ptflops_counts(make(), shape), "fvcore": fvcore_counts(make(), shape)}))
