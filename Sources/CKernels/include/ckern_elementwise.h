#ifndef CKERN_ELEMENTWISE_H
#define CKERN_ELEMENTWISE_H

#include "ckern_tensor.h"

/// Rows of elements: each image of a tensor or a slice is one, so that any layout fits in which an image's elements lie side
/// by side. `CkernTensor.imageStride` is then the distance of the rows, in elements.
typedef struct {
    ptrdiff_t rows;
    /// Elements in a row, padding lanes included: for a slice ⌈channels / block⌉ · block · height · width. One row of
    /// `images` times that is fastest where images follow each other without a gap.
    ptrdiff_t length;
    CkernElement element;
} CkernRows;

/// The rows of a shape's images.
CkernRows ckern_rows(CkernShape shape);

/// Copies, bit by bit if the element types agree, else converting. `rows.element` is the source's.
void ckern_copy(
        const CkernMachine *machine, CkernRows rows, CkernTensor source, CkernElement destinationElement,
        CkernTensor destination);

/// first + second, then max(y, 0) if wanted. `destination` may be either of them: that accumulates.
void ckern_add(
        const CkernMachine *machine, CkernRows rows, bool appliesReLU, CkernTensor first, CkernTensor second,
        CkernTensor destination);

/// max(x, 0). `destination` may be `source`.
void ckern_relu(const CkernMachine *machine, CkernRows rows, CkernTensor source, CkernTensor destination);

/// The gradient, plus `second` if its data is not NULL, where `kept` is above 0, else 0; `kept` is what the ReLU read or what
/// it wrote. The result overwrites `sourceGradient`, or is added to it. `sourceGradient` may be `gradient`, `second` or
/// `kept`.
void ckern_relu_backward(
        const CkernMachine *machine, CkernRows rows, CkernTensor kept, CkernTensor gradient, CkernTensor second,
        CkernTensor sourceGradient, bool addsToSourceGradient);

#endif
