"""Numbers made from a name and an index, the same bits in every language, so that no weight has to be stored.

    key(name)      = FNV-1a 64 of the name's UTF-8 bytes (offset basis cbf29ce484222325, prime 100000001b3)
    hash(name, i)  = SplitMix64's output function of  (key(name) xor SEED) + (i + 1) * 9e3779b97f4a7c15,  modulo 2^64:
                     z ^= z >> 30; z *= bf58476d1ce4e5b9; z ^= z >> 27; z *= 94d049bb133111eb; z ^= z >> 31
    uniform(name, i) = (Int(hash >> 40) - 2^23) / 2^23         in [-1, 1), exact in float32
    value(name, i)   = offset + scale * uniform(name, i)        in float32
    label(name, i)   = hash mod classes
    sign(name, k, i) = bit 63 - k of hash(name + "#signs", i):  1 is +1, 0 is -1   (k < 64)

Elements are numbered in row-major order of the shape. `value` has one rounding only, fused multiply-add or not:
wherever the offset is not zero the scale is a power of two.

Sources: Fowler, Noll, Vo, "The FNV Non-Cryptographic Hash Algorithm" (draft-eastlake-fnv); Steele, Lea, Flood, "Fast
Splittable Pseudorandom Number Generators", OOPSLA 2014.
"""

import json
import math

import numpy as np

SEED = 1
GAMMA = np.uint64(0x9E3779B97F4A7C15)


def key(name):
    state = 0xCBF29CE484222325
    for byte in name.encode("utf-8"):
        state = ((state ^ byte) * 0x100000001B3) % 2**64
    return state


def hashes(name, indices):
    """The 64-bit hashes of a number of indices from 0, or of an array of indices."""
    indices = np.asarray(np.arange(indices) if np.isscalar(indices) else indices, dtype=np.uint64)
    z = np.uint64(key(name) ^ SEED) + (indices + np.uint64(1)) * GAMMA
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


def values(name, shape, scale, offset=0.0, attempts=None):
    """A float32 array of `shape`, uniform in [offset - scale, offset + scale).

    `attempts`, one for each entry of the first dimension, move its indices on by attempt * (elements of `shape`).
    """
    assert float(np.float32(scale)) == scale, f"{name}: the scale must be a float32"
    assert offset == 0 or math.frexp(scale)[0] == 0.5, f"{name}: with an offset the scale must be a power of two"
    count = math.prod(shape)
    indices = np.arange(count).reshape(shape[0], -1)
    if attempts is not None:
        indices = indices + np.asarray(attempts)[:, None] * count
    mantissa = (hashes(name, indices) >> np.uint64(40)).astype(np.int64) - 2**23
    uniform = mantissa.astype(np.float32) / np.float32(2**23)
    return (np.float32(offset) + np.float32(scale) * uniform).reshape(shape)


def labels(name, count, classes):
    return (hashes(name, count) % np.uint64(classes)).astype(np.int64)


def sketch(name, array, count):
    """`count` random ±1 projections of the whole array, in float64."""
    flat = np.asarray(array, dtype=np.float64).ravel()
    bits = hashes(name + "#signs", flat.size)
    total = flat.sum()
    plus = (flat @ ((bits >> np.uint64(63 - k)) & np.uint64(1)).astype(np.float64) for k in range(count))
    return [2 * p - total for p in plus]


def float32(number):
    """The float32 nearest to a number, as a Python float."""
    return float(np.float32(number))


def json_text(value):
    """JSON with nine significant digits; a list of objects has one of them a line."""

    def number(item):
        if isinstance(item, float):
            return json.loads(format(item, ".9g"))
        if isinstance(item, dict):
            return {name: number(entry) for name, entry in item.items()}
        if isinstance(item, (list, tuple)):
            return [number(entry) for entry in item]
        return item

    def line(item):
        return json.dumps(number(item), separators=(",", ":"))

    entries = []
    for name, entry in value.items():
        if isinstance(entry, list) and entry and isinstance(entry[0], dict):
            entry = "[\n" + ",\n".join(line(item) for item in entry) + "\n]"
        else:
            entry = line(entry)
        entries.append(f"{json.dumps(name)}:{entry}")
    return "{\n" + ",\n".join(entries) + "\n}\n"
