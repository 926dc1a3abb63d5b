#include "internal.h"

#include <math.h>

/// Sums over the lanes of one block.
typedef struct {
    double first[CKERN_PAIR], second[CKERN_PAIR];
} Sums;

/// What is known about the channels of one block, lane by lane.
typedef struct {
    /// Near the mean: what the batch's sums are taken around.
    float origin[CKERN_PAIR];
    float mean[CKERN_PAIR], variance[CKERN_PAIR];
    CkernChannels channels;
} Block;

typedef struct Call Call;

/// The two halves of a pass: sums over a block, then something done to each of its elements.
typedef struct {
    void (*prepare)(const Call *call, ptrdiff_t number, Block *block);
    void (*sum)(const Call *call, ptrdiff_t image, ptrdiff_t number, const Block *block, Sums *sums);
    /// Takes the sums over all images, and writes results per channel if `keeps`.
    void (*finish)(const Call *call, ptrdiff_t number, const Sums *total, Block *block, bool keeps);
    void (*apply)(const Call *call, ptrdiff_t image, ptrdiff_t number, const Block *block);
} Pass;

/// One call, for all threads.
struct Call {
    const CkernLoops *loops;
    const Pass *pass;
    const CkernBatchNorm *norm;
    CkernRunningStatistics running;
    CkernTensor source, destination, gradient, second;
    bool adds, streams;
    float *scaleGradient, *shiftGradient;
    /// Where threads share the images of a block: the sums of each block and image, and what is known of each block before
    /// the sums are.
    Sums *shared;
    Block *prepared;
};

static ptrdiff_t planeCount(CkernShape shape) { return shape.images * ckern_blocks(shape); }

size_t ckern_batch_norm_scratch_byte_count(CkernShape shape) {
    return (size_t)planeCount(shape) * sizeof(Sums) + (size_t)ckern_blocks(shape) * sizeof(Block);
}

static void *plane(const Call *call, CkernTensor tensor, ptrdiff_t image, ptrdiff_t number) {
    return ckern_plane(tensor, image, number, ckern_pixels(call->norm->shape), call->norm->shape);
}

/// The channel of a lane of a block, or −1 if it is padding.
static ptrdiff_t channel(const Call *call, ptrdiff_t number, int lane) {
    const CkernShape shape = call->norm->shape;
    const ptrdiff_t channel = number * shape.block + ckern_pair_place(shape.element, lane) % shape.block;
    return channel < shape.channels ? channel : -1;
}

/// Adds up the lanes that have the same channel, and gives each of them the sum.
static void gather(const Call *call, double *sums) {
    const CkernShape shape = call->norm->shape;
    double perChannel[16] = {0};
    for (int lane = 0; lane < CKERN_PAIR; lane++)
        perChannel[ckern_pair_place(shape.element, lane) % shape.block] += sums[lane];
    for (int lane = 0; lane < CKERN_PAIR; lane++)
        sums[lane] = perChannel[ckern_pair_place(shape.element, lane) % shape.block];
}

static void add(Sums *total, const Sums *part) {
    for (int lane = 0; lane < CKERN_PAIR; lane++) {
        total->first[lane] += part->first[lane];
        total->second[lane] += part->second[lane];
    }
}

static double count(const Call *call) {
    return (double)call->norm->shape.images * (double)ckern_pixels(call->norm->shape);
}

static double deviation(const Call *call, const Block *block, int lane) {
    return sqrt((double)block->variance[lane] + (double)call->norm->epsilon);
}

/// What to do to the elements, once mean and variance are known.
static void useStatistics(const Call *call, ptrdiff_t number, Block *block) {
    const CkernBatchNorm *norm = call->norm;
    block->channels = (CkernChannels){.floor = norm->appliesReLU ? 0 : -INFINITY};
    for (int lane = 0; lane < CKERN_PAIR; lane++) {
        const ptrdiff_t at = channel(call, number, lane);
        if (at < 0) continue;
        block->channels.mean[lane] = block->mean[lane];
        block->channels.factor[lane] = (float)((norm->scale ? norm->scale[at] : 1) / deviation(call, block, lane));
        block->channels.shift[lane] = norm->shift ? norm->shift[at] : 0;
    }
}

// Forward. The sums of a block are taken around its mean in the first image, so that little cancels in
// variance = Σ (x − origin)² / n − (mean − origin)².

static void findOrigin(const Call *call, ptrdiff_t number, Block *block) {
    const CkernShape shape = call->norm->shape;
    const float zeros[CKERN_PAIR] = {0};
    Sums sums = {{0}, {0}};
    call->loops->sums(
            plane(call, call->source, 0, number), ckern_plane_count(shape), shape.element, zeros, sums.first,
            sums.second);
    gather(call, sums.first);
    for (int lane = 0; lane < CKERN_PAIR; lane++)
        block->origin[lane] = (float)(sums.first[lane] / (double)ckern_pixels(shape));
}

static void sumSquares(const Call *call, ptrdiff_t image, ptrdiff_t number, const Block *block, Sums *sums) {
    const CkernShape shape = call->norm->shape;
    call->loops->sums(
            plane(call, call->source, image, number), ckern_plane_count(shape), shape.element, block->origin,
            sums->first, sums->second);
}

static void keepStatistics(const Call *call, ptrdiff_t number, int lane, double mean, double variance) {
    const ptrdiff_t at = channel(call, number, lane);
    call->norm->mean[at] = (float)mean;
    call->norm->variance[at] = (float)variance;
    if (!call->running.mean) return;
    const double momentum = call->running.momentum, n = count(call);
    const double unbiased = n > 1 ? variance * n / (n - 1) : variance;
    call->running.mean[at] = (float)((1 - momentum) * call->running.mean[at] + momentum * mean);
    call->running.variance[at] = (float)((1 - momentum) * call->running.variance[at] + momentum * unbiased);
}

static void finishStatistics(const Call *call, ptrdiff_t number, const Sums *total, Block *block, bool keeps) {
    Sums sums = *total;
    gather(call, sums.first);
    gather(call, sums.second);
    for (int lane = 0; lane < CKERN_PAIR; lane++) {
        const double offset = sums.first[lane] / count(call);
        const double mean = block->origin[lane] + offset;
        const double variance = fmax(sums.second[lane] / count(call) - offset * offset, 0);
        block->mean[lane] = (float)mean;
        block->variance[lane] = (float)variance;
        // Each channel once: the first block's worth of elements has them all.
        const bool isFirst = ckern_pair_place(call->norm->shape.element, lane) < call->norm->shape.block;
        if (keeps && isFirst && channel(call, number, lane) >= 0)
            keepStatistics(call, number, lane, mean, variance);
    }
    useStatistics(call, number, block);
}

static void normalize(const Call *call, ptrdiff_t image, ptrdiff_t number, const Block *block) {
    const CkernShape shape = call->norm->shape;
    void *destination = plane(call, call->destination, image, number);
    call->loops->normalize(
            plane(call, call->source, image, number), destination, ckern_plane_count(shape), shape.element,
            call->streams && ckern_is_aligned(destination), &block->channels);
}

static const Pass forward = {findOrigin, sumSquares, finishStatistics, normalize};

// Backward.

static void takeStatistics(const Call *call, ptrdiff_t number, Block *block) {
    for (int lane = 0; lane < CKERN_PAIR; lane++) {
        const ptrdiff_t at = channel(call, number, lane);
        block->mean[lane] = at < 0 ? 0 : call->norm->mean[at];
        block->variance[lane] = at < 0 ? 0 : call->norm->variance[at];
    }
    useStatistics(call, number, block);
}

static void sumGradients(const Call *call, ptrdiff_t image, ptrdiff_t number, const Block *block, Sums *sums) {
    const CkernShape shape = call->norm->shape;
    call->loops->gradientSums(
            plane(call, call->source, image, number), plane(call, call->gradient, image, number),
            plane(call, call->second, image, number), ckern_plane_count(shape), shape.element, &block->channels,
            sums->first, sums->second);
}

/// dx = factor · (dy − Σ dy / n − (x − mean) · Σ dy (x − mean) / n / (variance + ε))
static void finishGradients(const Call *call, ptrdiff_t number, const Sums *total, Block *block, bool keeps) {
    Sums sums = *total;
    gather(call, sums.first);
    gather(call, sums.second);
    for (int lane = 0; lane < CKERN_PAIR; lane++) {
        const ptrdiff_t at = channel(call, number, lane);
        if (at < 0) continue;
        const double root = deviation(call, block, lane), factor = block->channels.factor[lane];
        block->channels.offset[lane] = (float)(-factor * sums.first[lane] / count(call));
        block->channels.slope[lane] = (float)(-factor * sums.second[lane] / count(call) / (root * root));
        if (!keeps) continue;
        if (call->scaleGradient) call->scaleGradient[at] = (float)(sums.second[lane] / root);
        if (call->shiftGradient) call->shiftGradient[at] = (float)sums.first[lane];
    }
}

static void differentiate(const Call *call, ptrdiff_t image, ptrdiff_t number, const Block *block) {
    const CkernShape shape = call->norm->shape;
    void *destination = plane(call, call->destination, image, number);
    if (!destination) return;
    call->loops->sourceGradient(
            plane(call, call->source, image, number), plane(call, call->gradient, image, number),
            plane(call, call->second, image, number), destination, ckern_plane_count(shape), shape.element, call->adds,
            call->streams && ckern_is_aligned(destination), &block->channels);
}

static const Pass backward = {takeStatistics, sumGradients, finishGradients, differentiate};

// Where there are enough blocks, each thread does whole ones, a few at a time: what they read of an image lies side by side.
// The second half goes from the last image to the first, and so finds the end of the first half in the cache.

/// At least so many bytes are read in one run, if a few blocks can make it that many.
#define RUN_BYTE_COUNT 16384
#define MOST_BLOCKS 8

static ptrdiff_t blocksAtATime(const Call *call) {
    const CkernShape shape = call->norm->shape;
    const ptrdiff_t bytes = ckern_plane_count(shape) * (ptrdiff_t)ckern_element_byte_count(shape.element);
    return ckern_smaller(ckern_larger(RUN_BYTE_COUNT / bytes, 1), MOST_BLOCKS);
}

static void runBlocks(const Call *call, CkernShare numbers) {
    Block blocks[MOST_BLOCKS];
    Sums totals[MOST_BLOCKS] = {{{0}, {0}}};
    const ptrdiff_t images = call->norm->shape.images, count = numbers.end - numbers.start;
    for (ptrdiff_t n = 0; n < count; n++) call->pass->prepare(call, numbers.start + n, &blocks[n]);
    for (ptrdiff_t image = 0; image < images; image++) {
        for (ptrdiff_t n = 0; n < count; n++) {
            Sums sums = {{0}, {0}};
            call->pass->sum(call, image, numbers.start + n, &blocks[n], &sums);
            add(&totals[n], &sums);
        }
    }
    for (ptrdiff_t n = 0; n < count; n++)
        call->pass->finish(call, numbers.start + n, &totals[n], &blocks[n], true);
    for (ptrdiff_t image = images - 1; image >= 0; image--)
        for (ptrdiff_t n = 0; n < count; n++) call->pass->apply(call, image, numbers.start + n, &blocks[n]);
}

static void runWhole(void *context, int thread, int threads) {
    const Call *call = context;
    const ptrdiff_t step = blocksAtATime(call);
    const CkernShare share = ckern_share(ckern_blocks(call->norm->shape), thread, threads);
    for (ptrdiff_t number = share.start; number < share.end; number += step)
        runBlocks(call, (CkernShare){number, ckern_smaller(number + step, share.end)});
}

// Where there are not, the threads share the images of the blocks too, and meet between the halves. The sums are added in
// the same order. In the second half nothing is read of another thread's images, which may be overwritten by then.

static CkernShare planes(const Call *call, int thread, int threads) {
    return ckern_share(planeCount(call->norm->shape), thread, threads);
}

static void sumShared(void *context, int thread, int threads) {
    const Call *call = context;
    const ptrdiff_t images = call->norm->shape.images;
    const CkernShare share = planes(call, thread, threads);
    Block block;
    for (ptrdiff_t at = share.start; at < share.end; at++) {
        if (at == share.start || at % images == 0) call->pass->prepare(call, at / images, &block);
        if (at % images == 0) call->prepared[at / images] = block;
        call->shared[at] = (Sums){{0}, {0}};
        call->pass->sum(call, at % images, at / images, &block, &call->shared[at]);
    }
}

static void applyShared(void *context, int thread, int threads) {
    const Call *call = context;
    const ptrdiff_t images = call->norm->shape.images;
    const CkernShare share = planes(call, thread, threads);
    Block block;
    for (ptrdiff_t at = share.end - 1; at >= share.start; at--) {
        const ptrdiff_t number = at / images;
        if (at == share.end - 1 || at % images == images - 1) {
            Sums total = {{0}, {0}};
            for (ptrdiff_t image = 0; image < images; image++) add(&total, &call->shared[number * images + image]);
            block = call->prepared[number];
            call->pass->finish(call, number, &total, &block, number * images >= share.start);
        }
        call->pass->apply(call, at % images, number, &block);
    }
}

/// Whether whole blocks keep the threads busy for at least nine tenths of the time.
static bool blocksSuffice(ptrdiff_t blocks, ptrdiff_t threads) {
    const ptrdiff_t rounds = (blocks + threads - 1) / threads;
    return blocks * 10 >= rounds * threads * 9;
}

/// - Parameter scratch: as large as `ckern_batch_norm_scratch_byte_count` says.
static void run(const CkernMachine *machine, Call *call, void *scratch) {
    call->shared = scratch;
    call->prepared = (Block *)(call->shared + planeCount(call->norm->shape));
    if (blocksSuffice(ckern_blocks(call->norm->shape), machine->parallel ? machine->threads : 1)) {
        ckern_run(machine, runWhole, call);
        return;
    }
    ckern_run(machine, sumShared, call);
    ckern_run(machine, applyShared, call);
}

void ckern_batch_norm_training(
        const CkernMachine *machine, const CkernBatchNorm *norm, CkernRunningStatistics running, CkernTensor source,
        CkernTensor destination, void *scratch) {
    Call call = {
            .loops = ckern_loops(machine), .pass = &forward, .norm = norm, .running = running, .source = source,
            .destination = destination,
            .streams = source.data != destination.data && ckern_streams(machine, norm->shape)};
    run(machine, &call, scratch);
}

void ckern_batch_norm_backward(
        const CkernMachine *machine, const CkernBatchNorm *norm, CkernTensor source, CkernTensor gradient,
        CkernTensor second, CkernTensor sourceGradient, bool addsToSourceGradient, float *scaleGradient,
        float *shiftGradient, void *scratch) {
    const void *result = sourceGradient.data;
    const bool isInPlace = result == gradient.data || result == second.data || result == source.data;
    Call call = {
            .loops = ckern_loops(machine), .pass = &backward, .norm = norm, .source = source,
            .destination = sourceGradient, .gradient = gradient, .second = second, .adds = addsToSourceGradient,
            .scaleGradient = scaleGradient, .shiftGradient = shiftGradient,
            .streams = !addsToSourceGradient && !isInPlace && ckern_streams(machine, norm->shape)};
    run(machine, &call, scratch);
}
