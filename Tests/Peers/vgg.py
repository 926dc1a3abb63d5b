"""VGG-16 (Simonyan and Zisserman, ICLR 2015, configuration D)."""

from torch import nn

# Filters of a stage's convolutions, and how many there are.
STAGES = [(64, 2), (128, 2), (256, 3), (512, 3), (512, 3)]


def vgg_16(classes, side):
    """The network of `Networks/vgg-16.yaml`: 138,357,544 parameters for 1,000 classes on pictures of 224×224.

    It has no batch normalisation, so its weights begin as the spec says: by PyTorch's defaults signals would die away.
    """
    layers = []
    planes = 3
    for filters, count in STAGES:
        for _ in range(count):
            layers += [nn.Conv2d(planes, filters, 3, padding=1), nn.ReLU(inplace=True)]
            planes = filters
        layers.append(nn.MaxPool2d(2))
    layers.append(nn.Flatten())
    inputs = planes * (side // 2 ** len(STAGES)) ** 2
    for outputs in [4096, 4096]:
        layers += [nn.Linear(inputs, outputs), nn.ReLU(inplace=True), nn.Dropout(0.5)]
        inputs = outputs
    for layer in layers:
        if isinstance(layer, (nn.Conv2d, nn.Linear)):
            nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
    return nn.Sequential(*layers, nn.Linear(inputs, classes))
