"""What batch-normalised networks are made of."""

from torch import nn


def conv_bn(inputs, outputs, kernel, bias=False, epsilon=1e-5, **options):
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, bias=bias, **options), nn.BatchNorm2d(outputs, eps=epsilon)
    )


def conv_bn_relu(*sizes, **options):
    return conv_bn(*sizes, **options).append(nn.ReLU(inplace=True))
