#include "internal.h"

#if defined(__x86_64__)
#include <immintrin.h>

#pragma clang attribute push(                                                                                          \
        __attribute__((target("avx2,fma,avx512f,avx512bw,avx512vl,avx512dq,avx512bf16"))), apply_to = function)
/// Rounds a vector of 8 or of 16 lanes.
#define roundToBFloat16_8(lanes) ((Halves)_mm256_cvtneps_pbh((__m256)(lanes)))
#define roundToBFloat16_16(lanes) ((Halves)_mm512_cvtneps_pbh((__m512)(lanes)))
#define ROUND_TO_BFLOAT16 roundToBFloat16
#define INSTRUCTIONS avx512_bfloat16
#include "loops.h"
#pragma clang attribute pop
#endif
