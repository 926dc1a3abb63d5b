#include "internal.h"

#include <math.h>

/// One call, for all threads.
typedef struct {
    const CkernBlockLoops *loops;
    CkernShape shape;
    const float *factor, *summand;
    bool appliesReLU;
    CkernTensor source, destination;
} Call;

static CkernChannels channels(const Call *call, ptrdiff_t block) {
    CkernChannels made = {.floor = call->appliesReLU ? 0 : -INFINITY};
    const ptrdiff_t start = block * call->shape.block;
    for (ptrdiff_t lane = 0; lane < ckern_smaller(call->shape.block, call->shape.channels - start); lane++) {
        made.factor[lane] = call->factor ? call->factor[start + lane] : 1;
        made.shift[lane] = call->summand ? call->summand[start + lane] : 0;
    }
    return made;
}

static void run(void *context, int thread, int threads) {
    const Call *call = context;
    const ptrdiff_t blocks = ckern_blocks(call->shape), pixels = ckern_pixels(call->shape);
    const CkernShare planes = ckern_share(call->shape.images * blocks, thread, threads);
    for (ptrdiff_t plane = planes.start; plane < planes.end; plane++) {
        const CkernChannels made = channels(call, plane % blocks);
        call->loops->normalize(
                ckern_plane(call->source, plane / blocks, plane % blocks, pixels, call->shape),
                ckern_plane(call->destination, plane / blocks, plane % blocks, pixels, call->shape), pixels,
                call->shape.element, &made);
    }
}

void ckern_affine(
        const CkernMachine *machine, CkernShape shape, const float *factor, const float *summand, bool appliesReLU,
        CkernTensor source, CkernTensor destination) {
    Call call = {
            .loops = ckern_block_loops(machine, shape.block), .shape = shape, .factor = factor, .summand = summand,
            .appliesReLU = appliesReLU, .source = source, .destination = destination};
    ckern_run(machine, run, &call);
}
