#ifndef CPIXELS_H
#define CPIXELS_H

#include <stddef.h>
#include <stdint.h>

/// What the outputs along one axis take from the inputs, by fixed-point weights of `CPIX_PRECISION` bits behind the point. Output
/// `i` takes input `first[i] + k`, for `k` below `taps`, times `weights[i · taps + k]`. Weights are from 0 to 2^22 and those of
/// an output add up to about 2^22.
typedef struct {
    ptrdiff_t count;
    /// A multiple of `CPIX_TAP_MULTIPLE`; weights that are too many are 0.
    ptrdiff_t taps;
    const int32_t *first;
    /// The weights in two parts that fit 16 bits: the lowest `CPIX_LOW_BITS`, and what is above them.
    const int16_t *low;
    const int16_t *high;
} CpixAxis;

#define CPIX_PRECISION 22
#define CPIX_LOW_BITS 15
#define CPIX_TAP_MULTIPLE 8

/// Brings a row of `length` bytes to `columns->count` bytes, each rounded half up.
///
/// `room` has space for `length + columns->taps` numbers. Inputs beyond the row must have weight 0.
void cpix_resample_row(const uint8_t *row, ptrdiff_t length, const CpixAxis *columns, uint8_t *target, int16_t *room);

/// Brings rows of `width` bytes, one behind the other, to `rows->count` rows, each byte rounded half up. Of each output only the
/// first `counts[i]` taps are read.
void cpix_resample_columns(
        const uint8_t *source, ptrdiff_t width, const CpixAxis *rows, const int32_t *counts, uint8_t *target);

/// Splits pixels of 3 bytes, or of 4, into planes: pixel `i` becomes byte `i` of each plane.
void cpix_split_3(const uint8_t *pixels, ptrdiff_t count, uint8_t *const planes[3]);
void cpix_split_4(const uint8_t *pixels, ptrdiff_t count, uint8_t *const planes[4]);

#endif
