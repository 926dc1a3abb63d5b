"""Changes of pictures as torchvision 0.28 makes them of bytes.

    python augmentations.py            writes augmentations.json
    python augmentations.py --check    computes it again and compares with the stored file

The picture is [3, 20, 19] bytes: byte i is the highest of x(i), x(i) = 1664525·x(i−1) + 1013904223 mod 2³², x(−1) = 1; for
`smooth` cases each is a quarter of that plus 2·row + 3·column. A case is {change, smooth, arguments, bytes}: the result in
base64, row-major. `resample` is a crop [top, left, height, width] brought to [height, width] with antialiasing.
"""

import base64
import json
import math
import sys
from pathlib import Path

import torch
import torchvision.transforms.functional as F
from torchvision.transforms import InterpolationMode

FILE = Path(__file__).with_name("augmentations.json")
SHAPE = (3, 20, 19)


def picture(smooth):
    state, values = 1, []
    for _ in range(math.prod(SHAPE)):
        state = (1664525 * state + 1013904223) % 2**32
        values.append(state >> 24)
    result = torch.tensor(values).reshape(SHAPE)
    if smooth:
        result = result // 4 + 2 * torch.arange(SHAPE[1])[:, None] + 3 * torch.arange(SHAPE[2])
    return result.to(torch.uint8)


def shear(image, x, y):
    degrees = [math.degrees(math.atan(x)), math.degrees(math.atan(y))]
    return F.affine(image, 0.0, [0, 0], 1.0, degrees, InterpolationMode.NEAREST, center=[0, 0])


CHANGES = {
    "rotate": lambda image, angle: F.rotate(image, angle),
    "shearX": lambda image, x: shear(image, x, 0),
    "shearY": lambda image, y: shear(image, 0, y),
    "translateX": lambda image, x: F.affine(image, 0.0, [int(x), 0], 1.0, [0.0, 0.0]),
    "translateY": lambda image, y: F.affine(image, 0.0, [0, int(y)], 1.0, [0.0, 0.0]),
    "brightness": lambda image, x: F.adjust_brightness(image, 1 + x),
    "color": lambda image, x: F.adjust_saturation(image, 1 + x),
    "contrast": lambda image, x: F.adjust_contrast(image, 1 + x),
    "sharpness": lambda image, x: F.adjust_sharpness(image, 1 + x),
    "posterize": lambda image, bits: F.posterize(image, int(bits)),
    "solarize": lambda image, threshold: F.solarize(image, threshold),
    "autoContrast": lambda image: F.autocontrast(image),
    "equalize": lambda image: F.equalize(image),
    "hue": lambda image, x: F.adjust_hue(image, x),
    "resample": lambda image, *a: F.resized_crop(image, *a[:4], list(a[4:]), InterpolationMode.BILINEAR, antialias=True),
}

ARGUMENTS = {
    "rotate": [[30], [-135], [100], [7.5]],
    "shearX": [[0.5], [-0.99], [0.033]],
    "shearY": [[0.5], [-0.99]],
    "translateX": [[3], [-4.7], [32]],
    "translateY": [[3], [-4.7]],
    "brightness": [[-0.7], [0.99]],
    "color": [[-0.7], [0.99]],
    "contrast": [[-0.7], [0.99]],
    "sharpness": [[-0.7], [0.99]],
    "posterize": [[2], [5], [8]],
    "solarize": [[100], [255], [0]],
    "autoContrast": [[]],
    "equalize": [[]],
    "hue": [[0.2], [-0.35], [0.5]],
    "resample": [[0, 0, 20, 19, 8, 8], [2, 3, 11, 13, 20, 19], [1, 0, 17, 5, 6, 9], [4, 4, 8, 8, 8, 8]],
}


def cases():
    for change, arguments in ARGUMENTS.items():
        for values in arguments:
            for smooth in (False, True):
                result = CHANGES[change](picture(smooth), *values)
                text = base64.b64encode(result.numpy().tobytes()).decode()
                yield {"change": change, "smooth": smooth, "arguments": values, "bytes": text}


def main():
    found = list(cases())
    if "--check" in sys.argv:
        print("equal" if json.loads(FILE.read_text()) == found else "different")
        return
    FILE.write_text("[\n" + ",\n".join(json.dumps(case) for case in found) + "\n]\n")


main()
