#include "CPixels.h"

#if defined(__x86_64__)
#include <tmmintrin.h>

/// Sixteen pixels of 3 bytes at a time, by the shuffles of SSSE3.
__attribute__((target("ssse3"))) static ptrdiff_t splitSixteens(
        const uint8_t *pixels, ptrdiff_t count, uint8_t *const planes[3]) {
    // For each plane, where its bytes stand in the three vectors that hold sixteen pixels; −1 for none.
    const __m128i from[3][3] = {
            {_mm_setr_epi8(0, 3, 6, 9, 12, 15, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1),
             _mm_setr_epi8(-1, -1, -1, -1, -1, -1, 2, 5, 8, 11, 14, -1, -1, -1, -1, -1),
             _mm_setr_epi8(-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1, 4, 7, 10, 13)},
            {_mm_setr_epi8(1, 4, 7, 10, 13, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1),
             _mm_setr_epi8(-1, -1, -1, -1, -1, 0, 3, 6, 9, 12, 15, -1, -1, -1, -1, -1),
             _mm_setr_epi8(-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 2, 5, 8, 11, 14)},
            {_mm_setr_epi8(2, 5, 8, 11, 14, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1),
             _mm_setr_epi8(-1, -1, -1, -1, -1, 1, 4, 7, 10, 13, -1, -1, -1, -1, -1, -1),
             _mm_setr_epi8(-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0, 3, 6, 9, 12, 15)}};
    ptrdiff_t pixel = 0;
    for (; pixel + 16 <= count; pixel += 16) {
        const __m128i *start = (const __m128i *)(pixels + 3 * pixel);
        const __m128i first = _mm_loadu_si128(start), second = _mm_loadu_si128(start + 1),
                      third = _mm_loadu_si128(start + 2);
        for (int plane = 0; plane < 3; plane++) {
            const __m128i bytes = _mm_or_si128(
                    _mm_or_si128(
                            _mm_shuffle_epi8(first, from[plane][0]), _mm_shuffle_epi8(second, from[plane][1])),
                    _mm_shuffle_epi8(third, from[plane][2]));
            _mm_storeu_si128((__m128i *)(planes[plane] + pixel), bytes);
        }
    }
    return pixel;
}
#endif

void cpix_split_3(const uint8_t *pixels, ptrdiff_t count, uint8_t *const planes[3]) {
    ptrdiff_t pixel = 0;
#if defined(__x86_64__)
    if (__builtin_cpu_supports("ssse3")) pixel = splitSixteens(pixels, count, planes);
#endif
    for (; pixel < count; pixel++)
        for (int plane = 0; plane < 3; plane++) planes[plane][pixel] = pixels[3 * pixel + plane];
}

void cpix_split_4(const uint8_t *pixels, ptrdiff_t count, uint8_t *const planes[4]) {
    for (ptrdiff_t pixel = 0; pixel < count; pixel++)
        for (int plane = 0; plane < 4; plane++) planes[plane][pixel] = pixels[4 * pixel + plane];
}
