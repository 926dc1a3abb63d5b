"""The register of hostile specs, and what they are made of."""

HEAD = "netspec: 1\ninput: {channels: 3, height: 32, width: 32}\n"
CASES = []
N = 100_000
BIG = 100_000_000
HUGE = "9" * 400


def case(name, *codes, command=("validate", "SPEC"), exits=(1, 2)):
    """Registers a maker of a spec: it gets a folder, and gives a text, bytes, or the path of what it made.

    In the command `SPEC` stands for the spec's path. With the one code `valid` the spec must have no mistake.
    """

    def register(make):
        CASES.append((name, codes, list(command), (0,) if codes == ("valid",) else exits, make))
        return make

    return register


def texts(prefix, codes, command=("validate", "SPEC"), exits=(1, 2), **named):
    """Cases that are nothing but a text."""
    for name, text in named.items():
        case(f"{prefix}: {name.replace('_', ' ')}", *codes, command=command, exits=exits)(
            lambda folder, text=text: text() if callable(text) else text)


def steps(lines):
    return HEAD + "network:\n" + lines


def modules(bodies, network):
    return HEAD + "modules:\n" + bodies + f"network: [{network}]\n"


# Just what is still read.
MOST = 4 << 20


def upto(head, piece):
    return head + piece * ((MOST - len(head)) // len(piece.encode()))


def many(head, piece, count=60_000):
    return head + piece * count


def write(folder, name, text):
    with open(f"{folder}/{name}", "wb") as file:
        file.write(text if isinstance(text, bytes) else text.encode())
    return f"{folder}/{name}"
