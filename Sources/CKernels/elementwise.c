#include "internal.h"

/// One call, for all threads. `first` and `second` are what is read, `destination` what is written.
typedef struct {
    const CkernStretchLoops *loops;
    CkernRows rows;
    CkernElement destinationElement;
    CkernTensor first, second, third, destination;
    bool appliesReLU, adds;
} Call;

/// A stretch of one row.
typedef struct {
    void *first, *second, *third, *destination;
    ptrdiff_t count;
} Stretch;

CkernRows ckern_rows(CkernShape shape) {
    return (CkernRows){shape.images, ckern_blocks(shape) * shape.block * ckern_pixels(shape), shape.element};
}

/// Calls `work` for the stretches of a thread's share, which begins and ends at multiples of 64 elements in a row.
static void eachStretch(const Call *call, int thread, int threads, void (*work)(const Call *, Stretch)) {
    const ptrdiff_t grain = 64, grains = (call->rows.length + grain - 1) / grain;
    const CkernShare share = ckern_share(call->rows.rows * grains, thread, threads);
    for (ptrdiff_t at = share.start; at < share.end;) {
        const ptrdiff_t row = at / grains, next = ckern_smaller((row + 1) * grains, share.end);
        const ptrdiff_t start = (at - row * grains) * grain;
        const ptrdiff_t end = ckern_smaller((next - row * grains) * grain, call->rows.length);
        const CkernElement element = call->rows.element;
        work(call, (Stretch){
                           ckern_advance(call->first.data, row * call->first.imageStride + start, element),
                           ckern_advance(call->second.data, row * call->second.imageStride + start, element),
                           ckern_advance(call->third.data, row * call->third.imageStride + start, element),
                           ckern_advance(
                                   call->destination.data, row * call->destination.imageStride + start,
                                   call->destinationElement),
                           end - start});
        at = next;
    }
}

static void copyStretch(const Call *call, Stretch at) {
    call->loops->convert(at.first, call->rows.element, at.destination, call->destinationElement, at.count);
}

static void copy(void *context, int thread, int threads) { eachStretch(context, thread, threads, copyStretch); }

void ckern_copy(
        const CkernMachine *machine, CkernRows rows, CkernTensor source, CkernElement destinationElement,
        CkernTensor destination) {
    Call call = {
            .loops = &ckern_loops(machine)->stretch, .rows = rows, .destinationElement = destinationElement,
            .first = source, .destination = destination};
    ckern_run(machine, copy, &call);
}

static void addStretch(const Call *call, Stretch at) {
    call->loops->add(at.first, at.second, at.destination, at.count, call->rows.element, call->appliesReLU);
}

static void add(void *context, int thread, int threads) { eachStretch(context, thread, threads, addStretch); }

void ckern_add(
        const CkernMachine *machine, CkernRows rows, bool appliesReLU, CkernTensor first, CkernTensor second,
        CkernTensor destination) {
    Call call = {
            .loops = &ckern_loops(machine)->stretch, .rows = rows, .destinationElement = rows.element, .first = first,
            .second = second, .destination = destination, .appliesReLU = appliesReLU};
    ckern_run(machine, add, &call);
}

static void reluStretch(const Call *call, Stretch at) {
    call->loops->relu(at.first, at.destination, at.count, call->rows.element);
}

static void relu(void *context, int thread, int threads) { eachStretch(context, thread, threads, reluStretch); }

void ckern_relu(const CkernMachine *machine, CkernRows rows, CkernTensor source, CkernTensor destination) {
    Call call = {
            .loops = &ckern_loops(machine)->stretch, .rows = rows, .destinationElement = rows.element,
            .first = source, .destination = destination};
    ckern_run(machine, relu, &call);
}

static void reluBackwardStretch(const Call *call, Stretch at) {
    call->loops->reluBackward(
            at.first, at.second, at.third, at.destination, call->adds, at.count, call->rows.element);
}

static void reluBackward(void *context, int thread, int threads) {
    eachStretch(context, thread, threads, reluBackwardStretch);
}

void ckern_relu_backward(
        const CkernMachine *machine, CkernRows rows, CkernTensor kept, CkernTensor gradient, CkernTensor second,
        CkernTensor sourceGradient, bool addsToSourceGradient) {
    Call call = {
            .loops = &ckern_loops(machine)->stretch, .rows = rows, .destinationElement = rows.element, .first = kept,
            .second = gradient, .third = second, .destination = sourceGradient, .adds = addsToSourceGradient};
    ckern_run(machine, reluBackward, &call);
}
