"""The networks that netspec is measured on, as one writes them in PyTorch; their specs have the same names."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import nn

from googlenet import GoogLeNet, googlenet_cifar10
from mobilenet import mobilenet_v1
from residual import resnet_50, resnext_50
from vgg import vgg_16


@dataclass
class Network:
    """`make` takes the classes and the side of the pictures, which have three channels; `parameters` are the spec's."""

    make: Callable[[int, int], nn.Module]
    side: int
    classes: int
    parameters: int


NETWORKS = {
    "googlenet-cifar10": Network(lambda classes, side: googlenet_cifar10(classes), 32, 10, 6_166_250),
    "googlenet-torchvision": Network(lambda classes, side: GoogLeNet(classes), 224, 1000, 6_624_904),
    "mobilenet-v1": Network(lambda classes, side: mobilenet_v1(classes), 224, 1000, 4_231_976),
    "resnet-50": Network(lambda classes, side: resnet_50(classes), 224, 1000, 25_557_032),
    "resnext-50": Network(lambda classes, side: resnext_50(classes), 224, 1000, 25_028_904),
    "vgg-16": Network(vgg_16, 224, 1000, 138_357_544),
}


def loss(outputs, labels):
    """The mean cross-entropy; heads count 0.3."""
    cross_entropy = nn.functional.cross_entropy
    if isinstance(outputs, torch.Tensor):
        return cross_entropy(outputs, labels)
    scores, *heads = outputs
    return cross_entropy(scores, labels) + sum(0.3 * cross_entropy(head, labels) for head in heads)


def parameter_count(model):
    """Learned numbers of what evaluation needs."""
    return sum(
        value.numel() for name, value in model.named_parameters() if not name.startswith("heads.")
    )
