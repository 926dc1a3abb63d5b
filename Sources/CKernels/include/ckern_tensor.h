#ifndef CKERN_TENSOR_H
#define CKERN_TENSOR_H

#include "ckern_machine.h"

typedef enum {
    CkernFloat32,
    /// The upper half of a float32.
    CkernBFloat16,
} CkernElement;

/// Size in bytes: 4 or 2.
size_t ckern_element_byte_count(CkernElement element);

/// Floating-point operations a second that the machine's multipliers reach on numbers in registers, all threads together,
/// measured for so many seconds, of which each thread's best spell counts; a multiply-add is two. Products of bfloat16 are summed in float32; 0 where the
/// instructions have none.
double ckern_peak_flops(const CkernMachine *machine, CkernElement element, double seconds);

/// The shape of an activation, or of a slice of its channels, in the layout [N, ⌈C / block⌉, H, W, block] that oneDNN calls
/// nChw16c, nChw8c or nChw4c.
///
/// Where `channels` is not a multiple of the block, the last block ends in padding lanes. Kernels expect numbers there that
/// are finite (oneDNN writes zeros) and write zeros.
typedef struct {
    ptrdiff_t images;
    ptrdiff_t channels;
    ptrdiff_t height;
    ptrdiff_t width;
    /// 16, 8 or 4.
    ptrdiff_t block;
    /// Of all activations and gradients in the call.
    CkernElement element;
} CkernShape;

/// The elements of an activation or of a slice of whole blocks of its channels.
///
/// Block b of image n starts at `data + n · imageStride + b · height · width · block` elements. For a slice that starts at
/// channel c of a tensor of C channels: `data` is the tensor's address plus `c · height · width` elements, and `imageStride`
/// the whole tensor's, `⌈C / block⌉ · block · height · width`.
///
/// Kernels are fastest if `data` and rows of images are aligned to 64 bytes, and need no alignment.
typedef struct {
    void *data;
    /// Elements from an image to the next.
    ptrdiff_t imageStride;
} CkernTensor;

#endif
