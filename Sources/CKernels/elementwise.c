#include "internal.h"

/// One call, for all threads.
typedef struct {
    const CkernLoops *loops;
    CkernRows rows;
    CkernElement destinationElement;
    /// What is read; the last may be missing.
    CkernTensor sources[3];
    CkernTensor destination;
    bool appliesReLU, adds, streams;
} Call;

/// A stretch of one row.
typedef struct {
    const void *sources[3];
    void *destination;
    ptrdiff_t count;
    bool streams;
} Stretch;

CkernRows ckern_rows(CkernShape shape) {
    return (CkernRows){shape.images, ckern_blocks(shape) * ckern_plane_count(shape), shape.element};
}

static Stretch stretch(const Call *call, ptrdiff_t row, ptrdiff_t start, ptrdiff_t end) {
    Stretch at = {.count = end - start};
    for (int n = 0; n < 3; n++) {
        const CkernTensor source = call->sources[n];
        at.sources[n] = ckern_advance(source.data, row * source.imageStride + start, call->rows.element);
    }
    at.destination = ckern_advance(
            call->destination.data, row * call->destination.imageStride + start, call->destinationElement);
    at.streams = call->streams && ckern_is_aligned(at.destination);
    return at;
}

/// Calls `work` for the stretches of a thread's share, which begins and ends at multiples of 64 elements in a row.
static void eachStretch(const Call *call, int thread, int threads, void (*work)(const Call *, const Stretch *)) {
    const ptrdiff_t grain = 64, grains = (call->rows.length + grain - 1) / grain;
    const CkernShare share = ckern_share(call->rows.rows * grains, thread, threads);
    for (ptrdiff_t at = share.start; at < share.end;) {
        const ptrdiff_t row = at / grains, next = ckern_smaller((row + 1) * grains, share.end);
        const ptrdiff_t start = (at - row * grains) * grain;
        const ptrdiff_t end = ckern_smaller((next - row * grains) * grain, call->rows.length);
        const Stretch part = stretch(call, row, start, end);
        work(call, &part);
        at = next;
    }
}

/// Decides whether the call writes past the caches, and runs it.
static void run(const CkernMachine *machine, Call *call, void (*body)(void *, int, int)) {
    const ptrdiff_t bytes =
            call->rows.rows * call->rows.length * (ptrdiff_t)ckern_element_byte_count(call->destinationElement);
    call->streams = !call->adds && bytes >= machine->streamingByteCount;
    for (int n = 0; n < 3; n++)
        if (call->sources[n].data == call->destination.data) call->streams = false;
    ckern_run(machine, body, call);
}

static void copyStretch(const Call *call, const Stretch *at) {
    call->loops->convert(
            at->sources[0], call->rows.element, at->destination, call->destinationElement, at->count, at->streams);
}

static void copy(void *context, int thread, int threads) { eachStretch(context, thread, threads, copyStretch); }

void ckern_copy(
        const CkernMachine *machine, CkernRows rows, CkernTensor source, CkernElement destinationElement,
        CkernTensor destination) {
    Call call = {
            .loops = ckern_loops(machine), .rows = rows, .destinationElement = destinationElement,
            .sources = {source}, .destination = destination};
    run(machine, &call, copy);
}

static void addStretch(const Call *call, const Stretch *at) {
    call->loops->add(
            at->sources[0], at->sources[1], at->destination, at->count, call->rows.element, at->streams,
            call->appliesReLU);
}

static void add(void *context, int thread, int threads) { eachStretch(context, thread, threads, addStretch); }

void ckern_add(
        const CkernMachine *machine, CkernRows rows, bool appliesReLU, CkernTensor first, CkernTensor second,
        CkernTensor destination) {
    Call call = {
            .loops = ckern_loops(machine), .rows = rows, .destinationElement = rows.element,
            .sources = {first, second}, .destination = destination, .appliesReLU = appliesReLU};
    run(machine, &call, add);
}

static void reluStretch(const Call *call, const Stretch *at) {
    call->loops->relu(at->sources[0], at->destination, at->count, call->rows.element, at->streams);
}

static void relu(void *context, int thread, int threads) { eachStretch(context, thread, threads, reluStretch); }

void ckern_relu(const CkernMachine *machine, CkernRows rows, CkernTensor source, CkernTensor destination) {
    Call call = {
            .loops = ckern_loops(machine), .rows = rows, .destinationElement = rows.element, .sources = {source},
            .destination = destination};
    run(machine, &call, relu);
}

static void reluBackwardStretch(const Call *call, const Stretch *at) {
    call->loops->reluBackward(
            at->sources[0], at->sources[1], at->sources[2], at->destination, at->count, call->rows.element, call->adds,
            at->streams);
}

static void reluBackward(void *context, int thread, int threads) {
    eachStretch(context, thread, threads, reluBackwardStretch);
}

void ckern_relu_backward(
        const CkernMachine *machine, CkernRows rows, CkernTensor kept, CkernTensor gradient, CkernTensor second,
        CkernTensor sourceGradient, bool addsToSourceGradient) {
    Call call = {
            .loops = ckern_loops(machine), .rows = rows, .destinationElement = rows.element,
            .sources = {kept, gradient, second}, .destination = sourceGradient, .adds = addsToSourceGradient};
    run(machine, &call, reluBackward);
}
