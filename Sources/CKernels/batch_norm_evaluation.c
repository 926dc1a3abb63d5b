#include "internal.h"

#include <math.h>

/// One call, for all threads.
typedef struct {
    const CkernLoops *loops;
    const CkernBatchNorm *norm;
    CkernTensor source, destination;
    bool streams;
} Call;

static CkernChannels channels(const CkernBatchNorm *norm, ptrdiff_t number) {
    const CkernShape shape = norm->shape;
    CkernChannels made = {.floor = norm->appliesReLU ? 0 : -INFINITY};
    for (int lane = 0; lane < CKERN_PAIR; lane++) {
        const ptrdiff_t at = number * shape.block + ckern_pair_place(shape.element, lane) % shape.block;
        if (at >= shape.channels) continue;
        made.mean[lane] = norm->mean[at];
        made.factor[lane] = (norm->scale ? norm->scale[at] : 1) / sqrtf(norm->variance[at] + norm->epsilon);
        made.shift[lane] = norm->shift ? norm->shift[at] : 0;
    }
    return made;
}

static void run(void *context, int thread, int threads) {
    const Call *call = context;
    const CkernShape shape = call->norm->shape;
    const ptrdiff_t images = shape.images, pixels = ckern_pixels(shape);
    const CkernShare share = ckern_share(images * ckern_blocks(shape), thread, threads);
    CkernChannels made;
    for (ptrdiff_t at = share.start; at < share.end; at++) {
        const ptrdiff_t number = at / images, image = at % images;
        if (at == share.start || image == 0) made = channels(call->norm, number);
        void *destination = ckern_plane(call->destination, image, number, pixels, shape);
        call->loops->normalize(
                ckern_plane(call->source, image, number, pixels, shape), destination, ckern_plane_count(shape),
                shape.element, call->streams && ckern_is_aligned(destination), &made);
    }
}

void ckern_batch_norm_evaluation(
        const CkernMachine *machine, const CkernBatchNorm *norm, CkernTensor source, CkernTensor destination) {
    Call call = {
            .loops = ckern_loops(machine), .norm = norm, .source = source, .destination = destination,
            .streams = source.data != destination.data && ckern_streams(machine, norm->shape)};
    ckern_run(machine, run, &call);
}
