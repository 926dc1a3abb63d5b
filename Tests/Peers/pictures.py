"""Times netspec's decoding and resizing of pictures beside Pillow's, each on one thread, and prints the ratios.

    pip install pillow numpy
    swift build -c release --product netspec-bench
    python3 Tests/Peers/pictures.py                 64 JPEGs of 500×375 made up here, to 224
    python3 Tests/Peers/pictures.py FOLDER          the JPEGs of a folder

A picture is decoded in colour, its shorter side brought to 224 by the antialiased triangle filter, and its middle cut out, as
torchvision evaluates on ImageNet; Pillow does so by `convert("RGB")`, `resize` and `crop`. That both come to the same bytes is what
the tests hold them to. The two take turns, round by round; a ratio is that of the same round's times, which are the thread's own on
the processor. Pictures are made of smooth colours and noise; their files have 74 KB.
"""

import io
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent.parent
SIZE = 224


def made_up(seed):
    random = np.random.default_rng(seed)
    coarse = random.integers(0, 256, (12, 16, 3)).astype(np.uint8)
    smooth = np.array(Image.fromarray(coarse).resize((500, 375), Image.Resampling.BICUBIC), np.int16)
    picture = np.clip(smooth + random.normal(0, 14, smooth.shape), 0, 255).astype(np.uint8)
    file = io.BytesIO()
    Image.fromarray(picture).save(file, "JPEG", quality=88)
    return file.getvalue()


def decode(data):
    return Image.open(io.BytesIO(data)).convert("RGB")


def bring(picture):
    shorter = min(picture.size)
    width, height = (int(SIZE * length / shorter) for length in picture.size)
    picture = picture.resize((width, height), Image.Resampling.BILINEAR)
    left, top = round((width - SIZE) / 2), round((height - SIZE) / 2)
    return np.asarray(picture.crop((left, top, left + SIZE, top + SIZE)))


def pillow(files):
    def timed(body):
        start = time.thread_time()
        for data in files:
            body(data)
        return len(files) / (time.thread_time() - start)

    return timed(lambda data: np.asarray(decode(data))), timed(lambda data: bring(decode(data)))


def netspec(paths):
    command = [ROOT / ".build/release/netspec-bench", "pictures", "--size", str(SIZE), "--rounds", "1", *paths]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    return tuple(float(line.split(": ")[1].split()[0]) for line in lines)


def main():
    with tempfile.TemporaryDirectory() as folder:
        if len(sys.argv) > 1:
            paths = sorted(path for path in Path(sys.argv[1]).rglob("*") if path.suffix.lower() in (".jpg", ".jpeg"))
        else:
            paths = [Path(folder, f"{seed}.jpg") for seed in range(64)]
            for seed, path in enumerate(paths):
                path.write_bytes(made_up(seed))
        files = [path.read_bytes() for path in paths]
        print(f"{len(files)} files, {sum(map(len, files)) // len(files)} bytes each")
        rounds = []
        for _ in range(7):
            rounds.append((netspec(paths), pillow(files)))
        for place, name in enumerate(("decoded", f"decoded and brought to {SIZE}")):
            ratios = [mine[place] / other[place] for mine, other in rounds]
            best = [max(numbers[who][place] for numbers in rounds) for who in (0, 1)]
            print(
                f"{name}: netspec {best[0]:.0f}, Pillow {best[1]:.0f} pictures/s, ratio {statistics.median(ratios):.2f} "
                f"({min(ratios):.2f} to {max(ratios):.2f})"
            )


main()
