"""Learning rates over some steps, as PyTorch's schedulers give them and by Caffe's formulas.

    python schedules.py            writes schedules.json
    python schedules.py --check    computes them again and compares with the stored file

The file is {cases: [case]}, and a case is

    name            one line
    train           the fields of `train` that make the rate, as a spec has them
    epochs          of the whole training
    stepsPerEpoch
    losses          of an evaluation after each step, where the schedule goes by them
    rates           of the steps, from the first on

PyTorch's are read from `param_groups[0]["lr"]` before each step. Caffe's are `SGDSolver::GetLearningRate` of
`src/caffe/solvers/sgd_solver.cpp`, commit 9b89154, written out.
"""

import argparse
import json
import math
import sys
from pathlib import Path

import torch
from torch.optim import lr_scheduler as schedulers

FILE = Path(__file__).with_name("schedules.json")
BASE = 0.1


def pytorch(make, count, losses=None):
    """The rate before each of `count` steps; `make` gives the scheduler of an optimiser."""
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=BASE)
    scheduler = make(optimizer)
    rates = []
    for step in range(count):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step() if losses is None else scheduler.step(losses[step])
    return rates


def case(name, train, rates, epochs=None, steps_per_epoch=1, losses=None):
    stored = {"name": name, "train": train, "epochs": epochs or len(rates), "stepsPerEpoch": steps_per_epoch}
    if losses is not None:
        stored["losses"] = losses
    return {**stored, "rates": rates}


def after_warmup(start, steps, then):
    """A linear rise, then another scheduler, whose steps count from there."""
    return lambda o: schedulers.SequentialLR(
        o, [schedulers.LinearLR(o, start_factor=start, total_iters=steps), then(o)], milestones=[steps]
    )


def of_pytorch():
    yield case(
        "StepLR", "schedule: {step: {every: 3 steps, factor: 0.5}}",
        pytorch(lambda o: schedulers.StepLR(o, 3, 0.5), 12), epochs=3, steps_per_epoch=4,
    )
    yield case(
        "MultiStepLR", "schedule: {multi-step: {at: [2, 5, 9 steps], factor: 0.5}}",
        pytorch(lambda o: schedulers.MultiStepLR(o, [2, 5, 9], 0.5), 12),
    )
    yield case(
        "ExponentialLR", "schedule: {exponential: {factor: 0.9}}",
        pytorch(lambda o: schedulers.ExponentialLR(o, 0.9), 12),
    )
    yield case(
        "PolynomialLR, power 2, over 10 of 12", "schedule: {polynomial: {power: 2, over: 10 steps}}",
        pytorch(lambda o: schedulers.PolynomialLR(o, total_iters=10, power=2), 12), epochs=4, steps_per_epoch=3,
    )
    yield case(
        "CosineAnnealingLR", "schedule: {cosine: {final: 0.1}}",
        pytorch(lambda o: schedulers.CosineAnnealingLR(o, T_max=12, eta_min=0.1 * BASE), 12),
    )
    yield case(
        "CosineAnnealingWarmRestarts", "schedule: {cosine-restarts: {period: 4}}",
        pytorch(lambda o: schedulers.CosineAnnealingWarmRestarts(o, 4), 14),
    )
    yield case(
        "CosineAnnealingWarmRestarts, growing", "schedule: {cosine-restarts: {period: 1.5, growth: 2, final: 0.05}}",
        pytorch(lambda o: schedulers.CosineAnnealingWarmRestarts(o, 3, 2, eta_min=0.05 * BASE), 24),
        epochs=12, steps_per_epoch=2,
    )
    yield case(
        "OneCycleLR", "schedule: {one-cycle: {peak: 0.3, warmup: 0.25, div: 10, final-div: 100}}",
        pytorch(
            lambda o: schedulers.OneCycleLR(
                o, max_lr=0.3, total_steps=16, pct_start=0.25, div_factor=10, final_div_factor=100
            ), 16,
        ), epochs=4, steps_per_epoch=4,
    )
    points = [(0, 0.2), (4, 1.0), (10, 0.05)]

    def between(step):
        for (left, low), (right, high) in zip(points, points[1:]):
            if left <= step < right:
                return low + (high - low) * (step - left) / (right - left)
        return points[-1][1]

    yield case(
        "LambdaLR along lines between points", "schedule: {linear: {points: [[0, 0.2], [4 steps, 1], [5, 0.05]]}}",
        pytorch(lambda o: schedulers.LambdaLR(o, between), 12), epochs=6, steps_per_epoch=2,
    )
    losses = [2.0, 1.5, 1.4999, 1.6, 1.5, 1.5, 1.2, 1.3, 1.25, 1.21, 1.3, 1.19, 1.4, 1.4, 1.4, 1.4]
    for name, fields, arguments in [
        ("", "patience: 1, factor: 0.5", {"patience": 1, "factor": 0.5}),
        (", cooling down", "patience: 0, cooldown: 2", {"patience": 0, "cooldown": 2}),
        (", to a floor", "patience: 0, final: 0.04, threshold: 0.1",
         {"patience": 0, "min_lr": 0.04 * BASE, "threshold": 0.1}),
    ]:
        yield case(
            f"ReduceLROnPlateau{name}", f"schedule: {{plateau: {{{fields}}}}}",
            pytorch(lambda o: schedulers.ReduceLROnPlateau(o, **arguments), len(losses), losses), losses=losses,
        )
    yield case(
        "LinearLR, then StepLR", "{warmup: {over: 4 steps, start: 0.25}, schedule: {step: {every: 3 steps, factor: 0.5}}}",
        pytorch(after_warmup(0.25, 4, lambda o: schedulers.StepLR(o, 3, 0.5)), 14), epochs=7, steps_per_epoch=2,
    )
    yield case(
        "LinearLR, then CosineAnnealingLR", "{warmup: {over: 25 %, start: 0.1}, schedule: cosine}",
        pytorch(after_warmup(0.1, 4, lambda o: schedulers.CosineAnnealingLR(o, T_max=12)), 16),
    )
    # From one step's share on: LinearLR reaches the whole one step before the schedule takes over.
    yield case(
        "LinearLR from a fifth in 4, then constant", "{warmup: 5 steps, schedule: constant}",
        pytorch(lambda o: schedulers.LinearLR(o, start_factor=1 / 5, total_iters=4), 12),
    )


def of_caffe():
    gamma, power, step_size, steps = 0.3, 0.75, 4, range(14)
    yield case(
        "Caffe's fixed", "schedule: constant", [BASE for _ in steps],
    )
    yield case(
        "Caffe's step", "schedule: {step: {every: 4 steps, factor: 0.3}}",
        [BASE * gamma ** (i // step_size) for i in steps], epochs=2, steps_per_epoch=7,
    )
    yield case(
        "Caffe's exp", "schedule: {exponential: {factor: 0.3, every: 1 step}}", [BASE * gamma**i for i in steps],
        epochs=2, steps_per_epoch=7,
    )
    yield case(
        "Caffe's inv", "schedule: {inverse: {gamma: 0.3, power: 0.75}}",
        [BASE * (1 + gamma * i) ** -power for i in steps], epochs=2, steps_per_epoch=7,
    )
    yield case(
        "Caffe's multistep", "schedule: {multi-step: {at: [3 steps, 5 steps, 1], factor: 0.3}}",
        [BASE * gamma ** sum(value <= i for value in (3, 5, 7)) for i in steps], epochs=2, steps_per_epoch=7,
    )
    yield case(
        "Caffe's poly", "schedule: {polynomial: {power: 0.75}}", [BASE * (1 - i / 14) ** power for i in steps],
        epochs=2, steps_per_epoch=7,
    )
    yield case(
        "Caffe's sigmoid", "schedule: {sigmoid: {gamma: -0.3, middle: 4 steps}}",
        [BASE / (1 + math.exp(0.3 * (i - step_size))) for i in steps], epochs=2, steps_per_epoch=7,
    )


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--check", action="store_true")
    cases = [*of_pytorch(), *of_caffe()]
    if parser.parse_args().check:
        stored = json.loads(FILE.read_text())["cases"]
        for known, found in zip(stored, cases, strict=True):
            pairs = zip(known["rates"], found["rates"], strict=True)
            if known["train"] != found["train"] or any(not math.isclose(*pair, rel_tol=1e-12) for pair in pairs):
                sys.exit(f"{known['name']}: the stored rates are others")
        return print(f"{len(cases)} cases agree")
    lines = ",\n".join(json.dumps(case) for case in cases)
    FILE.write_text(f'{{"cases": [\n{lines}\n]}}\n')


if __name__ == "__main__":
    main()
