"""Pictures a second of netspec's loader beside torchvision's ImageFolder with PyTorch's DataLoader, in turns.

    pip install torch==2.13.0+cpu pillow numpy && pip install --no-deps torchvision==0.28.*
    swift build -c release
    python3 Tests/Peers/loader.py [--folder DIR] [--threads N] [--rounds N]

Without a folder, JPEGs of the size of ImageNet's (500×375 at quality 90, smooth shapes and noise) are made in a temporary one, in two
classes. Both read, decode, cut, resize, mirror and normalise pictures to 224×224 batches of 32: training by RandomResizedCrop and
RandomHorizontalFlip, evaluation by Resize(256) and CenterCrop(224). netspec's batches are made by N threads of one process, those of
PyTorch by N worker processes. The first batches are not counted; the median of the rounds is. In evaluation the mean over the last
batch must agree, so that both are known to do the same.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
BENCH = HERE.parent.parent / ".build/release/netspec-bench"
MEAN, DEVIATION = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]
BATCH = 32


def make(folder, count):
    """JPEGs in two classes."""
    import numpy
    from PIL import Image

    generator = numpy.random.default_rng(1)
    for number in range(count):
        small = generator.integers(0, 256, (12, 16, 3), dtype=numpy.uint8)
        picture = numpy.asarray(Image.fromarray(small).resize((500, 375), Image.BICUBIC), dtype=numpy.int16)
        picture = picture + generator.integers(-12, 13, picture.shape, dtype=numpy.int16)
        path = folder / ("a" if number % 2 == 0 else "b") / f"{number:05}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(picture.clip(0, 255).astype(numpy.uint8)).save(path, quality=90)


def spec(folder, place):
    """A spec of the folder's pictures; its network is not used."""
    classes = len([name for name in folder.iterdir() if name.is_dir()])
    place.write_text(f"""
netspec: 1
input: {{channels: 3, height: 224, width: 224}}
classes: {classes}
network: [global-average-pool, {{linear: {{outputs: "${{classes}}"}}}}]
data:
  source: {{folder: {folder}}}
  augment: [{{random-resized-crop: {{size: 224}}}}, horizontal-flip]
  normalize: imagenet
""")


def netspec(place, phase, threads):
    command = [BENCH, "batches", place, "--phase", phase, "--threads", str(threads), "--batch", str(BATCH)]
    result = json.loads(subprocess.run(list(map(str, command)), check=True, capture_output=True, text=True).stdout)
    return result["imagesPerSecond"], result["meanOfLast"]


def torchvision(folder, phase, threads):
    command = [sys.executable, __file__, "--contestant", phase, "--folder", str(folder), "--threads", str(threads)]
    result = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return result["imagesPerSecond"], result["meanOfLast"]


def contestant(folder, phase, threads):
    """PyTorch's side, in a process of its own."""
    import torch
    from vision import vision

    transforms = vision("transforms")
    torch.set_num_threads(1)
    end = [transforms.ToTensor(), transforms.Normalize(MEAN, DEVIATION)]
    if phase == "train":
        steps = [transforms.RandomResizedCrop(224), transforms.RandomHorizontalFlip()] + end
    else:
        steps = [transforms.Resize(256), transforms.CenterCrop(224)] + end
    loader = torch.utils.data.DataLoader(
        vision("datasets").ImageFolder(folder, transforms.Compose(steps)), batch_size=BATCH, shuffle=phase == "train",
        num_workers=threads)
    total = len(loader.dataset)
    made, counted, start, mean = 0, 0, time.perf_counter(), 0
    for pictures, _ in loader:
        made += len(pictures)
        if made * 20 < total:
            start = time.perf_counter()
        else:
            counted += len(pictures)
        mean = float(pictures.double().mean())
    seconds = time.perf_counter() - start
    print(json.dumps({"imagesPerSecond": counted / seconds, "meanOfLast": mean}))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--contestant", choices=["train", "eval"], help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.contestant:
        return contestant(arguments.folder, arguments.contestant, arguments.threads)
    with tempfile.TemporaryDirectory() as scratch:
        folder = (arguments.folder or Path(scratch) / "pictures").resolve()
        if not arguments.folder:
            make(folder, arguments.count)
        place = Path(scratch) / "pictures.yaml"
        spec(folder, place)
        for phase in ["train", "eval"]:
            rows = []
            for _ in range(arguments.rounds):
                own, own_mean = netspec(place, phase, arguments.threads)
                peer, peer_mean = torchvision(folder, phase, arguments.threads)
                if phase == "eval" and abs(own_mean - peer_mean) > 1e-3:
                    sys.exit(f"the two do not do the same: the means of the last batch are {own_mean} and {peer_mean}")
                rows.append((own, peer, own / peer))
            own, peer, ratio = [statistics.median(column) for column in zip(*rows)]
            ratios = [row[2] for row in rows]
            print(
                f"{phase}: netspec {own:.0f}, torchvision {peer:.0f} pictures a second on {arguments.threads} threads, "
                f"ratio {ratio:.2f} ({min(ratios):.2f} to {max(ratios):.2f})")


if __name__ == "__main__":
    main()
