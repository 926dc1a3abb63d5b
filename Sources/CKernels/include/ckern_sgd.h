#ifndef CKERN_SGD_H
#define CKERN_SGD_H

#include "ckern_machine.h"

/// Stochastic gradient descent as PyTorch defines it: g ← g + decay · w; v ← momentum · v + g; w ← w − rate · v, or with
/// Nesterov w ← w − rate · (g + momentum · v). Every product and sum is rounded by itself, in that order, on every
/// instruction set.
typedef struct {
    float rate;
    float momentum;
    float weightDecay;
    bool nesterov;
} CkernSGD;

/// Updates `count` values. `velocity` is NULL if momentum is 0: then w ← w − rate · (g + decay · w). The arrays need no
/// alignment and do not overlap.
void ckern_sgd(
        const CkernMachine *machine, const CkernSGD *rule, ptrdiff_t count, float *values, const float *gradients,
        float *velocity);

#endif
