"""Ten steps of every optimiser, in float32: by PyTorch, or by the formulas of whoever defined it.

    python3 optimizers.py > optimizers.json

Eight numbers, one of which never has a gradient; the gradients of a step do not depend on the numbers, so that each step is
tested by itself. `specs` are as they stand in `train.optimizer`; `rates` are those of the steps, where they change.
"""

import numpy as np
import torch

from hashed import float32, json_text, values as drawn

STEPS = 10
START = drawn("optimizer-start", (8,), 1.0)
GRADIENTS = [drawn(f"optimizer-gradient-{step}", (8,), 0.5) for step in range(STEPS)]
for gradient in GRADIENTS:
    gradient[0] = 0  # no gradient
    gradient[1] *= np.float32(2.0**-14)  # small beside the usual `eps`es
    gradient[2] *= np.float32(64)

FALLING = [1 / (1 + 0.2 * step) for step in range(STEPS)]


def by_torch(make, rate, factors):
    numbers = torch.tensor(START.copy(), requires_grad=True)
    optimizer = make([numbers])
    values = []
    for gradient, factor in zip(GRADIENTS, factors):
        optimizer.param_groups[0]["lr"] = rate * factor
        numbers.grad = torch.tensor(gradient.copy()) + getattr(optimizer, "sign_decay", 0) * torch.sign(numbers.detach())
        optimizer.step()
        values.append([float32(value) for value in numbers.detach().numpy()])
    return values


def by_formula(rule, rate, factors):
    """`rule(w, g, rate, memory)` gives the next numbers; `memory` is a dictionary that it may change. In float64."""
    numbers, memory, values = START.astype(np.float64), {}, []
    for gradient, factor in zip(GRADIENTS, factors):
        numbers = rule(numbers, gradient.astype(np.float64), rate * factor, memory)
        values.append([float32(value) for value in numbers])
    return values


def by_sign(make, decay):
    """PyTorch's optimiser with `decay` times the sign of each number added to its gradient, which PyTorch has not itself."""

    def made(numbers):
        optimizer = make(numbers)
        optimizer.sign_decay = decay
        return optimizer

    return made


def caffe(momentum, decay, nesterov, form=lambda w: w):
    """`SGDSolver::ComputeUpdateValue` and `NesterovSolver::ComputeUpdateValue` of Caffe 1.0, after `Regularize`."""

    def rule(w, g, rate, memory):
        old = memory.get("history", np.zeros_like(w))
        history = memory["history"] = rate * (g + decay * form(w)) + momentum * old
        return w - ((1 + momentum) * history - momentum * old if nesterov else history)

    return rule


def lion(first, second, decay):
    """Program 1 of Chen et al., 2023, arXiv:2302.06675, and `lion_pytorch.py` of its authors."""

    def rule(w, g, rate, memory):
        mean = memory.get("mean", np.zeros_like(w))
        w = w * (1 - rate * decay) - rate * np.sign(first * mean + (1 - first) * g)
        memory["mean"] = second * mean + (1 - second) * g
        return w

    return rule


O = torch.optim
CASES = [
    ("sgd: {rate: 0.1}", 0.1, lambda p: O.SGD(p, lr=0.1)),
    ("sgd: {rate: 0.1, weight-decay: 0.01}", 0.1, lambda p: O.SGD(p, lr=0.1, weight_decay=0.01)),
    ("sgd: {rate: 0.1, momentum: 0.9}", 0.1, lambda p: O.SGD(p, lr=0.1, momentum=0.9)),
    ("sgd: {rate: 0.1, momentum: 0.9, nesterov: true, weight-decay: 0.01}", 0.1,
     lambda p: O.SGD(p, lr=0.1, momentum=0.9, nesterov=True, weight_decay=0.01)),
    ("sgd: {rate: 0.1, momentum: 0.8, dampening: 0.3}", 0.1, lambda p: O.SGD(p, lr=0.1, momentum=0.8, dampening=0.3)),
    ("sgd: {rate: 0.1, momentum: 0.9, weight-decay: 0.01, form: caffe}", 0.1, caffe(0.9, 0.01, False)),
    ("sgd: {rate: 0.1, momentum: 0.9, nesterov: true, form: caffe}", 0.1, caffe(0.9, 0, True)),
    ("sgd: {rate: 0.1, weight-decay: 0.01, form: caffe}", 0.1, caffe(0, 0.01, False)),
    ("adam", 1e-3, lambda p: O.Adam(p)),
    ("adam: {rate: 0.1, weight-decay: 0.05}", 0.1, lambda p: O.Adam(p, lr=0.1, weight_decay=0.05)),
    ("adam: {rate: 0.1, betas: [0.5, 0.7], eps: 0.001}", 0.1, lambda p: O.Adam(p, lr=0.1, betas=(0.5, 0.7), eps=1e-3)),
    ("adam: {rate: 0.1, betas: [0.9, 0.6], amsgrad: true}", 0.1,
     lambda p: O.Adam(p, lr=0.1, betas=(0.9, 0.6), amsgrad=True)),
    ("adamw", 1e-3, lambda p: O.AdamW(p)),
    ("adamw: {rate: 0.1, betas: [0.8, 0.9], eps: 1e-5, weight-decay: 0.2}", 0.1,
     lambda p: O.AdamW(p, lr=0.1, betas=(0.8, 0.9), eps=1e-5, weight_decay=0.2)),
    ("adamw: {rate: 0.1, weight-decay: 0, betas: [0.9, 0.6], amsgrad: true}", 0.1,
     lambda p: O.AdamW(p, lr=0.1, weight_decay=0, betas=(0.9, 0.6), amsgrad=True)),
    ("rmsprop", 0.01, lambda p: O.RMSprop(p)),
    ("rmsprop: {rate: 0.02, alpha: 0.8, eps: 0.001, weight-decay: 0.1}", 0.02,
     lambda p: O.RMSprop(p, lr=0.02, alpha=0.8, eps=1e-3, weight_decay=0.1)),
    ("rmsprop: {rate: 0.02, alpha: 0.9, momentum: 0.7}", 0.02,
     lambda p: O.RMSprop(p, lr=0.02, alpha=0.9, momentum=0.7)),
    ("rmsprop: {rate: 0.02, alpha: 0.9, eps: 0.01, centered: true}", 0.02,
     lambda p: O.RMSprop(p, lr=0.02, alpha=0.9, eps=0.01, centered=True)),
    ("rmsprop: {rate: 0.02, alpha: 0.9, eps: 0.01, centered: true, momentum: 0.7, weight-decay: 0.1}", 0.02,
     lambda p: O.RMSprop(p, lr=0.02, alpha=0.9, eps=0.01, centered=True, momentum=0.7, weight_decay=0.1)),
    ("adagrad", 0.01, lambda p: O.Adagrad(p)),
    ("adagrad: {rate: 0.1, lr-decay: 0.2, weight-decay: 0.1, initial-accumulator-value: 0.3, eps: 0.001}", 0.1,
     lambda p: O.Adagrad(p, lr=0.1, lr_decay=0.2, weight_decay=0.1, initial_accumulator_value=0.3, eps=1e-3)),
    ("adadelta", 1.0, lambda p: O.Adadelta(p)),
    ("adadelta: {rate: 10, rho: 0.7, eps: 0.0001, weight-decay: 0.1}", 10.0,
     lambda p: O.Adadelta(p, lr=10.0, rho=0.7, eps=1e-4, weight_decay=0.1)),
    ("sgd: {rate: 0.1, weight-decay: 0.05, decay-form: l1}", 0.1, by_sign(lambda p: O.SGD(p, lr=0.1), 0.05)),
    ("sgd: {rate: 0.1, momentum: 0.9, weight-decay: 0.05, decay-form: l1}", 0.1,
     by_sign(lambda p: O.SGD(p, lr=0.1, momentum=0.9), 0.05)),
    ("sgd: {rate: 0.1, momentum: 0.9, nesterov: true, weight-decay: 0.05, decay-form: l1}", 0.1,
     by_sign(lambda p: O.SGD(p, lr=0.1, momentum=0.9, nesterov=True), 0.05)),
    ("sgd: {rate: 0.1, momentum: 0.9, weight-decay: 0.05, form: caffe, decay-form: l1}", 0.1,
     caffe(0.9, 0.05, False, np.sign)),
    ("sgd: {rate: 0.1, momentum: 0.9, nesterov: true, weight-decay: 0.05, form: caffe, decay-form: l1}", 0.1,
     caffe(0.9, 0.05, True, np.sign)),
    ("adam: {rate: 0.1, weight-decay: 0.05, decay-form: l1}", 0.1, by_sign(lambda p: O.Adam(p, lr=0.1), 0.05)),
    ("adam: {rate: 0.1, betas: [0.9, 0.6], amsgrad: true, weight-decay: 0.05, decay-form: l1}", 0.1,
     by_sign(lambda p: O.Adam(p, lr=0.1, betas=(0.9, 0.6), amsgrad=True), 0.05)),
    ("rmsprop: {rate: 0.02, alpha: 0.8, eps: 0.001, weight-decay: 0.1, decay-form: l1}", 0.02,
     by_sign(lambda p: O.RMSprop(p, lr=0.02, alpha=0.8, eps=1e-3), 0.1)),
    ("rmsprop: {rate: 0.02, alpha: 0.9, eps: 0.01, centered: true, momentum: 0.7, weight-decay: 0.1, decay-form: l1}", 0.02,
     by_sign(lambda p: O.RMSprop(p, lr=0.02, alpha=0.9, eps=0.01, centered=True, momentum=0.7), 0.1)),
    ("adagrad: {rate: 0.1, eps: 0.001, weight-decay: 0.1, decay-form: l1}", 0.1,
     by_sign(lambda p: O.Adagrad(p, lr=0.1, eps=1e-3), 0.1)),
    ("adadelta: {rate: 10, rho: 0.7, eps: 0.0001, weight-decay: 0.1, decay-form: l1}", 10.0,
     by_sign(lambda p: O.Adadelta(p, lr=10.0, rho=0.7, eps=1e-4), 0.1)),
    ("lion", 1e-4, lion(0.9, 0.99, 0)),
    ("lion: {rate: 0.05, betas: [0.6, 0.8], weight-decay: 0.3}", 0.05, lion(0.6, 0.8, 0.3)),
]


def case(spec, rate, make, factors):
    try:
        is_torch = isinstance(make([torch.zeros(1, requires_grad=True)]), O.Optimizer)
    except TypeError:
        is_torch = False
    values = (by_torch if is_torch else by_formula)(make, rate, factors)
    return {"optimizer": spec, "rates": [rate * factor for factor in factors], "values": values}


def main():
    steady = [1.0] * STEPS
    cases = [case(*entry, steady) for entry in CASES]
    changing = ["sgd: {rate: 0.1, momentum: 0.9}", "sgd: {rate: 0.1, momentum: 0.9, weight-decay: 0.01, form: caffe}",
                "adam: {rate: 0.1, weight-decay: 0.05}", "lion: {rate: 0.05, betas: [0.6, 0.8], weight-decay: 0.3}"]
    cases += [case(*entry, FALLING) for entry in CASES if entry[0] in changing]
    document = {
        "start": [float32(value) for value in START],
        "gradients": [[float32(value) for value in gradient] for gradient in GRADIENTS],
        "cases": cases,
    }
    print(json_text(document), end="")


if __name__ == "__main__":
    main()
