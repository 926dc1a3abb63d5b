#include "internal.h"

#if defined(__x86_64__)
#include <immintrin.h>

#pragma clang attribute push(                                                                                          \
        __attribute__((target("avx2,fma,avx512f,avx512bw,avx512vl,avx512dq,avx512bf16"))), apply_to = function)
#define HAS_BFLOAT16
/// What a vector of four is rounded to, in its lower half.
typedef uint16_t EightHalves __attribute__((ext_vector_type(8)));
#define narrowLanes_4(lanes) (((EightHalves)_mm_cvtneps_pbh((__m128)(lanes))).lo)
#define narrowLanes_8(lanes) ((Narrow_8)_mm256_cvtneps_pbh((__m256)(lanes)))
#define narrowLanes_16(lanes) ((Halves)_mm512_cvtneps_pbh((__m512)(lanes)))
/// Rounds both and puts them at even and at odd places.
#define narrowPair(even, odd)                                                                                          \
    ((Unsigned)_mm512_permutexvar_epi16(                                                                               \
            _mm512_set_epi16(                                                                                          \
                    31, 15, 30, 14, 29, 13, 28, 12, 27, 11, 26, 10, 25, 9, 24, 8, 23, 7, 22, 6, 21, 5, 20, 4, 19, 3,   \
                    18, 2, 17, 1, 16, 0),                                                                              \
            (__m512i)_mm512_cvtne2ps_pbh((__m512)(odd), (__m512)(even))))
#define INSTRUCTIONS avx512_bfloat16
#include "loops.h"
#pragma clang attribute pop
#endif
