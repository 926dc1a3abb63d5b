"""JPEGs of which parts are decoded, and what Pillow 13 makes of them.

    python make.py            writes the files, and expected.json
    python make.py --check    computes expected.json again and compares

A picture is 301 wide and 203 high, no multiple of 2, 4 or 8: 1/f noise, as photographs have it. Where `orientation` is not 1, EXIF
data that say so are put behind the first two bytes of the file.

expected.json: [{"file", "orientation", "denominator", "window": [top, left, height, width] or null, "part": {"height", "width", "rgb":
base64 of [3, H, W]}, "box": [top, left, height, width], "resized": {"height", "width", "rgb"}}, …]. The window is of the picture as it is
to be seen; the part is what is to be decoded for it at a size divided by the denominator, its edges rounded outwards, and left out where
it is all of the picture; the box is the window in it; that is brought to a size with `resize(…, BILINEAR, box)`, columns first.
"""

import base64
import io
import json
import math
import struct
import sys
from fractions import Fraction
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

FOLDER = Path(__file__).parent
HEIGHT, WIDTH = 203, 301
# Whether the columns, and the rows, are reversed as they are to be seen: the edge where the file has its right or lower one comes first.
REVERSED = {1: (0, 0), 2: (1, 0), 3: (1, 1), 4: (0, 1), 5: (0, 0), 6: (1, 0), 7: (1, 1), 8: (0, 1)}
# Of a picture of either position; one behind sixteen columns also at an eighth, one at the edges, one of odd lengths.
WINDOWS = [[140, 150, 61, 53], [3, 7, 50, 70], [57, 29, 40, 33]]
WIDE = [[101, 203, 64, 83], [160, 250, 43, 51]]


def colours():
    random = np.random.default_rng(7)
    y, x = np.fft.fftfreq(HEIGHT)[:, None], np.fft.rfftfreq(WIDTH)[None]
    fall = 1 / np.maximum(np.hypot(y, x), 1 / WIDTH)
    planes = []
    for _ in range(3):
        noise = np.fft.irfft2(np.fft.rfft2(random.normal(size=(HEIGHT, WIDTH))) * fall, s=(HEIGHT, WIDTH))
        planes.append(128 + 50 * noise / noise.std())
    return np.clip(np.stack(planes, -1), 0, 255).astype(np.uint8)


def turned(data, orientation):
    tiff = struct.pack("<2sHIHHHIHHI", b"II", 42, 8, 1, 0x0112, 3, 1, orientation, 0, 0)
    return data if orientation == 1 else data[:2] + struct.pack(">HH", 0xFFE1, 8 + len(tiff)) + b"Exif\0\0" + tiff + data[2:]


def text(picture):
    rgb = np.ascontiguousarray(np.array(picture).transpose(2, 0, 1))
    return {"height": picture.height, "width": picture.width, "rgb": base64.b64encode(rgb.tobytes()).decode()}


def edges(start, length, whole, scaled, factor, is_reversed):
    """Where a length lies in the smaller picture, and the pixels that it touches."""
    first = Fraction(start, factor) + (scaled - Fraction(whole, factor) if is_reversed else 0)
    end = first + Fraction(length, factor)
    return first, end, math.floor(first), math.ceil(end)


def case(file, orientation, factor, window, size):
    data = turned((FOLDER / file).read_bytes(), orientation)
    picture = Image.open(io.BytesIO(data))
    whole = ImageOps.exif_transpose(picture).size
    picture = Image.open(io.BytesIO(data))
    picture.draft(None, (picture.width // factor, picture.height // factor))
    assert picture.size == (-(-WIDTH // factor), -(-HEIGHT // factor))
    picture = ImageOps.exif_transpose(picture)
    top, left, height, width = window or (0, 0, whole[1], whole[0])
    columns, rows = REVERSED[orientation]
    x0, x1, first_x, end_x = edges(left, width, whole[0], picture.width, factor, columns)
    y0, y1, first_y, end_y = edges(top, height, whole[1], picture.height, factor, rows)
    part = picture.crop((first_x, first_y, end_x, end_y))
    box = [float(n) for n in (y0 - first_y, x0 - first_x, y1 - y0, x1 - x0)]
    narrowed = part.resize((size[1], part.height), Image.BILINEAR, (box[1], 0, box[1] + box[3], part.height))
    resized = narrowed.resize((size[1], size[0]), Image.BILINEAR, (0, box[0], size[1], box[0] + box[2]))
    result = {"file": file, "orientation": orientation, "denominator": factor, "window": window, "box": box}
    return result | ({"part": text(part)} if window else {}) | {"resized": text(resized)}


def cases():
    for file in ("420.jpg", "444.jpg", "progressive.jpg"):
        for factor in (1, 2, 4, 8):
            yield case(file, 1, factor, None, (17, 23))
            for window in WIDE + WINDOWS[:1]:
                yield case(file, 1, factor, window, (9, 11))
    for orientation in range(2, 9):
        for factor in (2, 8):
            yield case("420.jpg", orientation, factor, None, (17, 23))
            for window in WINDOWS:
                yield case("420.jpg", orientation, factor, window, (7, 5))


def main():
    if "--check" not in sys.argv:
        picture = Image.fromarray(colours())
        picture.save(FOLDER / "420.jpg", quality=85, subsampling=2)
        picture.save(FOLDER / "444.jpg", quality=85, subsampling=0)
        picture.save(FOLDER / "progressive.jpg", quality=85, subsampling=2, progressive=True)
    found, file = list(cases()), FOLDER / "expected.json"
    if "--check" in sys.argv:
        print("equal" if json.loads(file.read_text()) == found else "different")
        return
    file.write_text("[\n" + ",\n".join(json.dumps(case) for case in found) + "\n]\n")


main()
