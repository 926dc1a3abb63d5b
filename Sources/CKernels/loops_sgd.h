// The loop of stochastic gradient descent.

/// Each product and sum is rounded by itself, so that the bits are those of the rule as it is written.
INLINE void sgdPair(
        const CkernSGD *rule, float *values, const float *gradients, float *velocity, ptrdiff_t index) {
#pragma clang fp contract(off)
    const Pair g = load(gradients, index, CkernFloat32);
    Pair w = load(values, index, CkernFloat32), v;
    if (velocity) v = load(velocity, index, CkernFloat32);
    EACH_HALF(h) {
        const Lanes gradient = g.half[h] + rule->weightDecay * w.half[h];
        Lanes step = gradient;
        if (velocity) {
            v.half[h] = rule->momentum * v.half[h] + gradient;
            step = rule->nesterov ? gradient + rule->momentum * v.half[h] : v.half[h];
        }
        w.half[h] = w.half[h] - rule->rate * step;
    }
    store(values, index, CkernFloat32, false, w);
    if (velocity) store(velocity, index, CkernFloat32, false, v);
}

static void sgd(
        const CkernSGD *rule, ptrdiff_t count, float *values, const float *gradients, float *velocity) {
    const CkernSGD once = *rule;
    const ptrdiff_t pairs = count / PAIR, rest = count % PAIR;
    for (ptrdiff_t index = 0; index < pairs; index++) sgdPair(&once, values, gradients, velocity, index);
    if (rest == 0) return;
    Part w = part(values, pairs, rest, CkernFloat32), v = part(velocity, pairs, rest, CkernFloat32);
    const Part g = part(gradients, pairs, rest, CkernFloat32);
    sgdPair(&once, (float *)w.bytes, (const float *)g.bytes, velocity ? (float *)v.bytes : NULL, 0);
    putPart(values, pairs, rest, CkernFloat32, &w);
    if (velocity) putPart(velocity, pairs, rest, CkernFloat32, &v);
}
