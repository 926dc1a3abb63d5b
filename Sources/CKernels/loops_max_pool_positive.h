// Maximum pooling of one block of one image in bfloat16, for numbers that are 0 or more, as ReLUs leave them. Included once
// for each block.
//
// As integers such numbers are in the same order, and half as wide as float32. The way is that of `loops_max_pool.h`: row by
// row in the order of memory, which is what caches fetch ahead, then the maxima of rows.

#define largerOf NAMED(largerOf)
#define positiveInner NAMED(positiveInner)
#define positiveRow NAMED(positiveRow)
#define positiveColumns NAMED(positiveColumns)
#define positiveTile NAMED(positiveTile)
#define maxPoolOfPositive NAMED(maxPoolOfPositive)

INLINE Narrow largerOf(Narrow first, Narrow second) { return __builtin_elementwise_max(first, second); }

/// The maxima of windows that lie within a row, the first of which begins at `pixel`.
INLINE void positiveInner(
        const LooseNarrow *pixel, ptrdiff_t kernel, ptrdiff_t stride, ptrdiff_t count, Narrow *best) {
    for (ptrdiff_t x = 0; x < count; x++) {
        Narrow maximum = pixel[x * stride];
        for (ptrdiff_t n = 1; n < kernel; n++) maximum = largerOf(maximum, pixel[x * stride + n]);
        best[x] = maximum;
    }
}

/// The maxima of what the windows of the outputs `xs` cover of a row.
INLINE void positiveRow(
        const LooseNarrow *row, ptrdiff_t width, const CkernWindow *w, CkernShare xs, Narrow *best) {
    const ptrdiff_t kernel = w->kernelWidth, stride = w->strideWidth, pad = w->padLeft;
    ptrdiff_t x = xs.start;
    while (x < xs.end) {
        const CkernShare columns = ckern_covered(x, kernel, stride, pad, width);
        const bool isInner = columns.end - columns.start == kernel;
        const ptrdiff_t inner = isInner ? ckern_smaller((width - kernel - columns.start) / stride + 1, xs.end - x) : 1;
        const LooseNarrow *pixel = row + columns.start;
        if (!isInner) positiveInner(pixel, columns.end - columns.start, 1, 1, best);
        else if (kernel == 3 && stride == 1) positiveInner(pixel, 3, 1, inner, best);
        else if (kernel == 3 && stride == 2) positiveInner(pixel, 3, 2, inner, best);
        else positiveInner(pixel, kernel, stride, inner, best);
        x += inner;
        best += inner;
    }
}

/// The maxima of `count` rows of maxima; the largest of all.
INLINE Narrow positiveColumns(const Narrow *const *rows, ptrdiff_t count, ptrdiff_t outputs, LooseNarrow *output) {
    Narrow most = (Narrow)(uint16_t)0;
    for (ptrdiff_t x = 0; x < outputs; x++) {
        Narrow maximum = rows[0][x];
        for (ptrdiff_t n = 1; n < count; n++) maximum = largerOf(maximum, rows[n][x]);
        output[x] = maximum;
        most = largerOf(most, maximum);
    }
    return most;
}

/// The outputs in the columns `xs`, of which there are at most `CKERN_RING` / `kernelHeight`; the largest number met.
INLINE Narrow positiveTile(
        const LooseNarrow *source, LooseNarrow *destination, ptrdiff_t height, ptrdiff_t width, const CkernWindow *w,
        CkernShare xs) {
    Narrow ring[CKERN_RING];
    const Narrow *slots[CKERN_PLACES];
    const ptrdiff_t length = xs.end - xs.start;
    Narrow most = (Narrow)(uint16_t)0;
    for (ptrdiff_t y = 0, next = 0; y < w->outputHeight; y++) {
        const CkernShare rows = ckern_covered(y, w->kernelHeight, w->strideHeight, w->padTop, height);
        for (next = ckern_larger(next, rows.start); next < rows.end; next++)
            positiveRow(source + next * width, width, w, xs, ring + next % w->kernelHeight * length);
        const ptrdiff_t count = rows.end - rows.start;
        for (ptrdiff_t n = 0; n < count; n++) slots[n] = ring + (rows.start + n) % w->kernelHeight * length;
        LooseNarrow *output = destination + y * w->outputWidth + xs.start;
        most = largerOf(
                most, count == 3 ? positiveColumns(slots, 3, length, output)
                                 : positiveColumns(slots, count, length, output));
    }
    return most;
}

/// False if some number is below 0, −0 or none, all of which are larger as integers than infinity; the outputs are left
/// open then.
INLINE bool maxPoolOfPositive(
        const void *source, void *destination, ptrdiff_t height, ptrdiff_t width, const CkernWindow *w) {
    const ptrdiff_t step = CKERN_RING / w->kernelHeight;
    Narrow most = (Narrow)(uint16_t)0;
    for (ptrdiff_t x = 0; x < w->outputWidth; x += step) {
        const CkernShare xs = {x, ckern_smaller(x + step, w->outputWidth)};
        most = largerOf(most, positiveTile(source, destination, height, width, w, xs));
    }
    return __builtin_reduce_max(most) <= 0x7f80;
}
