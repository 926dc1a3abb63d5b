#include "window.h"

/// One call, for all threads.
typedef struct {
    const CkernPoolingLoops *loops;
    CkernShape shape;
    const CkernWindow *window;
    bool includesPadding;
    /// Of the pooling's input and of its output, or their gradients.
    CkernTensor input, output;
    CkernTensor secondOutput;
    uint8_t *places;
    bool adds, streams;
} Call;

static const CkernPoolingLoops *poolingLoops(const CkernMachine *machine, CkernShape shape) {
    const CkernLoops *loops = ckern_loops(machine);
    switch (shape.block) {
    case 4: return &loops->pooling4;
    case 8: return &loops->pooling8;
    default: return &loops->pooling16;
    }
}

/// One block of one image.
typedef struct {
    void *input, *output, *secondOutput;
    uint8_t *places;
} Plane;

static Plane plane(const Call *call, ptrdiff_t number) {
    const ptrdiff_t blocks = ckern_blocks(call->shape);
    const ptrdiff_t image = number / blocks, block = number % blocks;
    const ptrdiff_t outputs = call->window->outputHeight * call->window->outputWidth;
    return (Plane){
            ckern_plane(call->input, image, block, ckern_pixels(call->shape), call->shape),
            ckern_plane(call->output, image, block, outputs, call->shape),
            ckern_plane(call->secondOutput, image, block, outputs, call->shape),
            call->places ? call->places + number * outputs * call->shape.block : NULL};
}

static CkernShare planes(const Call *call, int thread, int threads) {
    return ckern_share(call->shape.images * ckern_blocks(call->shape), thread, threads);
}

bool ckern_max_pool_supports(const CkernWindow *window) {
    return window->kernelHeight * window->kernelWidth <= CKERN_PLACES;
}

bool ckern_average_pool_supports(const CkernWindow *window) {
    const ptrdiff_t rows = (window->kernelHeight - 1) / window->strideHeight + 1,
                    columns = (window->kernelWidth - 1) / window->strideWidth + 1;
    return ckern_smaller(rows, window->outputHeight) * ckern_smaller(columns, window->outputWidth) <= CKERN_PLACES;
}

size_t ckern_max_pool_place_byte_count(CkernShape shape, const CkernWindow *window) {
    return (size_t)(shape.images * ckern_blocks(shape) * shape.block * window->outputHeight * window->outputWidth);
}

static void maxPool(void *context, int thread, int threads) {
    const Call *call = context;
    const CkernShare share = planes(call, thread, threads);
    for (ptrdiff_t number = share.start; number < share.end; number++) {
        const Plane at = plane(call, number);
        call->loops->maxPool(
                at.input, at.output, call->streams && ckern_is_aligned(at.output), at.places, call->shape.height,
                call->shape.width, call->shape.element, call->window);
    }
}

/// Whether the result is written past the caches.
static bool streams(const CkernMachine *machine, CkernShape source, const CkernWindow *window) {
    CkernShape result = source;
    result.height = window->outputHeight;
    result.width = window->outputWidth;
    return ckern_streams(machine, result);
}

void ckern_max_pool(
        const CkernMachine *machine, CkernShape shape, const CkernWindow *window, CkernTensor source,
        CkernTensor destination, uint8_t *places) {
    Call call = {
            .loops = poolingLoops(machine, shape), .shape = shape, .window = window, .input = source,
            .output = destination, .places = places, .streams = streams(machine, shape, window)};
    ckern_run(machine, maxPool, &call);
}

static void maxPoolBackward(void *context, int thread, int threads) {
    const Call *call = context;
    const CkernShare share = planes(call, thread, threads);
    for (ptrdiff_t number = share.start; number < share.end; number++) {
        const Plane at = plane(call, number);
        call->loops->maxPoolBackward(
                at.output, at.secondOutput, at.places, at.input, call->adds, call->shape.height, call->shape.width,
                call->shape.element, call->window);
    }
}

void ckern_max_pool_backward(
        const CkernMachine *machine, CkernShape shape, const CkernWindow *window, CkernTensor gradient,
        CkernTensor second, const uint8_t *places, CkernTensor sourceGradient, bool addsToSourceGradient) {
    Call call = {
            .loops = poolingLoops(machine, shape), .shape = shape, .window = window,
            .input = sourceGradient, .output = gradient, .secondOutput = second, .places = (uint8_t *)places,
            .adds = addsToSourceGradient};
    ckern_run(machine, maxPoolBackward, &call);
}

static void averagePool(void *context, int thread, int threads) {
    const Call *call = context;
    const CkernShare share = planes(call, thread, threads);
    for (ptrdiff_t number = share.start; number < share.end; number++) {
        const Plane at = plane(call, number);
        call->loops->averagePool(
                at.input, at.output, call->shape.height, call->shape.width, call->shape.element, call->window,
                call->includesPadding);
    }
}

void ckern_average_pool(
        const CkernMachine *machine, CkernShape shape, const CkernWindow *window, bool includesPadding,
        CkernTensor source, CkernTensor destination) {
    Call call = {
            .loops = poolingLoops(machine, shape), .shape = shape, .window = window, .input = source,
            .output = destination, .includesPadding = includesPadding};
    ckern_run(machine, averagePool, &call);
}

static void averagePoolBackward(void *context, int thread, int threads) {
    const Call *call = context;
    const CkernShare share = planes(call, thread, threads);
    for (ptrdiff_t number = share.start; number < share.end; number++) {
        const Plane at = plane(call, number);
        call->loops->averagePoolBackward(
                at.output, at.input, call->adds, call->shape.height, call->shape.width, call->shape.element,
                call->window, call->includesPadding);
    }
}

void ckern_average_pool_backward(
        const CkernMachine *machine, CkernShape shape, const CkernWindow *window, bool includesPadding,
        CkernTensor gradient, CkernTensor sourceGradient, bool addsToSourceGradient) {
    Call call = {
            .loops = poolingLoops(machine, shape), .shape = shape, .window = window,
            .input = sourceGradient, .output = gradient, .adds = addsToSourceGradient,
            .includesPadding = includesPadding};
    ckern_run(machine, averagePoolBackward, &call);
}
