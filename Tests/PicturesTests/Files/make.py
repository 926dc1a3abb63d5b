"""Small picture files of every kind, and what Pillow 13 decodes from them.

    python make.py            writes the files, and expected.json
    python make.py --check    decodes the files again and compares with expected.json

Pillow writes what it can; other PNGs are put together here, other JPEGs by unusual.c, which needs a C compiler and
libjpeg-turbo. A picture is 23 wide and 17 high: colours that change smoothly, with some noise.

expected.json: file → {"height", "width", "channels" of the file, "rgb": base64 of [3, H, W], "grey": of [1, H, W],
"scaled": {"2": {"height", "width", "rgb"}, …}}; the picture is as it is to be seen, turned by EXIF. Grey of 16 bits is taken
from its upper bytes: Pillow cuts it at 255.
"""

import base64
import json
import struct
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

FOLDER = Path(__file__).parent
HEIGHT, WIDTH = 17, 23
MARK = b"\x89PNG\r\n\x1a\n"


def colours(channels, bits=8, seed=0):
    """[H, W, channels] numbers of so many bits."""
    noise = np.random.default_rng(seed).integers(-12, 13, (HEIGHT, WIDTH, channels))
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    planes = [128 + 100 * np.sin(0.3 * x * (c + 1) / 2 + 0.25 * y * (2 - c % 3) + c) for c in range(channels)]
    eight = np.clip(np.stack(planes, -1) + noise, 0, 255).astype(np.uint32)
    return eight >> (8 - bits) if bits <= 8 else eight * 256 + (eight * 37 + 11) % 256


# PNG by hand.


def chunk(name, data=b""):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def packed(values, bits):
    """Rows of samples as PNG packs them, without filter."""
    rows = b""
    for row in values.reshape(values.shape[0], -1):
        if bits == 16:
            data = row.astype(">u2").tobytes()
        elif bits == 8:
            data = row.astype(np.uint8).tobytes()
        else:
            digits = "".join(format(int(v), f"0{bits}b") for v in row)
            digits += "0" * (-len(digits) % 8)
            data = bytes(int(digits[i : i + 8], 2) for i in range(0, len(digits), 8))
        rows += b"\0" + data
    return rows


ADAM7 = [(0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1)]


def png(values, kind, bits, before=b"", after=b"", interlaced=False, size=None):
    height, width = size or values.shape[:2]
    header = struct.pack(">IIBBBBB", width, height, bits, kind, 0, 0, interlaced)
    if interlaced:
        passes = [values[top::down, left::right] for top, left, down, right in ADAM7]
        data = b"".join(packed(part, bits) for part in passes if part.size)
    else:
        data = packed(values, bits)
    return MARK + chunk(b"IHDR", header) + before + chunk(b"IDAT", zlib.compress(data, 9)) + after + chunk(b"IEND")


def palette(count):
    return chunk(b"PLTE", bytes((i * 67 + j * 91 + 20) % 256 for i in range(count) for j in range(3)))


def exif(orientation, order):
    mark = {"<": b"II", ">": b"MM"}[order]
    entries = [struct.pack(order + "HHI4s", 0x010F, 2, 3, b"me\0\0"), struct.pack(order + "HHIHH", 0x0112, 3, 1, orientation, 0)]
    return mark + struct.pack(order + "HIH", 42, 8, len(entries)) + b"".join(entries) + struct.pack(order + "I", 0)


def pngs():
    for bits in (1, 2, 4, 8, 16):
        yield f"grey-{bits}.png", png(colours(1, bits), 0, bits)
    yield "grey-1-interlaced.png", png(colours(1, 1), 0, 1, interlaced=True)
    yield "grey-transparent.png", png(colours(1), 0, 8, chunk(b"tRNS", struct.pack(">H", 100)))
    yield "grey-16-transparent.png", png(colours(1, 16), 0, 16, chunk(b"tRNS", struct.pack(">H", 100)))
    for bits in (8, 16):
        yield f"rgb-{bits}.png", png(colours(3, bits), 2, bits)
        yield f"grey-alpha-{bits}.png", png(colours(2, bits), 4, bits)
        yield f"rgba-{bits}.png", png(colours(4, bits), 6, bits)
    yield "rgb-interlaced.png", png(colours(3), 2, 8, interlaced=True)
    yield "rgba-16-interlaced.png", png(colours(4, 16), 6, 16, interlaced=True)
    yield "rgb-transparent.png", png(colours(3), 2, 8, chunk(b"tRNS", struct.pack(">HHH", 100, 101, 102)))
    for bits in (1, 2, 4, 8):
        yield f"palette-{bits}.png", png(colours(1, bits), 3, bits, palette(2**bits))
    yield "palette-interlaced.png", png(colours(1, 4), 3, 4, palette(16), interlaced=True)
    yield "palette-transparent.png", png(colours(1, 4), 3, 4, palette(16) + chunk(b"tRNS", bytes(range(16))))
    yield "palette-short.png", png(colours(1, 4), 3, 4, palette(10))
    # Profile and gamma must change nothing; libpng knows this profile as a wrong one.
    profile = chunk(b"iCCP", b"broken\0\0" + zlib.compress(b"no profile"))
    yield "gamma.png", png(colours(3), 2, 8, chunk(b"gAMA", struct.pack(">I", 100000)) + profile)
    yield "exif-6.png", png(colours(3), 2, 8, chunk(b"eXIf", exif(6, ">")))
    yield "exif-behind.png", png(colours(3), 2, 8, after=chunk(b"eXIf", exif(8, "<")))
    yield "one.png", png(colours(3)[:1, :1], 2, 8)
    yield "row.png", png(colours(3)[:1], 2, 8, interlaced=True)


# JPEG.


def image(mode="RGB", seed=0):
    channels = len(Image.new(mode, (1, 1)).getbands())
    values = colours(channels, seed=seed).astype(np.uint8)
    return Image.fromarray(values[..., 0] if channels == 1 else values, mode=mode) if mode != "CMYK" else inks(values)


def inks(values):
    return Image.merge("CMYK", [Image.fromarray(values[..., i]) for i in range(4)])


def saved(picture, **options):
    with tempfile.NamedTemporaryFile() as file:
        picture.save(file.name, **options)
        return Path(file.name).read_bytes()


def jpegs(unusual):
    for name, subsampling in (("444", 0), ("422", 1), ("420", 2)):
        yield f"{name}.jpg", saved(image(), format="JPEG", quality=90, subsampling=subsampling)
    yield "grey.jpg", saved(image("L"), format="JPEG", quality=90)
    yield "progressive.jpg", saved(image(), format="JPEG", quality=90, progressive=True)
    yield "restarts.jpg", saved(image(), format="JPEG", quality=90, restart_marker_blocks=1)
    yield "rgb.jpg", saved(image(), format="JPEG", quality=90, keep_rgb=True)
    yield "cmyk.jpg", saved(image("CMYK"), format="JPEG", quality=90)
    plain = saved(image("CMYK"), format="JPEG", quality=90)
    start = plain.index(b"\xff\xee")
    yield "cmyk-unmarked.jpg", plain[:start] + plain[start + 16 :]
    yield "one.jpg", saved(image().crop((0, 0, 1, 1)), format="JPEG")
    baseline = saved(image(), format="JPEG", quality=90)
    for orientation in range(1, 9):
        order = "<>"[orientation % 2]
        yield f"exif-{orientation}.jpg", saved(image(), format="JPEG", quality=90, exif=b"Exif\0\0" + exif(orientation, order))
    # Such a version is told of by a warning that must not hide others; a program left two bytes behind a segment.
    version = baseline.index(b"JFIF\0") + 5
    yield "jfif-9.jpg", baseline[:version] + b"\x09" + baseline[version + 1 :]
    quantisation = baseline.index(b"\xff\xdb")
    yield "bytes-between.jpg", baseline[:quantisation] + b"\0\0" + baseline[quantisation:]
    yield "bytes-behind.jpg", baseline + b"more\xff\xd8\xff"
    for kind in ("same-sampling", "410", "440", "arithmetic", "many-scans"):
        yield f"{kind}.jpg", unusual(kind, colours(3))
    yield "ycck.jpg", unusual("ycck", colours(4))


# WebP.


def riff(*chunks):
    body = b"WEBP" + b"".join(n + struct.pack("<I", len(d)) + d + b"\0" * (len(d) % 2) for n, d in chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def three(number):
    return struct.pack("<I", number)[:3]


def webps():
    yield "lossy.webp", saved(image(), format="WEBP", quality=80)
    yield "lossless.webp", saved(image(), format="WEBP", lossless=True)
    yield "lossy-alpha.webp", saved(image("RGBA"), format="WEBP", quality=80, exact=True)
    yield "lossless-alpha.webp", saved(image("RGBA"), format="WEBP", lossless=True, exact=True)
    yield "one.webp", saved(image().crop((0, 0, 1, 1)), format="WEBP", lossless=True)
    others = [image(seed=seed) for seed in (1, 2)]
    yield "animated.webp", saved(image(), format="WEBP", save_all=True, append_images=others, quality=80)
    small = saved(image(), format="WEBP", quality=80)[12:]
    canvas = b"\x02\0\0\0" + three(WIDTH + 9) + three(HEIGHT + 5)
    frame = three(2) + three(1) + three(WIDTH - 1) + three(HEIGHT - 1) + three(100) + b"\x02" + small
    yield "animated-inside.webp", riff((b"VP8X", canvas), (b"ANIM", b"\x10\x20\x30\xff\0\0"), (b"ANMF", frame))
    yield "exif-8.webp", saved(image(), format="WEBP", quality=80, exif=b"Exif\0\0" + exif(8, "<"))
    yield "exif-5.webp", saved(image(), format="WEBP", lossless=True, exif=exif(5, ">"))


# What Pillow makes of them.


def text(values):
    return base64.b64encode(np.ascontiguousarray(values, np.uint8).tobytes()).decode()


def decoded(path):
    picture = Image.open(path)
    channels = {"RGBA": 4, "CMYK": 4, "L": 1}.get(picture.mode, 3)
    if path.suffix == ".png":
        # Pillow's modes do not tell; the kind of colour in the header does.
        channels = {0: 1, 2: 3, 3: 3, 4: 2, 6: 4}[path.read_bytes()[25]]
    turned = ImageOps.exif_transpose(picture)
    if turned.mode == "I;16":
        turned = Image.fromarray((np.array(turned) >> 8).astype(np.uint8))
    rgb = np.array(turned.convert("RGB")).transpose(2, 0, 1)
    result = {"height": turned.height, "width": turned.width, "channels": channels}
    result |= {"rgb": text(rgb), "grey": text(np.array(turned.convert("L")))}
    if path.suffix == ".jpg" and min(picture.size) >= 8:
        result["scaled"] = {}
        for factor in (2, 4, 8):
            picture = Image.open(path)
            wanted = (-(-picture.width // factor), -(-picture.height // factor))
            picture.draft(None, (picture.width // factor, picture.height // factor))
            assert picture.size == wanted, (path, picture.size, wanted)
            turned = ImageOps.exif_transpose(picture)
            rgb = np.array(turned.convert("RGB")).transpose(2, 0, 1)
            result["scaled"][str(factor)] = {"height": turned.height, "width": turned.width, "rgb": text(rgb)}
    return result


def write():
    with tempfile.TemporaryDirectory() as folder:
        program = f"{folder}/unusual"
        subprocess.run(["cc", "-o", program, FOLDER / "unusual.c", "-ljpeg"], check=True)

        def unusual(kind, values):
            head = struct.pack("<HH", values.shape[1], values.shape[0])
            subprocess.run([program, kind, f"{folder}/x.jpg"], input=head + values.astype(np.uint8).tobytes(), check=True)
            return Path(folder, "x.jpg").read_bytes()

        for name, data in [*pngs(), *jpegs(unusual), *webps()]:
            (FOLDER / name).write_bytes(data)


def main():
    if "--check" not in sys.argv:
        write()
    names = sorted(path.name for path in FOLDER.iterdir() if path.suffix in (".png", ".jpg", ".webp"))
    # What is refused here is in no list of expected pictures.
    found = {name: decoded(FOLDER / name) for name in names if name not in ("many-scans.jpg",)}
    file = FOLDER / "expected.json"
    if "--check" in sys.argv:
        print("equal" if json.loads(file.read_text()) == found else "different")
        return
    file.write_text("{\n" + ",\n".join(f"{json.dumps(n)}: {json.dumps(v)}" for n, v in found.items()) + "\n}\n")


main()
