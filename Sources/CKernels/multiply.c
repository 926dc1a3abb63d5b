#include "internal.h"

/// One call, for all threads.
typedef struct {
    const CkernProductLoops *loops;
    CkernShape shape;
    CkernTensor first, second, destination;
    bool spreads, adds;
} Call;

static const CkernProductLoops *productLoops(const CkernMachine *machine, CkernShape shape) {
    const CkernLoops *loops = ckern_loops(machine);
    switch (shape.block) {
    case 4: return &loops->product4;
    case 8: return &loops->product8;
    default: return &loops->product16;
    }
}

static CkernShare planes(const Call *call, int thread, int threads) {
    return ckern_share(call->shape.images * ckern_blocks(call->shape), thread, threads);
}

static void multiply(void *context, int thread, int threads) {
    const Call *call = context;
    const CkernShare share = planes(call, thread, threads);
    const ptrdiff_t blocks = ckern_blocks(call->shape), pixels = ckern_pixels(call->shape);
    for (ptrdiff_t number = share.start; number < share.end; number++) {
        const ptrdiff_t image = number / blocks, block = number % blocks;
        call->loops->multiply(
                ckern_plane(call->first, image, block, pixels, call->shape),
                ckern_plane(call->second, image, block, call->spreads ? 1 : pixels, call->shape), call->spreads,
                ckern_plane(call->destination, image, block, pixels, call->shape), call->adds, pixels,
                call->shape.element);
    }
}

void ckern_multiply(
        const CkernMachine *machine, CkernShape shape, CkernTensor first, CkernTensor second, bool spreads,
        CkernTensor destination, bool adds) {
    Call call = {
            .loops = productLoops(machine, shape), .shape = shape, .first = first, .second = second,
            .destination = destination, .spreads = spreads, .adds = adds};
    ckern_run(machine, multiply, &call);
}

static void productSums(void *context, int thread, int threads) {
    const Call *call = context;
    const CkernShare share = planes(call, thread, threads);
    const ptrdiff_t blocks = ckern_blocks(call->shape), pixels = ckern_pixels(call->shape);
    for (ptrdiff_t number = share.start; number < share.end; number++) {
        const ptrdiff_t image = number / blocks, block = number % blocks;
        call->loops->productSums(
                ckern_plane(call->first, image, block, pixels, call->shape),
                ckern_plane(call->second, image, block, pixels, call->shape),
                ckern_plane(call->destination, image, block, 1, call->shape), call->adds, pixels, call->shape.element);
    }
}

void ckern_product_sums(
        const CkernMachine *machine, CkernShape shape, CkernTensor first, CkernTensor second, CkernTensor destination,
        bool adds) {
    Call call = {
            .loops = productLoops(machine, shape), .shape = shape, .first = first, .second = second,
            .destination = destination, .adds = adds};
    ckern_run(machine, productSums, &call);
}
