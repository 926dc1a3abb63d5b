#ifndef CKERN_MULTIPLY_H
#define CKERN_MULTIPLY_H

#include "ckern_tensor.h"

/// first · second, number by number; or, if `spreads`, each channel of each image of `first` times the one number that `second`
/// has for it: then `second` is of the shape with height and width 1. The result overwrites `destination`, which may be `first`
/// or, unless it is spread, `second`; or it is added to it.
void ckern_multiply(
        const CkernMachine *machine, CkernShape shape, CkernTensor first, CkernTensor second, bool spreads,
        CkernTensor destination, bool adds);

/// Σ first · second over the pixels of each channel of each image: `destination` is of the shape with height and width 1. Sums
/// are in float32, of some 64 pixels each, and of those.
void ckern_product_sums(
        const CkernMachine *machine, CkernShape shape, CkernTensor first, CkernTensor second, CkernTensor destination,
        bool adds);

#endif
