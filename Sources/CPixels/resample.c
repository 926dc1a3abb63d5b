#include "CPixels.h"

#include <string.h>

// The arithmetic is that of Pillow: Σ weight · byte + ½ in 32 bits, of which the highest are the result. Weights do not fit the
// 16 bits that vectors multiply best, so their two parts are multiplied apart; their sum is right modulo 2^32, and what it must
// come to fits.

static const int32_t half = 1 << (CPIX_PRECISION - 1);

static uint8_t rounded(int32_t sum) {
    const int32_t byte = (sum + half) >> CPIX_PRECISION;
    return (uint8_t)(byte < 0 ? 0 : byte > 255 ? 255 : byte);
}

static int32_t weight(const CpixAxis *axis, ptrdiff_t place) {
    return (int32_t)axis->high[place] * (1 << CPIX_LOW_BITS) + axis->low[place];
}

static uint8_t columnByte(
        const uint8_t *source, ptrdiff_t width, const CpixAxis *rows, ptrdiff_t row, int32_t count, ptrdiff_t column) {
    const uint8_t *first = source + rows->first[row] * width + column;
    int32_t sum = 0;
    for (int32_t tap = 0; tap < count; tap++) sum += weight(rows, row * rows->taps + tap) * first[tap * width];
    return rounded(sum);
}

#if defined(__SSE2__)
#include <emmintrin.h>

static __m128i loose(const void *place) { return _mm_loadu_si128((const __m128i *)place); }

/// Four partial sums of one output of a row.
static __m128i rowSums(const int16_t *room, const CpixAxis *columns, ptrdiff_t output) {
    const int16_t *inputs = room + columns->first[output];
    const int16_t *low = columns->low + output * columns->taps, *high = columns->high + output * columns->taps;
    __m128i lows = _mm_setzero_si128(), highs = lows;
    for (ptrdiff_t tap = 0; tap < columns->taps; tap += 8) {
        const __m128i bytes = loose(inputs + tap);
        lows = _mm_add_epi32(lows, _mm_madd_epi16(bytes, loose(low + tap)));
        highs = _mm_add_epi32(highs, _mm_madd_epi16(bytes, loose(high + tap)));
    }
    return _mm_add_epi32(_mm_slli_epi32(highs, CPIX_LOW_BITS), lows);
}

/// The sums of the lanes of four vectors, as one.
static __m128i totals(__m128i a, __m128i b, __m128i c, __m128i d) {
    const __m128i ab = _mm_add_epi32(_mm_unpacklo_epi32(a, b), _mm_unpackhi_epi32(a, b));
    const __m128i cd = _mm_add_epi32(_mm_unpacklo_epi32(c, d), _mm_unpackhi_epi32(c, d));
    return _mm_add_epi32(_mm_unpacklo_epi64(ab, cd), _mm_unpackhi_epi64(ab, cd));
}

static __m128i shifted(__m128i sums) {
    return _mm_srai_epi32(_mm_add_epi32(sums, _mm_set1_epi32(half)), CPIX_PRECISION);
}

/// The bytes as numbers of 16 bits, with zeros behind them.
static void widen(const uint8_t *row, ptrdiff_t length, ptrdiff_t padding, int16_t *room) {
    const __m128i zero = _mm_setzero_si128();
    ptrdiff_t place = 0;
    for (; place + 16 <= length; place += 16) {
        const __m128i bytes = loose(row + place);
        _mm_storeu_si128((__m128i *)(room + place), _mm_unpacklo_epi8(bytes, zero));
        _mm_storeu_si128((__m128i *)(room + place + 8), _mm_unpackhi_epi8(bytes, zero));
    }
    for (; place < length; place++) room[place] = row[place];
    memset(room + length, 0, (size_t)padding * sizeof(int16_t));
}

void cpix_resample_row(const uint8_t *row, ptrdiff_t length, const CpixAxis *columns, uint8_t *target, int16_t *room) {
    widen(row, length, columns->taps, room);
    ptrdiff_t output = 0;
    for (; output + 4 <= columns->count; output += 4) {
        const __m128i four = shifted(totals(
                rowSums(room, columns, output), rowSums(room, columns, output + 1),
                rowSums(room, columns, output + 2), rowSums(room, columns, output + 3)));
        const __m128i words = _mm_packs_epi32(four, four);
        const int32_t bytes = _mm_cvtsi128_si32(_mm_packus_epi16(words, words));
        memcpy(target + output, &bytes, 4);
    }
    for (; output < columns->count; output++) {
        const __m128i sums = rowSums(room, columns, output);
        const __m128i total = totals(sums, sums, sums, sums);
        target[output] = rounded(_mm_cvtsi128_si32(total));
    }
}

/// Sixteen bytes of an output row, from column `column` on.
static __m128i sixteenColumns(
        const uint8_t *source, ptrdiff_t width, const CpixAxis *rows, ptrdiff_t row, int32_t count, ptrdiff_t column) {
    const uint8_t *first = source + rows->first[row] * width + column;
    const int16_t *low = rows->low + row * rows->taps, *high = rows->high + row * rows->taps;
    const __m128i zero = _mm_setzero_si128();
    __m128i lows[4] = {zero, zero, zero, zero}, highs[4] = {zero, zero, zero, zero};
    for (int32_t tap = 0; tap < count; tap += 2) {
        // Two inputs at a time, side by side; where there is no second, its weight is 0.
        const __m128i upper = loose(first + tap * width);
        const __m128i lower = tap + 1 < count ? loose(first + (tap + 1) * width) : upper;
        const __m128i left = _mm_unpacklo_epi8(upper, lower), right = _mm_unpackhi_epi8(upper, lower);
        const __m128i pairs[4] = {
                _mm_unpacklo_epi8(left, zero), _mm_unpackhi_epi8(left, zero), _mm_unpacklo_epi8(right, zero),
                _mm_unpackhi_epi8(right, zero)};
        int32_t bothLow, bothHigh;
        memcpy(&bothLow, low + tap, 4);
        memcpy(&bothHigh, high + tap, 4);
        const __m128i lowWeights = _mm_set1_epi32(bothLow), highWeights = _mm_set1_epi32(bothHigh);
        for (int part = 0; part < 4; part++) {
            lows[part] = _mm_add_epi32(lows[part], _mm_madd_epi16(pairs[part], lowWeights));
            highs[part] = _mm_add_epi32(highs[part], _mm_madd_epi16(pairs[part], highWeights));
        }
    }
    __m128i sums[4];
    for (int part = 0; part < 4; part++)
        sums[part] = shifted(_mm_add_epi32(_mm_slli_epi32(highs[part], CPIX_LOW_BITS), lows[part]));
    return _mm_packus_epi16(_mm_packs_epi32(sums[0], sums[1]), _mm_packs_epi32(sums[2], sums[3]));
}

void cpix_resample_columns(
        const uint8_t *source, ptrdiff_t width, const CpixAxis *rows, const int32_t *counts, uint8_t *target) {
    for (ptrdiff_t row = 0; row < rows->count; row++, target += width) {
        ptrdiff_t column = 0;
        for (; column + 16 <= width; column += 16)
            _mm_storeu_si128(
                    (__m128i *)(target + column), sixteenColumns(source, width, rows, row, counts[row], column));
        if (column < width && width >= 16) {
            // The last sixteen, some of them once more.
            column = width - 16;
            _mm_storeu_si128(
                    (__m128i *)(target + column), sixteenColumns(source, width, rows, row, counts[row], column));
            continue;
        }
        for (; column < width; column++) target[column] = columnByte(source, width, rows, row, counts[row], column);
    }
}

#else

void cpix_resample_row(const uint8_t *row, ptrdiff_t length, const CpixAxis *columns, uint8_t *target, int16_t *room) {
    for (ptrdiff_t place = 0; place < length; place++) room[place] = row[place];
    memset(room + length, 0, (size_t)columns->taps * sizeof(int16_t));
    for (ptrdiff_t output = 0; output < columns->count; output++) {
        int32_t sum = 0;
        for (ptrdiff_t tap = 0; tap < columns->taps; tap++)
            sum += weight(columns, output * columns->taps + tap) * room[columns->first[output] + tap];
        target[output] = rounded(sum);
    }
}

void cpix_resample_columns(
        const uint8_t *source, ptrdiff_t width, const CpixAxis *rows, const int32_t *counts, uint8_t *target) {
    for (ptrdiff_t row = 0; row < rows->count; row++, target += width)
        for (ptrdiff_t column = 0; column < width; column++)
            target[column] = columnByte(source, width, rows, row, counts[row], column);
}

#endif
