"""Caffe files made to exhaust the reading of protobuf's text format and what is made of it."""

import os

from cases import BIG, HUGE, case, upto, write

INPUT = 'input: "data" input_shape { dim: 1 dim: 3 dim: 8 dim: 8 }\n'
SOLVER = ' base_lr: 0.1 lr_policy: "fixed" max_iter: 10'


def layer(kind, fields="", bottom="data", top="x"):
    return f'layer {{ name: "{top}" type: "{kind}" bottom: "{bottom}" top: "{top}" {fields} }}\n'


def chain(count, kind="ReLU", times=1):
    """Layers that each read the one before, so many times."""
    return "".join(
        f'layer {{ name: "r{n}" type: "{kind}" top: "r{n}" ' + f'bottom: "{f"r{n - 1}" if n else "data"}" ' * times + "}\n"
        for n in range(count))


def prototxt(name, *codes, command=("validate", "SPEC"), exits=(1,)):
    """A case of one Caffe file: gets its text, or a maker that is called with a folder."""

    def register(text):
        @case(f"prototxt: {name}", *codes, command=command, exits=exits)
        def _(folder):
            made = text(folder) if callable(text) else text
            return made if isinstance(made, str) and made.startswith(folder) else write(folder, "net.prototxt", made)

    return register


prototxt("messages 20,000 deep", "too-deep")(INPUT + "layer { " * 20_000)
prototxt("lists in lists", "prototxt-syntax")(INPUT + "layer { bottom: " + "[" * 10_000)
prototxt("a number of 100,000 digits", "wrong-type")(
    INPUT + layer("Convolution", f"convolution_param {{ num_output: {'9' * 100_000} kernel_size: 3 }}"))
prototxt("a number beyond all", "wrong-type")(INPUT + layer("Power", f"power_param {{ power: {HUGE}.0 }}"))
prototxt("the largest lengths", "wrong-type")(
    'input: "data" input_shape { dim: 1 dim: 2147483647 dim: 2147483647 dim: 2147483647 }\n' + layer("ReLU"))
prototxt("the largest output", "shape")(
    INPUT + layer("Convolution", "convolution_param { num_output: 2147483647 kernel_size: 3 }"))
prototxt("a comment of 4 MiB", "valid")(upto(INPUT, "#")[:-200] + "\n" + layer("ReLU"))
prototxt("names of a megabyte", "valid")(INPUT + layer("ReLU", top="n" * 1_000_000))
prototxt("a type of a megabyte", "unknown-layer")(INPUT + layer("n" * 1_000_000))
prototxt("a word of 4 MiB", "prototxt-syntax")(upto(INPUT, "x"))
prototxt("a text of 200,000 pieces", "valid")(INPUT + layer("ReLU").replace('"x"', '"x" ' + '"a" ' * 200_000, 1))
prototxt("a text that does not end", "prototxt-syntax")(INPUT + 'layer { name: "abc\n type: "ReLU" }')
prototxt("a text that ends with the file", "prototxt-syntax")(INPUT + 'layer { name: "abc')
prototxt("not UTF-8", "invalid-utf8")(INPUT.encode() + b'layer { name: "\xff\xfe" }')
prototxt("escapes that are not UTF-8", "prototxt-syntax")(INPUT + 'layer { name: "\\377" }')
prototxt("UTF-16", "invalid-utf8")((INPUT + layer("ReLU")).encode("utf-16"))
prototxt("zeros", "prototxt-syntax")(b"\0" * 1000)
prototxt("a zero in a text", "prototxt-syntax")(INPUT.encode() + b'layer { name: "a\0b" \0 }')
prototxt("nothing", "caffe-input")(b"")
prototxt("100 MB of comments", "too-large")(("# " + "x" * 997 + "\n") * (BIG // 1000))
prototxt("100 MB of layers", "too-large")(layer("ReLU") * (BIG // 60))
prototxt("layers that read each other", "unknown-blob")(
    INPUT + layer("ReLU", bottom="b", top="a") + layer("ReLU", bottom="a", top="b"))
prototxt("a layer in place of itself", "unknown-blob")(INPUT + layer("ReLU", bottom="a", top="a"))
prototxt("10,000 layers in place", "valid")(INPUT + 'layer { type: "ReLU" bottom: "data" top: "data" }\n' * 10_000)
prototxt("10,000 layers", "valid")(INPUT + chain(10_000))
prototxt("10,000 layers as YAML", "valid", command=("convert", "SPEC", "--to", "yaml"))(INPUT + chain(10_000))
prototxt("45,000 layers", "too-many-layers")(INPUT + chain(45_000))
prototxt("a ladder of 5,000 sums", "valid")(INPUT + chain(5000, "Eltwise", times=2))
prototxt("a ladder of 5,000 sums as YAML", "valid", command=("convert", "SPEC", "--to", "yaml"))(
    INPUT + chain(5000, "Eltwise", times=2))
prototxt("channels that double 200 times", "shape")(INPUT + chain(200, "Concat", times=2))
prototxt("one concat of 100,000", "valid")(INPUT + 'layer { type: "Concat" top: "c" ' + 'bottom: "data" ' * 100_000 + "}")
prototxt("20,000 mistakes", "unknown-layer")(INPUT + layer("Relu", top="data") * 20_000)
prototxt("3,000 losses", "too-large")(
    'layer { type: "Input" top: "data" top: "label" input_param { shape { dim: [1, 3, 8, 8] } } }\n' + "".join(
        layer("InnerProduct", "inner_product_param { num_output: 10 }", top=f"f{n}")
        + f'layer {{ type: "SoftmaxWithLoss" bottom: "f{n}" bottom: "label" }}\n' for n in range(3000)))
prototxt("a solver of itself", "unknown-key")('net: "net.prototxt"' + SOLVER)
prototxt("a solver of a folder", "unreadable-net")('net: "/tmp"' + SOLVER)
prototxt("a solver of /dev/zero", "too-large")('net: "/dev/zero"' + SOLVER)
prototxt("a solver of no name", "unreadable-net")('net: ""' + SOLVER)


@prototxt("a folder", "unreadable-file", exits=(2,))
def _(folder):
    os.mkdir(f"{folder}/folder.prototxt")
    return f"{folder}/folder.prototxt"


@prototxt("a pipe", "unreadable-file", exits=(2,))
def _(folder):
    os.mkfifo(f"{folder}/pipe.prototxt")
    return f"{folder}/pipe.prototxt"


@prototxt("a solver of a pipe", "unreadable-net")
def _(folder):
    os.mkfifo(f"{folder}/pipe.prototxt")
    return 'net: "pipe.prototxt"' + SOLVER
