"""Pictures resized by Pillow, and cut from the middle as torchvision does.

    python resampling.py            writes resampling.json
    python resampling.py --check    computes it again and compares with the stored file

A picture is [channels, height, width] bytes: byte i is the highest of x(i), x(i) = 1664525·x(i−1) + 1013904223 mod 2³², x(−1) = 1.
A case is {shape, window: [top, left, height, width], size: [height, width], shown: [top, left, height, width] or null, bytes}: the window
cut out, then resized, and of that the part that is shown. For some that is torchvision's Resize(shorter) and CenterCrop(size), whose
arithmetic (torchvision/transforms/functional.py, _compute_resized_output_size and center_crop) is repeated here. Bytes in base64.

Pillow up to 12 always resizes the columns first; Pillow 13 the rows where that is less work, which differs by 1 in some bytes. Here
each axis is resized by a call of its own, columns first, which any version does alike.
"""

import base64
import json
import math
import sys
from pathlib import Path

import numpy as np
from PIL import Image

FILE = Path(__file__).with_name("resampling.json")

WINDOWS = [
    ([3, 40, 37], [0, 0, 40, 37], [8, 8]),
    ([3, 40, 37], [3, 2, 30, 31], [17, 33]),
    ([3, 40, 37], [0, 0, 40, 37], [40, 37]),
    ([3, 9, 5], [0, 0, 9, 5], [21, 40]),
    ([1, 150, 201], [0, 0, 150, 201], [3, 20]),
    ([1, 150, 201], [7, 5, 140, 190], [64, 19]),
    ([1, 1, 1], [0, 0, 1, 1], [5, 3]),
    ([1, 1, 300], [0, 0, 1, 300], [2, 1]),
    ([1, 4, 600], [1, 1, 2, 599], [1, 7]),
]

CENTRES = [
    ([3, 50, 37], 16, [14, 14]),
    ([3, 37, 50], 33, [24, 31]),
    ([1, 41, 100], 20, [20, 20]),
    ([1, 13, 17], 32, [28, 28]),
    ([1, 64, 64], 32, [31, 28]),
]


def picture(shape):
    state, values = 1, []
    for _ in range(math.prod(shape)):
        state = (1664525 * state + 1013904223) % 2**32
        values.append(state >> 24)
    return np.array(values, np.uint8).reshape(shape)


def resized(planes, height, width):
    def resize(plane):
        narrowed = Image.fromarray(plane).resize((width, plane.shape[0]), Image.Resampling.BILINEAR)
        return np.array(narrowed.resize((width, height), Image.Resampling.BILINEAR))

    return np.stack([resize(plane) for plane in planes])


def text(values):
    return base64.b64encode(np.ascontiguousarray(values).tobytes()).decode()


def cases():
    for shape, window, size in WINDOWS:
        top, left, height, width = window
        part = picture(shape)[:, top : top + height, left : left + width]
        yield {"shape": shape, "window": window, "size": size, "shown": None, "bytes": text(resized(part, *size))}
    for shape, shorter, size in CENTRES:
        _, height, width = shape
        short, long = sorted((height, width))
        longer = int(shorter * long / short)
        new = [longer, shorter] if height >= width else [shorter, longer]
        whole = resized(picture(shape), *new)
        top, left = int(round((new[0] - size[0]) / 2.0)), int(round((new[1] - size[1]) / 2.0))
        part = whole[:, top : top + size[0], left : left + size[1]]
        shown = [top, left, *size]
        yield {"shape": shape, "window": [0, 0, height, width], "size": new, "shown": shown, "bytes": text(part)}


def main():
    found = list(cases())
    if "--check" in sys.argv:
        print("equal" if json.loads(FILE.read_text()) == found else "different")
        return
    FILE.write_text("[\n" + ",\n".join(json.dumps(case) for case in found) + "\n]\n")


main()
