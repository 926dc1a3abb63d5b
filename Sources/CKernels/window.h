#ifndef CKERN_WINDOW_H
#define CKERN_WINDOW_H

#include "internal.h"

/// The most places in a window of maximum pooling, and the most windows over a number of the average's gradient.
#define CKERN_PLACES 256
/// So few places in a window that to find their maximum anew for each row of outputs is cheaper than to keep parts of it.
#define CKERN_FEW_PLACES 9
/// How many vectors the loops of pooling keep of the rows at hand.
#define CKERN_RING 1024

/// The rows or columns of the picture that a window covers at an output.
static inline CkernShare ckern_covered(
        ptrdiff_t output, ptrdiff_t kernel, ptrdiff_t stride, ptrdiff_t pad, ptrdiff_t length) {
    const ptrdiff_t start = output * stride - pad;
    return (CkernShare){ckern_larger(start, 0), ckern_smaller(start + kernel, length)};
}

/// The outputs whose windows cover a row or column of the picture; none if the start is not before the end.
static inline CkernShare ckern_covering(
        ptrdiff_t place, ptrdiff_t kernel, ptrdiff_t stride, ptrdiff_t pad, ptrdiff_t outputs) {
    const ptrdiff_t first = place + pad - kernel + 1;
    return (CkernShare){
            first <= 0 ? 0 : (first + stride - 1) / stride, ckern_smaller((place + pad) / stride + 1, outputs)};
}

/// How much of the picture, or of the picture and its padding, a window covers along an axis.
static inline ptrdiff_t ckern_covered_count(
        ptrdiff_t output, ptrdiff_t kernel, ptrdiff_t stride, ptrdiff_t pad, ptrdiff_t padAfter, ptrdiff_t length,
        bool includesPadding) {
    const ptrdiff_t start = output * stride - pad;
    if (includesPadding) return ckern_smaller(start + kernel, length + padAfter) - start;
    return ckern_smaller(start + kernel, length) - ckern_larger(start, 0);
}

/// What each number under an average's window counts.
static inline float ckern_average_share(
        const CkernWindow *w, bool includesPadding, ptrdiff_t y, ptrdiff_t x, ptrdiff_t height, ptrdiff_t width) {
    const ptrdiff_t rows = ckern_covered_count(
            y, w->kernelHeight, w->strideHeight, w->padTop, w->padBottom, height, includesPadding);
    const ptrdiff_t columns = ckern_covered_count(
            x, w->kernelWidth, w->strideWidth, w->padLeft, w->padRight, width, includesPadding);
    return 1.0f / (float)(rows * columns);
}

#endif
