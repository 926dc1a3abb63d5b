// Maximum pooling of one block of one image of numbers that are 0 or more, as ReLUs leave them, for windows of few places.
// Included once for each block and type of elements, with `Integers` and `LooseIntegers` for a pixel's bits.
//
// As integers such numbers are in the same order, and equal ones have the same bits, so it does not matter in which order they
// are met: the maximum of each column is found first, and serves the windows beside each other.

#define POSITIVE(name) CKERN_NAME(NAMED(name), Integers)
#define largerOf POSITIVE(largerOf)
#define columnMaximum POSITIVE(columnMaximum)
#define keepMaximum POSITIVE(keepMaximum)
#define maximaAnywhere POSITIVE(maximaAnywhere)
#define maximaWithin POSITIVE(maximaWithin)
#define rowOfMaxima POSITIVE(rowOfMaxima)
#define maxPoolOfPositive POSITIVE(maxPoolOfPositive)

INLINE Integers largerOf(Integers first, Integers second) { return __builtin_elementwise_max(first, second); }

/// Of `count` pixels, each below the other.
INLINE Integers columnMaximum(const LooseIntegers *pixel, ptrdiff_t width, ptrdiff_t count) {
    Integers maximum = *pixel;
    for (ptrdiff_t n = 1; n < count; n++) maximum = largerOf(maximum, pixel[n * width]);
    return maximum;
}

/// Writes an output, and keeps the largest of all.
INLINE void keepMaximum(LooseIntegers *output, bool streams, Integers maximum, Integers *most) {
    if (streams) __builtin_nontemporal_store(maximum, (Integers *)output);
    else *output = maximum;
    *most = largerOf(*most, maximum);
}

/// The outputs `xs`, wherever their windows lie; `rows` has the first row that they cover, and `count` is how many.
INLINE void maximaAnywhere(
        const LooseIntegers *rows, ptrdiff_t count, ptrdiff_t width, const CkernWindow *w, CkernShare xs,
        LooseIntegers *outputs, bool streams, Integers *most) {
    for (ptrdiff_t x = xs.start; x < xs.end; x++) {
        const CkernShare columns = ckern_covered(x, w->kernelWidth, w->strideWidth, w->padLeft, width);
        Integers maximum = columnMaximum(rows + columns.start, width, count);
        for (ptrdiff_t column = columns.start + 1; column < columns.end; column++)
            maximum = largerOf(maximum, columnMaximum(rows + column, width, count));
        keepMaximum(outputs + x, streams, maximum, most);
    }
}

/// The outputs `xs` of windows of three columns, at stride 1 or 2, that lie within the rows.
INLINE void maximaWithin(
        const LooseIntegers *rows, ptrdiff_t count, ptrdiff_t width, ptrdiff_t stride, const CkernWindow *w,
        CkernShare xs, LooseIntegers *outputs, bool streams, Integers *most) {
    if (xs.start >= xs.end) return;
    const LooseIntegers *pixel = rows + xs.start * stride - w->padLeft;
    Integers first = columnMaximum(pixel, width, count), second = columnMaximum(pixel + 1, width, count);
    for (ptrdiff_t x = xs.start; x < xs.end; x++, pixel += stride) {
        if (stride == 2) second = columnMaximum(pixel + 1, width, count);
        const Integers third = columnMaximum(pixel + 2, width, count);
        keepMaximum(outputs + x, streams, largerOf(largerOf(first, second), third), most);
        first = stride == 2 ? third : second;
        second = third;
    }
}

/// The outputs of a row of windows, of which those in `inner` have three columns and lie within the rows.
INLINE void rowOfMaxima(
        const LooseIntegers *rows, ptrdiff_t count, ptrdiff_t width, const CkernWindow *w, CkernShare inner,
        LooseIntegers *outputs, bool streams, Integers *most) {
    const CkernShare before = {0, inner.start}, after = {inner.end, w->outputWidth};
    maximaAnywhere(rows, count, width, w, before, outputs, streams, most);
    if (w->strideWidth == 1) maximaWithin(rows, count, width, 1, w, inner, outputs, streams, most);
    else maximaWithin(rows, count, width, 2, w, inner, outputs, streams, most);
    maximaAnywhere(rows, count, width, w, after, outputs, streams, most);
}

/// False if some number is below 0, −0 or none, all of which are larger as integers than `infinity`; the outputs are left
/// open then.
INLINE bool maxPoolOfPositive(
        const LooseIntegers *source, LooseIntegers *destination, bool streams, ptrdiff_t height, ptrdiff_t width,
        const CkernWindow *w, uint32_t infinity) {
    // The outputs whose windows lie within the rows, if they are of those that have a loop of their own.
    CkernShare inner = {w->outputWidth, w->outputWidth};
    if (w->kernelWidth == 3 && w->strideWidth <= 2) {
        const ptrdiff_t stride = w->strideWidth, last = width - 3 + w->padLeft, ends = last < 0 ? 0 : last / stride + 1;
        inner.start = ckern_smaller((w->padLeft + stride - 1) / stride, w->outputWidth);
        inner.end = ckern_larger(ckern_smaller(w->outputWidth, ends), inner.start);
    }
    Integers most = {0};
    for (ptrdiff_t y = 0; y < w->outputHeight; y++) {
        const CkernShare covered = ckern_covered(y, w->kernelHeight, w->strideHeight, w->padTop, height);
        const ptrdiff_t count = covered.end - covered.start;
        const LooseIntegers *rows = source + covered.start * width;
        LooseIntegers *outputs = destination + y * w->outputWidth;
        if (count == 3) rowOfMaxima(rows, 3, width, w, inner, outputs, streams, &most);
        else rowOfMaxima(rows, count, width, w, inner, outputs, streams, &most);
        if (__builtin_reduce_max(most) > infinity) return false;
    }
    return true;
}

#undef POSITIVE
#undef largerOf
#undef columnMaximum
#undef keepMaximum
#undef maximaAnywhere
#undef maximaWithin
#undef rowOfMaxima
#undef maxPoolOfPositive
