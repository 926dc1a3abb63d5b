"""The networks of `Specs`, written in PyTorch from what their specs name as sources, or taken from torchvision.

`MODELS` has one for each spec, by the spec's path. A model in training mode returns the scores and then those of its auxiliary
classifiers, in the order of the network; in evaluation the scores alone. Dropout is left out of what is written here and
switched off in what torchvision has: its draws are another program's.

torchvision is only needed for what it defines; `Tests/Peers/vision.py` tells how to install it.
"""

import sys
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "Peers"))
from googlenet import MODULES as INCEPTIONS  # noqa: E402
from vision import vision  # noqa: E402


class Ordered(nn.Module):
    """A torchvision model whose auxiliary scores are brought into the order of the network."""

    def __init__(self, model):
        super().__init__()
        self.model = model
        for module in self.modules():
            if isinstance(module, nn.Dropout):
                module.p = 0
            if hasattr(module, "use_res_connect") and hasattr(module, "stochastic_depth"):
                module.stochastic_depth.p = 0

    def forward(self, pictures):
        outputs = self.model(pictures)
        if isinstance(outputs, torch.Tensor):
            return outputs
        scores, *heads = outputs
        return scores, *reversed(heads)


def from_torchvision(name, **options):
    return lambda: Ordered(getattr(vision("models"), name)(weights=None, **options))


def unit(inputs, filters, kernel, norm=None, bias=True, **options):
    """A convolution, batch normalisation if `norm` makes one, ReLU."""
    layers = [nn.Conv2d(inputs, filters, kernel, bias=bias, **options)]
    return nn.Sequential(*layers, *([norm(filters)] if norm else []), nn.ReLU())


class Inception(nn.Module):
    """`fives` are the kernels of the branch called 5×5 behind its 1×1 convolution."""

    def __init__(self, planes, one, reduce3, three, reduce5, five, pool, fives, **rest):
        super().__init__()
        self.one = unit(planes, one, 1, **rest)
        self.three = nn.Sequential(unit(planes, reduce3, 1, **rest), unit(reduce3, three, 3, padding=1, **rest))
        five_units, channels = [unit(planes, reduce5, 1, **rest)], reduce5
        for kernel in fives:
            five_units.append(unit(channels, five, kernel, padding=kernel // 2, **rest))
            channels = five
        self.five = nn.Sequential(*five_units)
        self.pool = nn.Sequential(nn.MaxPool2d(3, stride=1, padding=1), unit(planes, pool, 1, **rest))

    def forward(self, pictures):
        return torch.cat([branch(pictures) for branch in (self.one, self.three, self.five, self.pool)], 1)


def googlenet_cifar10(fives):
    def modules(*names):
        return [Inception(*INCEPTIONS[name], fives, norm=nn.BatchNorm2d) for name in names]

    return nn.Sequential(
        unit(3, 192, 3, padding=1, norm=nn.BatchNorm2d),
        *modules("3a", "3b"),
        nn.MaxPool2d(3, stride=2, padding=1),
        *modules("4a", "4b", "4c", "4d", "4e"),
        nn.MaxPool2d(3, stride=2, padding=1),
        *modules("5a", "5b"),
        nn.AvgPool2d(8),
        nn.Flatten(),
        nn.Linear(1024, 10),
    )


class CaffeGoogLeNet(nn.Module):
    """BVLC/caffe, models/bvlc_googlenet/train_val.prototxt."""

    def __init__(self):
        super().__init__()

        def modules(*names):
            return [Inception(*INCEPTIONS[name], [5]) for name in names]

        def pool():
            return nn.MaxPool2d(3, stride=2, ceil_mode=True)

        def norm():
            return nn.LocalResponseNorm(5, alpha=1e-4, beta=0.75, k=1)

        self.first = nn.Sequential(
            unit(3, 64, 7, stride=2, padding=3), pool(), norm(),
            unit(64, 64, 1), unit(64, 192, 3, padding=1), norm(), pool(),
            *modules("3a", "3b"), pool(), *modules("4a"),
        )  # fmt: skip
        self.head1 = self.head(512)
        self.second = nn.Sequential(*modules("4b", "4c", "4d"))
        self.head2 = self.head(528)
        self.third = nn.Sequential(
            *modules("4e"), pool(), *modules("5a", "5b"), nn.AvgPool2d(7, stride=1), nn.Flatten(), nn.Linear(1024, 1000)
        )

    @staticmethod
    def head(planes):
        return nn.Sequential(
            nn.AvgPool2d(5, stride=3), unit(planes, 128, 1), nn.Flatten(),
            nn.Linear(2048, 1024), nn.ReLU(), nn.Linear(1024, 1000),
        )  # fmt: skip

    def forward(self, pictures):
        after_4a = self.first(pictures)
        heads = [self.head1(after_4a)] if self.training else []
        after_4d = self.second(after_4a)
        heads += [self.head2(after_4d)] if self.training else []
        scores = self.third(after_4d)
        return (scores, *heads) if self.training else scores


class TensorFlowPadding(nn.Module):
    """TensorFlow's SAME: as many outputs as strides begin in the input, the odd one of the padding behind."""

    def __init__(self, kernel, stride, value=0.0):
        super().__init__()
        self.kernel, self.stride, self.value = kernel, stride, value

    def forward(self, pictures):
        pads = []
        for length in reversed(pictures.shape[2:]):
            outputs = -(-length // self.stride)
            total = max((outputs - 1) * self.stride + self.kernel - length, 0)
            pads += [total // 2, total - total // 2]
        return F.pad(pictures, pads, value=self.value)


class UnscaledBatchNorm(nn.BatchNorm2d):
    """slim's: no scale, epsilon 1e-3, running statistics that keep 0.9997."""

    def __init__(self, channels):
        super().__init__(channels, eps=1e-3, momentum=3e-4)
        self.weight.requires_grad_(False)


def inception_v1_slim():
    """tensorflow/models, research/slim/nets/inception_v1.py."""
    rest = {"norm": UnscaledBatchNorm, "bias": False}

    def modules(*names):
        return [Inception(*INCEPTIONS[name], [3], **rest) for name in names]

    def pool(kernel):
        return nn.Sequential(TensorFlowPadding(kernel, 2, -torch.inf), nn.MaxPool2d(kernel, stride=2))

    return nn.Sequential(
        TensorFlowPadding(7, 2), unit(3, 64, 7, stride=2, **rest), pool(3),
        unit(64, 64, 1, **rest), unit(64, 192, 3, padding=1, **rest), pool(3),
        *modules("3a", "3b"), pool(3), *modules("4a", "4b", "4c", "4d", "4e"), pool(2), *modules("5a", "5b"),
        nn.AvgPool2d(7, stride=1), nn.Conv2d(1024, 1000, 1), nn.Flatten(),
    )  # fmt: skip


def mlpconv(inputs, filters, kernel, hidden, outputs, **options):
    return unit(inputs, filters, kernel, **options).extend(unit(filters, hidden, 1)).extend(unit(hidden, outputs, 1))


def nin_cifar10():
    """Lin, Chen and Yan, ICLR 2014; gist e56253735ef32c3c296d."""
    return nn.Sequential(
        mlpconv(3, 192, 5, 160, 96, padding=2), nn.MaxPool2d(3, 2, ceil_mode=True),
        mlpconv(96, 192, 5, 192, 192, padding=2), nn.AvgPool2d(3, 2, ceil_mode=True),
        mlpconv(192, 192, 3, 192, 10, padding=1), nn.AdaptiveAvgPool2d(1), nn.Flatten(),
    )  # fmt: skip


def nin_imagenet():
    """Gist d802a5849de39225bcc6."""
    return nn.Sequential(
        mlpconv(3, 96, 11, 96, 96, stride=4), nn.MaxPool2d(3, 2, ceil_mode=True),
        mlpconv(96, 256, 5, 256, 256, padding=2), nn.MaxPool2d(3, 2, ceil_mode=True),
        mlpconv(256, 384, 3, 384, 384, padding=1), nn.MaxPool2d(3, 2, ceil_mode=True),
        mlpconv(384, 1024, 3, 1024, 1000, padding=1), nn.AvgPool2d(6, 1), nn.Flatten(),
    )  # fmt: skip


def alexnet():
    """BVLC/caffe, models/bvlc_alexnet/train_val.prototxt."""

    def norm_pool():
        return [nn.LocalResponseNorm(5, alpha=1e-4, beta=0.75, k=1), nn.MaxPool2d(3, 2, ceil_mode=True)]

    return nn.Sequential(
        unit(3, 96, 11, stride=4), *norm_pool(),
        unit(96, 256, 5, padding=2, groups=2), *norm_pool(),
        unit(256, 384, 3, padding=1), unit(384, 384, 3, padding=1, groups=2), unit(384, 256, 3, padding=1, groups=2),
        nn.MaxPool2d(3, 2, ceil_mode=True), nn.Flatten(),
        nn.Linear(9216, 4096), nn.ReLU(), nn.Linear(4096, 4096), nn.ReLU(), nn.Linear(4096, 1000),
    )  # fmt: skip


def lenet_caffe():
    """BVLC/caffe, examples/mnist/lenet_train_test.prototxt."""
    return nn.Sequential(
        nn.Conv2d(1, 20, 5), nn.MaxPool2d(2), nn.Conv2d(20, 50, 5), nn.MaxPool2d(2), nn.Flatten(),
        nn.Linear(800, 500), nn.ReLU(), nn.Linear(500, 10),
    )  # fmt: skip


# LeCun et al., 1998, table I: the maps of S2 that each map of C3 reads.
C3 = [
    [0, 1, 2], [1, 2, 3], [2, 3, 4], [3, 4, 5], [4, 5, 0], [5, 0, 1],
    [0, 1, 2, 3], [1, 2, 3, 4], [2, 3, 4, 5], [3, 4, 5, 0], [4, 5, 0, 1], [5, 0, 1, 2],
    [0, 1, 3, 4], [1, 2, 4, 5], [0, 2, 3, 5],
    [0, 1, 2, 3, 4, 5],
]  # fmt: skip


class PartialConvolution(nn.Module):
    def __init__(self):
        super().__init__()
        self.threes = nn.Conv2d(18, 6, 5, groups=6)
        self.fours = nn.Conv2d(36, 9, 5, groups=9)
        self.all = nn.Conv2d(6, 1, 5)

    def forward(self, maps):
        threes, fours = sum(C3[:6], []), sum(C3[6:15], [])
        return torch.cat([self.threes(maps[:, threes]), self.fours(maps[:, fours]), self.all(maps)], 1)


def lenet5_1998():
    """LeCun et al., 1998, section II.B, with the output that the spec tells of."""

    def subsampling(maps):
        return [nn.AvgPool2d(2), nn.Conv2d(maps, maps, 1, groups=maps), nn.Tanh()]

    return nn.Sequential(
        nn.Conv2d(1, 6, 5), nn.Tanh(), *subsampling(6), PartialConvolution(), nn.Tanh(), *subsampling(16),
        nn.Conv2d(16, 120, 5), nn.Tanh(), nn.Flatten(), nn.Linear(120, 84), nn.Tanh(), nn.Linear(84, 10, bias=False),
    )  # fmt: skip


class BasicBlock(nn.Module):
    def __init__(self, planes, filters, stride):
        super().__init__()
        self.body = nn.Sequential(
            unit(planes, filters, 3, nn.BatchNorm2d, False, stride=stride, padding=1),
            nn.Conv2d(filters, filters, 3, padding=1, bias=False), nn.BatchNorm2d(filters),
        )  # fmt: skip
        self.shortcut = nn.Identity()
        if stride != 1 or planes != filters:
            self.shortcut = nn.Sequential(
                nn.Conv2d(planes, filters, 1, stride=stride, bias=False), nn.BatchNorm2d(filters)
            )

    def forward(self, pictures):
        return F.relu(self.body(pictures) + self.shortcut(pictures))


def resnet18_cifar10():
    """kuangliu/pytorch-cifar, models/resnet.py."""
    layers, planes = [unit(3, 64, 3, nn.BatchNorm2d, False, padding=1)], 64
    for filters, stride in [(64, 1), (128, 2), (256, 2), (512, 2)]:
        layers += [BasicBlock(planes, filters, stride), BasicBlock(filters, filters, 1)]
        planes = filters
    return nn.Sequential(*layers, nn.AvgPool2d(4), nn.Flatten(), nn.Linear(512, 10))


# Spec without `.yaml`: what makes the model, and a picture's channels, height and width.
IMAGENET, CIFAR10, MNIST = (3, 224, 224), (3, 32, 32), (1, 28, 28)
MODELS = {
    "googlenet": (CaffeGoogLeNet, IMAGENET),
    "googlenet-torchvision": (from_torchvision("googlenet", init_weights=False), IMAGENET),
    "inception-v1-slim": (inception_v1_slim, IMAGENET),
    "googlenet-cifar10": (lambda: googlenet_cifar10([3, 3]), CIFAR10),
    "googlenet-cifar10-5x5": (lambda: googlenet_cifar10([5]), CIFAR10),
    "nin/nin-cifar10": (nin_cifar10, CIFAR10),
    "nin/nin-imagenet": (nin_imagenet, IMAGENET),
    "alexnet/alexnet": (alexnet, (3, 227, 227)),
    "alexnet/alexnet-torchvision": (from_torchvision("alexnet"), IMAGENET),
    "lenet/lenet5-1998": (lenet5_1998, (1, 32, 32)),
    "lenet/lenet-caffe": (lenet_caffe, MNIST),
    "resnet/resnet18-cifar10": (resnet18_cifar10, CIFAR10),
    "resnet/resnet50": (from_torchvision("resnet50"), IMAGENET),
    "densenet/densenet121": (from_torchvision("densenet121"), IMAGENET),
    "mobilenet/mobilenet-v2": (from_torchvision("mobilenet_v2"), IMAGENET),
    "efficientnet/efficientnet-b0": (from_torchvision("efficientnet_b0"), IMAGENET),
    "inception/inception-v3": (from_torchvision("inception_v3", init_weights=False), (3, 299, 299)),
}
