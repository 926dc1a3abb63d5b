#include "internal.h"

/// One call, for all threads.
typedef struct {
    const CkernLoops *loops;
    const CkernSGD *rule;
    ptrdiff_t count;
    float *values;
    const float *gradients;
    float *velocity;
} Call;

static void run(void *context, int thread, int threads) {
    const Call *call = context;
    const ptrdiff_t grain = 64;
    const CkernShare grains = ckern_share((call->count + grain - 1) / grain, thread, threads);
    const ptrdiff_t start = grains.start * grain, end = ckern_smaller(grains.end * grain, call->count);
    call->loops->sgd(
            call->rule, end - start, call->values + start, call->gradients + start,
            call->velocity ? call->velocity + start : NULL);
}

void ckern_sgd(
        const CkernMachine *machine, const CkernSGD *rule, ptrdiff_t count, float *values, const float *gradients,
        float *velocity) {
    Call call = {ckern_loops(machine), rule, count, values, gradients, velocity};
    ckern_run(machine, run, &call);
}
