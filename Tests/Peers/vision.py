"""torchvision, also where its compiled operators do not fit PyTorch.

The one on PyPI is built for PyTorch with CUDA: `pip install --no-deps torchvision==0.28.*` beside `torch==2.13.0+cpu`. None of its
compiled operators is used here; two are declared without a body, so that it can be imported.
"""

import importlib
from functools import cache

import torch


@cache
def vision(module):
    """A module of torchvision by its name: `vision("models")`."""
    try:
        return importlib.import_module(f"torchvision.{module}")
    except RuntimeError:
        vision.library = torch.library.Library("torchvision", "DEF")
        for operator in ("nms", "qnms"):
            vision.library.define(f"{operator}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
        return importlib.import_module(f"torchvision.{module}")
