"""ResNet-50 and ResNeXt-50 as torchvision defines them (torchvision/models/resnet.py)."""

from torch import nn

from units import conv_bn, conv_bn_relu


class Bottleneck(nn.Module):
    """The stride is that of the 3×3 convolution ("v1.5"); where shapes differ, a 1×1 convolution is the shortcut."""

    def __init__(self, planes, width, filters, stride, groups):
        super().__init__()
        self.body = nn.Sequential(
            conv_bn_relu(planes, width, 1),
            conv_bn_relu(width, width, 3, stride=stride, padding=1, groups=groups),
            conv_bn(width, filters, 1),
        )
        self.shortcut = nn.Identity() if planes == filters else conv_bn(planes, filters, 1, stride=stride)
        self.relu = nn.ReLU(inplace=True)

    def forward(self, pictures):
        total = self.body(pictures)
        total += self.shortcut(pictures)
        return self.relu(total)


def residual(classes, width, groups):
    layers = [conv_bn_relu(3, 64, 7, stride=2, padding=3), nn.MaxPool2d(3, stride=2, padding=1)]
    planes = 64
    for stage, blocks in enumerate([3, 4, 6, 3]):
        filters = 256 * 2**stage
        for block in range(blocks):
            stride = 2 if stage > 0 and block == 0 else 1
            layers.append(Bottleneck(planes, width * 2**stage, filters, stride, groups))
            planes = filters
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(planes, classes))


def resnet_50(classes):
    """The network of `Networks/resnet-50.yaml`: 25,557,032 parameters."""
    return residual(classes, width=64, groups=1)


def resnext_50(classes):
    """The network of `Networks/resnext-50.yaml`, 32×4d: 25,028,904 parameters."""
    return residual(classes, width=128, groups=32)
