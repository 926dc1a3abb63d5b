#ifndef CKERN_INTERNAL_H
#define CKERN_INTERNAL_H

#include "include/CKernels.h"

/// Lanes of the widest block.
#define CKERN_LANES 16

/// What batch normalisation does to the channels of one block; lanes past the last channel are 0 throughout.
typedef struct {
    /// y = (x − mean) · factor + shift, and what is below `floor` becomes `floor`: 0, or −∞ where there is no ReLU.
    float mean[CKERN_LANES], factor[CKERN_LANES], shift[CKERN_LANES];
    float floor;
    /// dx = factor · (dy − meanGradient − (x − mean) · slope)
    float meanGradient[CKERN_LANES], slope[CKERN_LANES];
} CkernChannels;

/// The innermost loops, compiled for one instruction set and block. Each works on one block of one image, pixel by pixel,
/// or on a stretch of elements. A `second` gradient may be NULL. Sums are added to what is there, lane by lane.
typedef struct {
    /// Σ (x − origin) and Σ (x − origin)².
    void (*sums)(
            const void *source, ptrdiff_t pixels, CkernElement element, const float *origin, double *sum,
            double *squares);
    void (*normalize)(
            const void *source, void *destination, ptrdiff_t pixels, CkernElement element,
            const CkernChannels *channels);
    /// Σ dy and Σ dy · (x − mean), dy being 0 where y is not above `floor`.
    void (*gradientSums)(
            const void *source, const void *gradient, const void *second, ptrdiff_t pixels, CkernElement element,
            const CkernChannels *channels, double *sum, double *products);
    void (*sourceGradient)(
            const void *source, const void *gradient, const void *second, void *sourceGradient, bool adds,
            ptrdiff_t pixels, CkernElement element, const CkernChannels *channels);

    void (*maxPool)(
            const void *source, void *destination, uint8_t *places, ptrdiff_t height, ptrdiff_t width,
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
} CkernBlockLoops;

/// Loops over stretches of elements, compiled for one instruction set.
typedef struct {
    void (*convert)(
            const void *source, CkernElement sourceElement, void *destination, CkernElement destinationElement,
            ptrdiff_t count);
    void (*add)(
            const void *first, const void *second, void *destination, ptrdiff_t count, CkernElement element,
            bool appliesReLU);
    void (*relu)(const void *source, void *destination, ptrdiff_t count, CkernElement element);
    void (*reluBackward)(
            const void *kept, const void *gradient, const void *second, void *sourceGradient, bool adds,
            ptrdiff_t count, CkernElement element);
    void (*sgd)(
            const CkernSGD *rule, ptrdiff_t count, float *values, const float *gradients, float *velocity,
            uint16_t *rounded);
} CkernStretchLoops;

/// The loops of one instruction set.
typedef struct {
    CkernBlockLoops block16;
    CkernBlockLoops block8;
    CkernStretchLoops stretch;
} CkernLoops;

extern const CkernLoops ckern_loops_portable;
#if defined(__x86_64__)
extern const CkernLoops ckern_loops_avx2;
extern const CkernLoops ckern_loops_avx512;
extern const CkernLoops ckern_loops_avx512_bfloat16;
#endif

const CkernLoops *ckern_loops(const CkernMachine *machine);
const CkernBlockLoops *ckern_block_loops(const CkernMachine *machine, ptrdiff_t block);

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

static inline CkernTensor ckern_nothing(void) { return (CkernTensor){NULL, 0}; }

/// The address of the element `offset` after `data`; NULL stays NULL.
static inline void *ckern_advance(void *data, ptrdiff_t offset, CkernElement element) {
    return data ? (char *)data + offset * (ptrdiff_t)ckern_element_byte_count(element) : NULL;
}

/// The first element of a block of an image whose planes have `pixels` pixels.
static inline void *ckern_plane(
        CkernTensor tensor, ptrdiff_t image, ptrdiff_t block, ptrdiff_t pixels, CkernShape shape) {
    return ckern_advance(tensor.data, image * tensor.imageStride + block * pixels * shape.block, shape.element);
}

#endif
