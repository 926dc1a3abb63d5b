#ifndef CKERN_MACHINE_H
#define CKERN_MACHINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Instruction sets that the kernels are compiled for, each a superset of those before it.
typedef enum {
    /// What every processor of the architecture has.
    CkernPortable,
    CkernAVX2,
    CkernAVX512,
    /// AVX-512 that also rounds to bfloat16.
    CkernAVX512BFloat16,
} CkernInstructions;

/// The best that this processor has.
CkernInstructions ckern_best_instructions(void);

/// For example `avx512`. The text is static.
const char *ckern_instructions_name(CkernInstructions instructions);

/// Runs `body(context, thread, threads)` once for each thread of a team, and returns when all are done.
/// `coned_parallel` is one.
typedef void (*CkernParallel)(void (*body)(void *context, int thread, int threads), void *context);

/// What the kernels run on.
typedef struct {
    /// At most `ckern_best_instructions()`.
    CkernInstructions instructions;
    /// How many threads the team is expected to have: it decides how work is cut, and is not a promise.
    int threads;
    /// NULL runs everything on the calling thread.
    CkernParallel parallel;
    /// Tensors of so many bytes or more are written past the caches, where they would push out what is still of use.
    ptrdiff_t streamingByteCount;
} CkernMachine;

/// The best instructions of this processor, and a `streamingByteCount` that suits its caches.
CkernMachine ckern_machine(int threads, CkernParallel parallel);

// What holds for every kernel:
// - It returns when the work is done, allocates nothing, and only reads and writes what its arguments cover.
// - The results' bits depend on the arguments and the instruction set, not on the number of threads.
// - Arithmetic is float32, with fused multiply-adds where the instruction set has them; sums over many numbers go on in
//   float64. bfloat16 is rounded to nearest, ties to even, on storing only.
// - Structures passed by pointer are read during the call only.

#endif
