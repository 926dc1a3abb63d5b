#include "internal.h"

#include <math.h>

/// One call, for all threads: an affine map of each channel, of batch normalisation with given statistics or as it is.
typedef struct {
    const CkernLoops *loops;
    CkernShape shape;
    bool appliesReLU, streams;
    /// NULL where `factor` and `summand` hold.
    const CkernBatchNorm *norm;
    const float *factor, *summand;
    CkernTensor source, destination;
} Call;

static CkernChannels channels(const Call *call, ptrdiff_t number) {
    const CkernBatchNorm *norm = call->norm;
    CkernChannels made = {.floor = call->appliesReLU ? 0 : -INFINITY};
    for (int lane = 0; lane < CKERN_PAIR; lane++) {
        const ptrdiff_t at =
                number * call->shape.block + ckern_pair_place(call->shape.element, lane) % call->shape.block;
        if (at >= call->shape.channels) continue;
        made.factor[lane] = call->factor ? call->factor[at] : 1;
        made.shift[lane] = call->summand ? call->summand[at] : 0;
        if (!norm) continue;
        made.mean[lane] = norm->mean[at];
        made.factor[lane] /= sqrtf(norm->variance[at] + norm->epsilon);
    }
    return made;
}

static void run(void *context, int thread, int threads) {
    const Call *call = context;
    const ptrdiff_t images = call->shape.images, pixels = ckern_pixels(call->shape);
    const CkernShare share = ckern_share(images * ckern_blocks(call->shape), thread, threads);
    CkernChannels made;
    for (ptrdiff_t at = share.start; at < share.end; at++) {
        const ptrdiff_t number = at / images, image = at % images;
        if (at == share.start || image == 0) made = channels(call, number);
        void *destination = ckern_plane(call->destination, image, number, pixels, call->shape);
        call->loops->normalize(
                ckern_plane(call->source, image, number, pixels, call->shape), destination,
                ckern_plane_count(call->shape), call->shape.element, call->streams && ckern_is_aligned(destination),
                &made);
    }
}

void ckern_batch_norm_evaluation(
        const CkernMachine *machine, const CkernBatchNorm *norm, CkernTensor source, CkernTensor destination) {
    Call call = {
            .loops = ckern_loops(machine), .shape = norm->shape, .appliesReLU = norm->appliesReLU, .norm = norm,
            .factor = norm->scale, .summand = norm->shift, .source = source, .destination = destination,
            .streams = source.data != destination.data && ckern_streams(machine, norm->shape)};
    ckern_run(machine, run, &call);
}

void ckern_affine(
        const CkernMachine *machine, CkernShape shape, const float *factor, const float *summand, bool appliesReLU,
        CkernTensor source, CkernTensor destination) {
    Call call = {
            .loops = ckern_loops(machine), .shape = shape, .appliesReLU = appliesReLU, .factor = factor,
            .summand = summand, .source = source, .destination = destination,
            .streams = source.data != destination.data && ckern_streams(machine, shape)};
    ckern_run(machine, run, &call);
}
