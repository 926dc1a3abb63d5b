#ifndef CKERN_INTERNAL_H
#define CKERN_INTERNAL_H

#include "include/CKernels.h"

/// Elements that the loops over stretches take at a time.
#define CKERN_PAIR 32

/// Which of 32 elements `lane` (0..<32) holds when they are loaded: float32 in order; bfloat16 first those at even places,
/// then those at odd ones.
static inline int ckern_pair_place(CkernElement element, int lane) {
    return element == CkernFloat32 ? lane : lane < 16 ? 2 * lane : 2 * (lane - 16) + 1;
}

/// What batch normalisation does to the channels of one block, lane by lane; lanes past the last channel are 0 throughout.
typedef struct {
    /// y = (x − mean) · factor + shift, and what is below `floor` becomes `floor`: 0, or −∞ where there is no ReLU.
    float mean[CKERN_PAIR], factor[CKERN_PAIR], shift[CKERN_PAIR];
    float floor;
    /// dx = factor · dy + slope · (x − mean) + offset
    float slope[CKERN_PAIR], offset[CKERN_PAIR];
} CkernChannels;

/// The innermost loops of pooling, compiled for one instruction set and block, over one block of one image.
typedef struct {
    /// Past the caches if `streams`, which wants a destination that is a multiple of 64.
    void (*maxPool)(
            const void *source, void *destination, bool streams, uint8_t *places, ptrdiff_t height, ptrdiff_t width,
            CkernElement element, const CkernWindow *window);
    void (*maxPoolBackward)(
            const void *gradient, const void *second, const uint8_t *places, void *sourceGradient, bool adds,
            ptrdiff_t height, ptrdiff_t width, CkernElement element, const CkernWindow *window);
    void (*averagePool)(
            const void *source, void *destination, ptrdiff_t height, ptrdiff_t width, CkernElement element,
            const CkernWindow *window, bool includesPadding);
    void (*averagePoolBackward)(
            const void *gradient, void *sourceGradient, bool adds, ptrdiff_t height, ptrdiff_t width,
            CkernElement element, const CkernWindow *window, bool includesPadding);
} CkernPoolingLoops;

/// The innermost loops of products, compiled for one instruction set and block, over one block of one image.
typedef struct {
    /// `second` is one pixel if `spreads`.
    void (*multiply)(
            const void *first, const void *second, bool spreads, void *destination, bool adds, ptrdiff_t pixels,
            CkernElement element);
    /// `destination` is one pixel.
    void (*productSums)(
            const void *first, const void *second, void *destination, bool adds, ptrdiff_t pixels,
            CkernElement element);
} CkernProductLoops;

/// The innermost loops, compiled for one instruction set. All but those for one block go over a stretch of `count` elements, whatever
/// their meaning. A `second` gradient may be NULL. `streams` writes past the caches and wants a destination that is a
/// multiple of 64.
typedef struct {
    // Over one block of one image. Sums are added to what is there, lane by lane.

    /// Σ (x − origin) and Σ (x − origin)².
    void (*sums)(
            const void *source, ptrdiff_t count, CkernElement element, const float *origin, double *sum,
            double *squares);
    void (*normalize)(
            const void *source, void *destination, ptrdiff_t count, CkernElement element, bool streams,
            const CkernChannels *channels);
    /// Σ dy and Σ dy · (x − mean), dy being 0 where y is not above `floor`.
    void (*gradientSums)(
            const void *source, const void *gradient, const void *second, ptrdiff_t count, CkernElement element,
            const CkernChannels *channels, double *sum, double *products);
    void (*sourceGradient)(
            const void *source, const void *gradient, const void *second, void *sourceGradient, ptrdiff_t count,
            CkernElement element, bool adds, bool streams, const CkernChannels *channels);

    /// Past the caches if `streams` and the types agree.
    void (*convert)(
            const void *source, CkernElement sourceElement, void *destination, CkernElement destinationElement,
            ptrdiff_t count, bool streams);
    void (*add)(
            const void *first, const void *second, void *destination, ptrdiff_t count, CkernElement element,
            bool streams, bool appliesReLU);
    void (*relu)(const void *source, void *destination, ptrdiff_t count, CkernElement element, bool streams);
    void (*reluBackward)(
            const void *kept, const void *gradient, const void *second, void *sourceGradient, ptrdiff_t count,
            CkernElement element, bool adds, bool streams);

    CkernPoolingLoops pooling16, pooling8, pooling4;
    CkernProductLoops product16, product8, product4;
} CkernLoops;

extern const CkernLoops ckern_loops_portable;
#if defined(__x86_64__)
extern const CkernLoops ckern_loops_avx2;
extern const CkernLoops ckern_loops_avx512;
extern const CkernLoops ckern_loops_avx512_bfloat16;
#endif

const CkernLoops *ckern_loops(const CkernMachine *machine);

/// Runs `body` on the machine's team, or on the calling thread.
void ckern_run(const CkernMachine *machine, void (*body)(void *context, int thread, int threads), void *context);

/// A run of consecutive pieces of work.
typedef struct {
    ptrdiff_t start, end;
} CkernShare;

/// The share of one thread in `count` pieces: as even as can be, in order.
static inline CkernShare ckern_share(ptrdiff_t count, int thread, int threads) {
    return (CkernShare){count * thread / threads, count * (thread + 1) / threads};
}

static inline ptrdiff_t ckern_smaller(ptrdiff_t first, ptrdiff_t second) { return first < second ? first : second; }
static inline ptrdiff_t ckern_larger(ptrdiff_t first, ptrdiff_t second) { return first > second ? first : second; }

static inline ptrdiff_t ckern_blocks(CkernShape shape) { return (shape.channels + shape.block - 1) / shape.block; }
static inline ptrdiff_t ckern_pixels(CkernShape shape) { return shape.height * shape.width; }

/// Elements of one block of one image.
static inline ptrdiff_t ckern_plane_count(CkernShape shape) { return ckern_pixels(shape) * shape.block; }

/// The address of the element `offset` after `data`; NULL stays NULL.
static inline void *ckern_advance(void *data, ptrdiff_t offset, CkernElement element) {
    return data ? (char *)data + offset * (ptrdiff_t)ckern_element_byte_count(element) : NULL;
}

/// The first element of a block of an image whose planes have `pixels` pixels.
static inline void *ckern_plane(
        CkernTensor tensor, ptrdiff_t image, ptrdiff_t block, ptrdiff_t pixels, CkernShape shape) {
    return ckern_advance(tensor.data, image * tensor.imageStride + block * pixels * shape.block, shape.element);
}

/// Whether a result of that shape is written past the caches.
static inline bool ckern_streams(const CkernMachine *machine, CkernShape shape) {
    const ptrdiff_t count = shape.images * ckern_blocks(shape) * ckern_plane_count(shape);
    return count * (ptrdiff_t)ckern_element_byte_count(shape.element) >= machine->streamingByteCount;
}

/// Whether vectors may be written past the caches from there on.
static inline bool ckern_is_aligned(const void *data) { return (uintptr_t)data % 64 == 0; }

#endif
