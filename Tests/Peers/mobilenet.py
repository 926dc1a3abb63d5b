"""MobileNetV1 (Howard et al., 2017, table 1)."""

from torch import nn

from units import conv_bn_relu

# Filters of the 1×1 convolution and stride of the depthwise one in front of it.
BLOCKS = [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), *[(512, 1)] * 5, (1024, 2), (1024, 1)]


def mobilenet_v1(classes):
    """The network of `Networks/mobilenet-v1.yaml`: 4,231,976 parameters."""
    layers = [conv_bn_relu(3, 32, 3, stride=2, padding=1)]
    planes = 32
    for filters, stride in BLOCKS:
        layers.append(conv_bn_relu(planes, planes, 3, stride=stride, padding=1, groups=planes))
        layers.append(conv_bn_relu(planes, filters, 1))
        planes = filters
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(planes, classes))
