"""GoogLeNet for CIFAR-10 and, as torchvision has it, for 224×224 pictures."""

import torch
from torch import nn

from units import conv_bn_relu

# in_planes, 1x1, 3x3-reduce, 3x3, 5x5-reduce, 5x5, pool-proj: Szegedy et al., CVPR 2015, table 1.
MODULES = {
    "3a": (192, 64, 96, 128, 16, 32, 32),
    "3b": (256, 128, 128, 192, 32, 96, 64),
    "4a": (480, 192, 96, 208, 16, 48, 64),
    "4b": (512, 160, 112, 224, 24, 64, 64),
    "4c": (512, 128, 128, 256, 24, 64, 64),
    "4d": (512, 112, 144, 288, 32, 64, 64),
    "4e": (528, 256, 160, 320, 32, 128, 128),
    "5a": (832, 256, 160, 320, 32, 128, 128),
    "5b": (832, 384, 192, 384, 48, 128, 128),
}


class Inception(nn.Module):
    """`deep` has two 3×3 convolutions in the third branch and biases, as the CIFAR-10 version; else one 3×3, no biases."""

    def __init__(self, planes, one, reduce3, three, reduce5, five, pool, deep):
        super().__init__()
        rest = {"bias": deep, "epsilon": 1e-5 if deep else 1e-3}
        self.one = conv_bn_relu(planes, one, 1, **rest)
        self.three = nn.Sequential(
            conv_bn_relu(planes, reduce3, 1, **rest), conv_bn_relu(reduce3, three, 3, padding=1, **rest)
        )
        self.five = nn.Sequential(
            conv_bn_relu(planes, reduce5, 1, **rest),
            conv_bn_relu(reduce5, five, 3, padding=1, **rest),
            *([conv_bn_relu(five, five, 3, padding=1, **rest)] if deep else []),
        )
        self.pool = nn.Sequential(
            nn.MaxPool2d(3, stride=1, padding=1, ceil_mode=not deep), conv_bn_relu(planes, pool, 1, **rest)
        )

    def forward(self, pictures):
        branches = (self.one, self.three, self.five, self.pool)
        return torch.cat([branch(pictures) for branch in branches], 1)


def googlenet_cifar10(classes=10):
    """The network of `Specs/googlenet-cifar10.yaml`: 6,166,250 parameters."""

    def modules(*names):
        return [Inception(*MODULES[name], deep=True) for name in names]

    return nn.Sequential(
        conv_bn_relu(3, 192, 3, padding=1, bias=True, epsilon=1e-5),
        *modules("3a", "3b"),
        nn.MaxPool2d(3, stride=2, padding=1),
        *modules("4a", "4b", "4c", "4d", "4e"),
        nn.MaxPool2d(3, stride=2, padding=1),
        *modules("5a", "5b"),
        nn.AvgPool2d(8),
        nn.Flatten(),
        nn.Linear(1024, classes),
    )


class AuxiliaryHead(nn.Module):
    def __init__(self, planes, classes):
        super().__init__()
        self.layers = nn.Sequential(
            nn.AdaptiveAvgPool2d(4),
            conv_bn_relu(planes, 128, 1, bias=False, epsilon=1e-3),
            nn.Flatten(),
            nn.Linear(2048, 1024),
            nn.ReLU(inplace=True),
            nn.Dropout(0.7),
            nn.Linear(1024, classes),
        )

    def forward(self, pictures):
        return self.layers(pictures)


class GoogLeNet(nn.Module):
    """The network of `Specs/googlenet-torchvision.yaml`, that of torchvision: 6,624,904 parameters, 13,004,888 with both heads."""

    def __init__(self, classes=1000):
        super().__init__()
        rest = {"bias": False, "epsilon": 1e-3}

        def module(name):
            return Inception(*MODULES[name], deep=False)

        self.first = nn.Sequential(
            conv_bn_relu(3, 64, 7, stride=2, padding=3, **rest),
            nn.MaxPool2d(3, stride=2, ceil_mode=True),
            conv_bn_relu(64, 64, 1, **rest),
            conv_bn_relu(64, 192, 3, padding=1, **rest),
            nn.MaxPool2d(3, stride=2, ceil_mode=True),
            module("3a"),
            module("3b"),
            nn.MaxPool2d(3, stride=2, ceil_mode=True),
            module("4a"),
        )
        self.second = nn.Sequential(module("4b"), module("4c"), module("4d"))
        self.third = nn.Sequential(
            module("4e"),
            nn.MaxPool2d(2, stride=2, ceil_mode=True),
            module("5a"),
            module("5b"),
            nn.AdaptiveAvgPool2d(1),
            nn.Flatten(),
            nn.Dropout(0.2),
            nn.Linear(1024, classes),
        )
        self.heads = nn.ModuleList([AuxiliaryHead(512, classes), AuxiliaryHead(528, classes)])

    def forward(self, pictures):
        after_4a = self.first(pictures)
        after_4d = self.second(after_4a)
        scores = self.third(after_4d)
        if not self.training:
            return scores
        return scores, self.heads[0](after_4a), self.heads[1](after_4d)
