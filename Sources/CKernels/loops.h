// The loops of one instruction set, which the file that includes this names in `INSTRUCTIONS`.

// Functions that take vectors are always inlined, so how those would be passed does not matter.
#pragma clang diagnostic ignored "-Wpsabi"

#define CKERN_JOIN(first, second) first##_##second
#define CKERN_NAME(name, block) CKERN_JOIN(name, block)
/// The name of a function or type for the block at hand.
#define NAMED(name) CKERN_NAME(name, BLOCK)

#define INLINE static inline __attribute__((always_inline))
/// Calls a function, whose first parameter is the element type, in a copy compiled for that type.
#define BY_ELEMENT(function, element, ...)                                                                             \
    do {                                                                                                               \
        if ((element) == CkernFloat32) function(CkernFloat32, __VA_ARGS__);                                            \
        else function(CkernBFloat16, __VA_ARGS__);                                                                     \
    } while (0)

#include "pairs.h"
#include "loops_batch_norm.h"
#include "loops_elementwise.h"
#include "window.h"

#define BLOCK 8
#include "loops_pooling.h"
#include "loops_multiply.h"
#undef BLOCK

#define BLOCK 16
#include "loops_pooling.h"
#include "loops_multiply.h"
#undef BLOCK

#define BLOCK 4
#include "loops_pooling.h"
#include "loops_multiply.h"
#undef BLOCK

#define CKERN_POOLING_LOOPS(block)                                                                                     \
    {                                                                                                                  \
        .maxPool = CKERN_NAME(maxPool, block), .maxPoolBackward = CKERN_NAME(maxPoolBackward, block),                  \
        .averagePool = CKERN_NAME(averagePool, block),                                                                 \
        .averagePoolBackward = CKERN_NAME(averagePoolBackward, block),                                                 \
    }

#define CKERN_PRODUCT_LOOPS(block)                                                                                     \
    { .multiply = CKERN_NAME(multiply, block), .productSums = CKERN_NAME(productSums, block) }

const CkernLoops CKERN_NAME(ckern_loops, INSTRUCTIONS) = {
        .sums = sums,
        .normalize = normalize,
        .gradientSums = gradientSums,
        .sourceGradient = sourceGradient,
        .convert = convert,
        .add = add,
        .relu = relu,
        .reluBackward = reluBackward,
        .pooling16 = CKERN_POOLING_LOOPS(16),
        .pooling8 = CKERN_POOLING_LOOPS(8),
        .pooling4 = CKERN_POOLING_LOOPS(4),
        .product16 = CKERN_PRODUCT_LOOPS(16),
        .product8 = CKERN_PRODUCT_LOOPS(8),
        .product4 = CKERN_PRODUCT_LOOPS(4),
};
