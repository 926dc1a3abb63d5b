"""Trains a small network, and reads the page of its run with a parser of HTML as browsers have one.

    pip install html5lib==1.1
    python3 Tests/Seeing/check_report.py .build/release/netspec

- The page has no mistakes by the HTML standard, every link leads to a place in it, and nothing is loaded from elsewhere.
- The confusion matrix, each class's recall and the calibration are those of `eval --format json`.
- Text has a contrast of at least 4.5 against what it stands on (WCAG 2.2, 1.4.3), curves of at least 3 (1.4.11), in both themes.
"""

import json
import os
import re
import subprocess
import sys
import tempfile

import html5lib

SPEC = """
netspec: 1
name: "tiny <script>alert(1)</script>"
input: {channels: 3, height: 32, width: 32}
classes: 10
network:
  - convolution: {name: conv, filters: 4, kernel: 3, stride: 4}
  - relu
  - global-average-pool: {name: pool}
  - linear: {name: scores, outputs: 10}
lint: {unseen-input: off}
data: {source: {synthetic: {train: 256, test: 64}}}
train: {epochs: 2, batch: 32, optimizer: {sgd: {rate: 0.05, momentum: 0.9}}}
"""


def check(holds, *words):
    if not holds:
        sys.exit("FAILED: " + " ".join(str(word) for word in words))


def text(element):
    return "".join(element.itertext()).strip()


def luminance(colour):
    parts = [int(colour[place:place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear))


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def mixed(colour, share, ground):
    parts = [round(share * int(colour[place:place + 2], 16) + (1 - share) * int(ground[place:place + 2], 16))
             for place in (1, 3, 5)]
    return "#" + "".join(f"{part:02x}" for part in parts)


def check_contrast(style):
    light = dict(re.findall(r"--(\w+): ([^;]+);", style.split("@media")[0]))
    dark = light | dict(re.findall(r"--(\w+): ([^;]+);", style.split("@media")[1]))
    for theme in (light, dark):
        for ground in ("paper", "panel"):
            for ink in ("ink", "soft", "link"):
                found = contrast(theme[ink], theme[ground])
                check(found >= 4.5, ink, "on", ground, round(found, 2))
        for curve in ("s0", "s1", "s2", "s3", "s4", "s5"):
            check(contrast(theme[curve], theme["paper"]) >= 3, curve)
        # The fullest cell of the confusion matrix.
        cell = mixed(theme["accent"], int(theme["cap"].rstrip("%")) / 100, theme["paper"])
        check(contrast(theme["ink"], cell) >= 4.5, "a full cell", cell, round(contrast(theme["ink"], cell), 2))


def main():
    program = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "tiny.yaml"), "w") as file:
            file.write(SPEC)
        subprocess.run([program, "train", "tiny.yaml", "--run", "run", "--quiet"], cwd=folder, check=True)
        found = subprocess.run([program, "eval", "run", "--format", "json", "--quiet"], cwd=folder, check=True,
                               capture_output=True)
        result = json.loads(found.stdout)
        with open(os.path.join(folder, "run/report.html"), "rb") as file:
            page = file.read()
    parser = html5lib.HTMLParser(namespaceHTMLElements=False, strict=False)
    tree = parser.parse(page, transport_encoding="utf-8")
    # XML's way of closing is no mistake to a browser, and the only thing that the parser may remark on.
    known = {"non-void-element-with-trailing-solidus"}
    check(not [error for _, error, _ in parser.errors if error not in known], parser.errors)
    check(not tree.findall(".//script"), "a script")
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    check(len(ids) == len(set(ids)), "each place once")
    for element in tree.iter():
        link = element.get("href")
        check(link is None or (link.startswith("#") and link[1:] in ids), "link", link)
        source = element.get("src")
        check(source is None or source.startswith("data:image/png;base64,"), "source", source)
    tables = {text(table.find("caption")): table for table in tree.findall(".//table")}
    confusion = next(table for caption, table in tables.items() if caption.startswith("Confusion"))
    rows = [[int(text(cell)) for cell in row.findall("td")] for row in confusion.find("tbody").findall("tr")]
    check(rows == result["confusion"], rows)
    classes = next(table for caption, table in tables.items() if caption.startswith("Accuracy of each class"))
    for row, known in zip(classes.find("tbody").findall("tr"), result["perClass"]):
        recall = "–" if known.get("recall") is None else f"{100 * known['recall']:.2f} %"
        check(text(row.find("th")) == known["name"] and text(row.findall("td")[2]) == recall, known)
    bins = next(table for caption, table in tables.items() if caption.startswith("Answers by the confidence"))
    counts = [int(text(row.findall("td")[0]).replace(",", "")) for row in bins.find("tbody").findall("tr")]
    check(counts == [part["pictures"] for part in result["calibration"]], counts)
    check(len(tree.findall(".//li/img")) == len(result["mistakes"]), "mistakes")
    check_contrast(text(tree.find(".//style")))
    print(f"the page is right: {len(page)} bytes, {len(tables)} tables, {len(result['mistakes'])} mistakes")


if __name__ == "__main__":
    main()
