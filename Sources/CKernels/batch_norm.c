#include "internal.h"

#include <math.h>

/// One call, for all threads.
typedef struct {
    const CkernBlockLoops *loops;
    const CkernBatchNorm *norm;
    CkernRunningStatistics running;
    CkernTensor source, destination;
    CkernTensor gradient, second;
    bool adds;
    float *scaleGradient, *shiftGradient;
    /// Two sums for each lane of each block of each image, where the images of a block are shared out.
    double *scratch;
} Call;

/// Two sums over a block's channels.
typedef struct {
    double first[CKERN_LANES], second[CKERN_LANES];
} Sums;

size_t ckern_batch_norm_scratch_byte_count(CkernShape shape) {
    return (size_t)(shape.images * ckern_blocks(shape)) * sizeof(Sums);
}

static const void *plane(const Call *call, CkernTensor tensor, ptrdiff_t image, ptrdiff_t block) {
    return ckern_plane(tensor, image, block, ckern_pixels(call->norm->shape), call->norm->shape);
}

static ptrdiff_t lanes(const Call *call, ptrdiff_t block) {
    const CkernShape shape = call->norm->shape;
    return ckern_smaller(shape.block, shape.channels - block * shape.block);
}

static double count(const Call *call) {
    return (double)call->norm->shape.images * (double)ckern_pixels(call->norm->shape);
}

static void add(Sums *total, const Sums *part) {
    for (int lane = 0; lane < CKERN_LANES; lane++) {
        total->first[lane] += part->first[lane];
        total->second[lane] += part->second[lane];
    }
}

/// A block's channels as the statistics and parameters in `norm` have them.
static CkernChannels channels(const Call *call, ptrdiff_t block) {
    const CkernBatchNorm *norm = call->norm;
    CkernChannels made = {.floor = norm->appliesReLU ? 0 : -INFINITY};
    for (ptrdiff_t lane = 0; lane < lanes(call, block); lane++) {
        const ptrdiff_t channel = block * norm->shape.block + lane;
        const double deviation = sqrt((double)norm->variance[channel] + (double)norm->epsilon);
        made.mean[lane] = norm->mean[channel];
        made.factor[lane] = (float)((norm->scale ? (double)norm->scale[channel] : 1) / deviation);
        made.shift[lane] = norm->shift ? norm->shift[channel] : 0;
    }
    return made;
}

// The statistics. A block's sums are taken around its mean in the first image, so that little cancels in
// variance = Σ (x − origin)² / n − (mean − origin)².

static void origin(const Call *call, ptrdiff_t block, float *origin) {
    const float zeros[CKERN_LANES] = {0};
    const CkernShape shape = call->norm->shape;
    Sums sums = {0};
    call->loops->sums(
            plane(call, call->source, 0, block), ckern_pixels(shape), shape.element, zeros, sums.first, sums.second);
    for (int lane = 0; lane < CKERN_LANES; lane++) origin[lane] = (float)(sums.first[lane] / (double)ckern_pixels(shape));
}

static Sums imageSums(const Call *call, ptrdiff_t image, ptrdiff_t block, const float *origin) {
    const CkernShape shape = call->norm->shape;
    Sums sums = {0};
    call->loops->sums(
            plane(call, call->source, image, block), ckern_pixels(shape), shape.element, origin, sums.first,
            sums.second);
    return sums;
}

static void keepStatistics(const Call *call, ptrdiff_t block, const float *origin, const Sums *total) {
    const double n = count(call);
    const double momentum = call->running.momentum;
    for (ptrdiff_t lane = 0; lane < lanes(call, block); lane++) {
        const ptrdiff_t channel = block * call->norm->shape.block + lane;
        const double offset = total->first[lane] / n;
        const double mean = origin[lane] + offset;
        const double variance = fmax(total->second[lane] / n - offset * offset, 0);
        call->norm->mean[channel] = (float)mean;
        call->norm->variance[channel] = (float)variance;
        if (!call->running.mean) continue;
        float *keptMean = &call->running.mean[channel], *keptVariance = &call->running.variance[channel];
        *keptMean = (float)((1 - momentum) * *keptMean + momentum * mean);
        *keptVariance = (float)((1 - momentum) * *keptVariance + momentum * variance * (n > 1 ? n / (n - 1) : 1));
    }
}

static void normalize(const Call *call, ptrdiff_t image, ptrdiff_t block, const CkernChannels *channels) {
    const CkernShape shape = call->norm->shape;
    call->loops->normalize(
            plane(call, call->source, image, block), (void *)plane(call, call->destination, image, block),
            ckern_pixels(shape), shape.element, channels);
}

static Sums gradientSums(const Call *call, ptrdiff_t image, ptrdiff_t block, const CkernChannels *channels) {
    const CkernShape shape = call->norm->shape;
    Sums sums = {0};
    call->loops->gradientSums(
            plane(call, call->source, image, block), plane(call, call->gradient, image, block),
            plane(call, call->second, image, block), ckern_pixels(shape), shape.element, channels, sums.first,
            sums.second);
    return sums;
}

/// Completes `channels` for the second half of the backward pass.
static void useGradientSums(const Call *call, ptrdiff_t block, const Sums *total, CkernChannels *channels) {
    const CkernBatchNorm *norm = call->norm;
    for (ptrdiff_t lane = 0; lane < lanes(call, block); lane++) {
        const double variance = norm->variance[block * norm->shape.block + lane];
        channels->meanGradient[lane] = (float)(total->first[lane] / count(call));
        channels->slope[lane] =
                (float)(total->second[lane] / count(call) / (variance + (double)norm->epsilon));
    }
}

static void keepParameterGradients(const Call *call, ptrdiff_t block, const Sums *total) {
    const CkernBatchNorm *norm = call->norm;
    for (ptrdiff_t lane = 0; lane < lanes(call, block); lane++) {
        const ptrdiff_t channel = block * norm->shape.block + lane;
        const double deviation = sqrt((double)norm->variance[channel] + (double)norm->epsilon);
        if (call->scaleGradient) call->scaleGradient[channel] = (float)(total->second[lane] / deviation);
        if (call->shiftGradient) call->shiftGradient[channel] = (float)total->first[lane];
    }
}

static void sourceGradient(const Call *call, ptrdiff_t image, ptrdiff_t block, const CkernChannels *channels) {
    const CkernShape shape = call->norm->shape;
    call->loops->sourceGradient(
            plane(call, call->source, image, block), plane(call, call->gradient, image, block),
            plane(call, call->second, image, block), (void *)plane(call, call->destination, image, block), call->adds,
            ckern_pixels(shape), shape.element, channels);
}

// Each thread does whole blocks, whose second pass, from the last image to the first, finds the end of the first one in
// the cache.

static void trainBlocks(void *context, int thread, int threads) {
    const Call *call = context;
    const CkernShare blocks = ckern_share(ckern_blocks(call->norm->shape), thread, threads);
    for (ptrdiff_t block = blocks.start; block < blocks.end; block++) {
        float around[CKERN_LANES];
        origin(call, block, around);
        Sums total = {0};
        for (ptrdiff_t image = 0; image < call->norm->shape.images; image++) {
            const Sums sums = imageSums(call, image, block, around);
            add(&total, &sums);
        }
        keepStatistics(call, block, around, &total);
        const CkernChannels made = channels(call, block);
        for (ptrdiff_t image = call->norm->shape.images - 1; image >= 0; image--) normalize(call, image, block, &made);
    }
}

static void backBlocks(void *context, int thread, int threads) {
    const Call *call = context;
    const CkernShare blocks = ckern_share(ckern_blocks(call->norm->shape), thread, threads);
    for (ptrdiff_t block = blocks.start; block < blocks.end; block++) {
        CkernChannels made = channels(call, block);
        Sums total = {0};
        for (ptrdiff_t image = 0; image < call->norm->shape.images; image++) {
            const Sums sums = gradientSums(call, image, block, &made);
            add(&total, &sums);
        }
        keepParameterGradients(call, block, &total);
        if (!call->destination.data) continue;
        useGradientSums(call, block, &total, &made);
        for (ptrdiff_t image = call->norm->shape.images - 1; image >= 0; image--)
            sourceGradient(call, image, block, &made);
    }
}

static void evaluateBlocks(void *context, int thread, int threads) {
    const Call *call = context;
    const ptrdiff_t blocks = ckern_blocks(call->norm->shape);
    const CkernShare planes = ckern_share(call->norm->shape.images * blocks, thread, threads);
    for (ptrdiff_t plane = planes.start; plane < planes.end; plane++) {
        const CkernChannels made = channels(call, plane % blocks);
        normalize(call, plane / blocks, plane % blocks, &made);
    }
}

void ckern_batch_norm_training(
        const CkernMachine *machine, const CkernBatchNorm *norm, CkernRunningStatistics running, CkernTensor source,
        CkernTensor destination, void *scratch) {
    Call call = {
            .loops = ckern_block_loops(machine, norm->shape.block), .norm = norm, .running = running,
            .source = source, .destination = destination, .scratch = scratch};
    ckern_run(machine, trainBlocks, &call);
}

void ckern_batch_norm_evaluation(
        const CkernMachine *machine, const CkernBatchNorm *norm, CkernTensor source, CkernTensor destination) {
    Call call = {
            .loops = ckern_block_loops(machine, norm->shape.block), .norm = norm, .source = source,
            .destination = destination};
    ckern_run(machine, evaluateBlocks, &call);
}

void ckern_batch_norm_backward(
        const CkernMachine *machine, const CkernBatchNorm *norm, CkernTensor source, CkernTensor gradient,
        CkernTensor second, CkernTensor sourceGradient, bool addsToSourceGradient, float *scaleGradient,
        float *shiftGradient, void *scratch) {
    Call call = {
            .loops = ckern_block_loops(machine, norm->shape.block), .norm = norm, .source = source,
            .destination = sourceGradient, .gradient = gradient, .second = second, .adds = addsToSourceGradient,
            .scaleGradient = scaleGradient, .shiftGradient = shiftGradient, .scratch = scratch};
    ckern_run(machine, backBlocks, &call);
}
