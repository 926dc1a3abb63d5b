#ifndef CKERN_POOLING_H
#define CKERN_POOLING_H

#include "ckern_tensor.h"

/// How a window slides. Output (y, x) covers rows y · strideHeight − padTop + 0..<kernelHeight and columns likewise, of which
/// only those inside the picture count; every output must cover at least one. How far the padding after the picture
/// reaches, or a window beyond that, follows from the sizes.
typedef struct {
    ptrdiff_t kernelHeight, kernelWidth;
    ptrdiff_t strideHeight, strideWidth;
    ptrdiff_t padTop, padLeft;
    ptrdiff_t padBottom, padRight;
    ptrdiff_t outputHeight, outputWidth;
} CkernWindow;

// In the functions below `shape` is the pooling's input. Outputs and their gradients have the same images, channels, block
// and element type, and the window's output height and width.

/// Whether maximum pooling takes the window: its kernel covers at most 256 numbers, so that a place in it is a byte.
bool ckern_max_pool_supports(const CkernWindow *window);

/// Whether average pooling takes the window: at most 256 of its stops cover any one number.
bool ckern_average_pool_supports(const CkernWindow *window);

/// Bytes of the places that `ckern_max_pool` keeps: one for each output element, padding lanes included.
size_t ckern_max_pool_place_byte_count(CkernShape shape, const CkernWindow *window);

/// The largest number under each stop of the window. Of equal numbers the first, row by row, gets the gradient. A number that
/// is not a number wins if it is the first under the window, and never otherwise.
///
/// `places` keeps where in its window each maximum was, row · kernelWidth + column; NULL if no gradient is wanted. They lie
/// densely, [N, ⌈C / block⌉, H', W', block].
void ckern_max_pool(
        const CkernMachine *machine, CkernShape shape, const CkernWindow *window, CkernTensor source,
        CkernTensor destination, uint8_t *places);

/// Each output's gradient, plus `second`'s if its data is not NULL, goes to the place that had its maximum; the sums
/// overwrite `sourceGradient`, or are added to it.
void ckern_max_pool_backward(
        const CkernMachine *machine, CkernShape shape, const CkernWindow *window, CkernTensor gradient,
        CkernTensor second, const uint8_t *places, CkernTensor sourceGradient, bool addsToSourceGradient);

/// The mean under each stop of the window. With `includesPadding` the divisor counts what the window covers of the picture
/// and its padding, but not what lies beyond that; otherwise only what it covers of the picture. A window as large as the
/// picture is the global average.
void ckern_average_pool(
        const CkernMachine *machine, CkernShape shape, const CkernWindow *window, bool includesPadding,
        CkernTensor source, CkernTensor destination);

/// Each output's gradient, divided as the output was, goes to every number that was under its window; the sums overwrite
/// `sourceGradient`, or are added to it.
void ckern_average_pool_backward(
        const CkernMachine *machine, CkernShape shape, const CkernWindow *window, bool includesPadding,
        CkernTensor gradient, CkernTensor sourceGradient, bool addsToSourceGradient);

#endif
