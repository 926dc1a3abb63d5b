#ifndef CONED_PRIMITIVE_H
#define CONED_PRIMITIVE_H

#include "coned_memory.h"

/// An operation that is ready to run, with the description it was made from. Its scratchpad is the caller's: an
/// argument like any other, wherever the descriptor of `ConedArgumentScratchpad` is not empty.
typedef struct { void *raw; } ConedPrimitive;

/// What a memory is to a primitive.
typedef enum {
    ConedArgumentSource = 1,
    ConedArgumentDestination = 17,
    ConedArgumentWeights = 33,
    ConedArgumentBias = 41,
    ConedArgumentMean = 49,
    ConedArgumentVariance = 50,
    ConedArgumentScale = 51,
    ConedArgumentShift = 52,
    ConedArgumentWorkspace = 64,
    ConedArgumentScratchpad = 80,
    ConedArgumentDiffSource = 129,
    ConedArgumentDiffDestination = 145,
    ConedArgumentDiffWeights = 161,
    ConedArgumentDiffBias = 169,
    ConedArgumentDiffScale = 255,
    ConedArgumentDiffShift = 256,
    /// The first source of `coned_concat` and `coned_sum`; the following ones count up from here.
    ConedArgumentFirstOfSources = 1024,
} ConedArgumentKind;

/// One memory of an argument list. `kind` is a `ConedArgumentKind`.
typedef struct {
    int kind;
    ConedMemory memory;
} ConedArgument;

/// Copies the descriptor that the argument `kind` must have; the caller destroys the copy. `ConedStatusNotRequired`
/// when the primitive has no such argument, or an empty one.
ConedStatus coned_primitive_descriptor(ConedPrimitive primitive, int32_t kind, ConedDescriptor *descriptor);

/// oneDNN's name of the implementation it chose, for example `jit:avx512_core`. Lives as long as the primitive.
const char *coned_primitive_implementation(ConedPrimitive primitive);

/// Runs the primitive. `arguments` is read before the call returns and nothing is allocated for it here.
ConedStatus coned_primitive_execute(
        ConedPrimitive primitive, ConedStream stream, int32_t count, const ConedArgument *arguments);

/// A primitive may be destroyed before the ones it was a hint for.
void coned_primitive_destroy(ConedPrimitive primitive);

#endif
