"""Writes small files in the form of SVHN's, by scipy: svhn.mat as its makers have it, svhn-plain.mat not compressed and with labels that are doubles.

    python svhn.py

Byte `n·7 + c·50 + row·5 + column·3` (modulo 256) is the colour of picture n, in channel c.
"""

import pathlib

import numpy
import scipy.io

here = pathlib.Path(__file__).parent
row, column, channel, number = numpy.meshgrid(numpy.arange(32), numpy.arange(32), numpy.arange(3), numpy.arange(4), indexing="ij")
pictures = ((number * 7 + channel * 50 + row * 5 + column * 3) % 256).astype(numpy.uint8)
labels = numpy.array([[1], [9], [10], [5]], dtype=numpy.uint8)
scipy.io.savemat(here / "svhn.mat", {"X": pictures, "y": labels}, do_compression=True)
scipy.io.savemat(here / "svhn-plain.mat", {"y": labels.astype(float), "note": "of four", "X": pictures}, do_compression=False)
