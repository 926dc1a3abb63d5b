// The loops of pooling over one block of one image.

#define covered NAMED(covered)
#define covering NAMED(covering)
#define paddedCount NAMED(paddedCount)
#define Places NAMED(Places)
#define LoosePlaces NAMED(LoosePlaces)

/// The rows or columns of the picture that a window covers at an output.
INLINE CkernShare covered(ptrdiff_t output, ptrdiff_t kernel, ptrdiff_t stride, ptrdiff_t pad, ptrdiff_t length) {
    const ptrdiff_t start = output * stride - pad;
    return (CkernShare){ckern_larger(start, 0), ckern_smaller(start + kernel, length)};
}

/// The outputs whose windows cover a row or column of the picture.
INLINE CkernShare covering(ptrdiff_t place, ptrdiff_t kernel, ptrdiff_t stride, ptrdiff_t pad, ptrdiff_t outputs) {
    const ptrdiff_t first = place + pad - kernel + 1;
    return (CkernShare){first <= 0 ? 0 : (first + stride - 1) / stride,
                        ckern_smaller((place + pad) / stride + 1, outputs)};
}

/// How much of the picture and its padding a window covers along an axis.
INLINE ptrdiff_t paddedCount(
        ptrdiff_t output, ptrdiff_t kernel, ptrdiff_t stride, ptrdiff_t pad, ptrdiff_t padAfter, ptrdiff_t length) {
    const ptrdiff_t start = output * stride - pad;
    return ckern_smaller(start + kernel, length + padAfter) - start;
}

typedef uint8_t Places __attribute__((ext_vector_type(BLOCK)));
typedef Places LoosePlaces __attribute__((aligned(1), may_alias));

INLINE void NAMED(maxPoolOf)(
        CkernElement element, const void *source, void *destination, uint8_t *places, ptrdiff_t height,
        ptrdiff_t width, const CkernWindow *w) {
    for (ptrdiff_t y = 0; y < w->outputHeight; y++) {
        const CkernShare rows = covered(y, w->kernelHeight, w->strideHeight, w->padTop, height);
        for (ptrdiff_t x = 0; x < w->outputWidth; x++) {
            const CkernShare columns = covered(x, w->kernelWidth, w->strideWidth, w->padLeft, width);
            Lanes best = load(source, rows.start * width + columns.start, element);
            Signed bestPlace = (Signed)0;
            const ptrdiff_t firstPlace = (w->padTop - y * w->strideHeight) * w->kernelWidth
                    + w->padLeft - x * w->strideWidth;
            bestPlace += (int32_t)(firstPlace + rows.start * w->kernelWidth + columns.start);
            for (ptrdiff_t row = rows.start; row < rows.end; row++) {
                for (ptrdiff_t column = columns.start; column < columns.end; column++) {
                    const Lanes number = load(source, row * width + column, element);
                    const Signed wins = number > best;
                    best = wins ? number : best;
                    bestPlace = wins ? (Signed)0 + (int32_t)(firstPlace + row * w->kernelWidth + column) : bestPlace;
                }
            }
            store(destination, y * w->outputWidth + x, element, best);
            if (places)
                ((LoosePlaces *)places)[y * w->outputWidth + x] = __builtin_convertvector(bestPlace, Places);
        }
    }
}

static void NAMED(maxPool)(
        const void *source, void *destination, uint8_t *places, ptrdiff_t height, ptrdiff_t width,
        CkernElement element, const CkernWindow *window) {
    BY_ELEMENT(NAMED(maxPoolOf), element, source, destination, places, height, width, window);
}

/// Goes over the numbers that pooling read, and gathers from the outputs whose windows covered each.
INLINE void NAMED(maxPoolBackwardOf)(
        CkernElement element, const void *gradient, const void *second, const uint8_t *places, void *sourceGradient,
        bool adds, ptrdiff_t height, ptrdiff_t width, const CkernWindow *w) {
    for (ptrdiff_t row = 0; row < height; row++) {
        const CkernShare ys = covering(row, w->kernelHeight, w->strideHeight, w->padTop, w->outputHeight);
        for (ptrdiff_t column = 0; column < width; column++) {
            const CkernShare xs = covering(column, w->kernelWidth, w->strideWidth, w->padLeft, w->outputWidth);
            Lanes sum = adds ? load(sourceGradient, row * width + column, element) : (Lanes)0.0f;
            for (ptrdiff_t y = ys.start; y < ys.end; y++) {
                for (ptrdiff_t x = xs.start; x < xs.end; x++) {
                    const ptrdiff_t output = y * w->outputWidth + x;
                    const ptrdiff_t place = (row + w->padTop - y * w->strideHeight) * w->kernelWidth + column
                            + w->padLeft - x * w->strideWidth;
                    const Signed kept = __builtin_convertvector(((const LoosePlaces *)places)[output], Signed);
                    Lanes dy = load(gradient, output, element);
                    if (second) dy += load(second, output, element);
                    sum += keep(kept == (Signed)(int32_t)place, dy);
                }
            }
            store(sourceGradient, row * width + column, element, sum);
        }
    }
}

static void NAMED(maxPoolBackward)(
        const void *gradient, const void *second, const uint8_t *places, void *sourceGradient, bool adds,
        ptrdiff_t height, ptrdiff_t width, CkernElement element, const CkernWindow *window) {
    BY_ELEMENT(
            NAMED(maxPoolBackwardOf), element, gradient, second, places, sourceGradient, adds, height, width, window);
}

INLINE float NAMED(share)(
        const CkernWindow *w, bool includesPadding, ptrdiff_t y, ptrdiff_t x, ptrdiff_t height, ptrdiff_t width) {
    const CkernShare rows = covered(y, w->kernelHeight, w->strideHeight, w->padTop, height);
    const CkernShare columns = covered(x, w->kernelWidth, w->strideWidth, w->padLeft, width);
    if (!includesPadding) return 1.0f / (float)((rows.end - rows.start) * (columns.end - columns.start));
    return 1.0f
            / (float)(paddedCount(y, w->kernelHeight, w->strideHeight, w->padTop, w->padBottom, height)
                      * paddedCount(x, w->kernelWidth, w->strideWidth, w->padLeft, w->padRight, width));
}

INLINE void NAMED(averagePoolOf)(
        CkernElement element, const void *source, void *destination, ptrdiff_t height, ptrdiff_t width,
        const CkernWindow *w, bool includesPadding) {
    for (ptrdiff_t y = 0; y < w->outputHeight; y++) {
        const CkernShare rows = covered(y, w->kernelHeight, w->strideHeight, w->padTop, height);
        for (ptrdiff_t x = 0; x < w->outputWidth; x++) {
            const CkernShare columns = covered(x, w->kernelWidth, w->strideWidth, w->padLeft, width);
            Lanes sum = (Lanes)0.0f;
            for (ptrdiff_t row = rows.start; row < rows.end; row++) {
                Lanes rowSum = (Lanes)0.0f;
                for (ptrdiff_t column = columns.start; column < columns.end; column++)
                    rowSum += load(source, row * width + column, element);
                sum += rowSum;
            }
            const float share = NAMED(share)(w, includesPadding, y, x, height, width);
            store(destination, y * w->outputWidth + x, element, sum * share);
        }
    }
}

static void NAMED(averagePool)(
        const void *source, void *destination, ptrdiff_t height, ptrdiff_t width, CkernElement element,
        const CkernWindow *window, bool includesPadding) {
    BY_ELEMENT(NAMED(averagePoolOf), element, source, destination, height, width, window, includesPadding);
}

INLINE void NAMED(averagePoolBackwardOf)(
        CkernElement element, const void *gradient, void *sourceGradient, bool adds, ptrdiff_t height,
        ptrdiff_t width, const CkernWindow *w, bool includesPadding) {
    for (ptrdiff_t row = 0; row < height; row++) {
        const CkernShare ys = covering(row, w->kernelHeight, w->strideHeight, w->padTop, w->outputHeight);
        for (ptrdiff_t column = 0; column < width; column++) {
            const CkernShare xs = covering(column, w->kernelWidth, w->strideWidth, w->padLeft, w->outputWidth);
            Lanes sum = adds ? load(sourceGradient, row * width + column, element) : (Lanes)0.0f;
            for (ptrdiff_t y = ys.start; y < ys.end; y++) {
                for (ptrdiff_t x = xs.start; x < xs.end; x++) {
                    const float share = NAMED(share)(w, includesPadding, y, x, height, width);
                    sum += share * load(gradient, y * w->outputWidth + x, element);
                }
            }
            store(sourceGradient, row * width + column, element, sum);
        }
    }
}

static void NAMED(averagePoolBackward)(
        const void *gradient, void *sourceGradient, bool adds, ptrdiff_t height, ptrdiff_t width,
        CkernElement element, const CkernWindow *window, bool includesPadding) {
    BY_ELEMENT(
            NAMED(averagePoolBackwardOf), element, gradient, sourceGradient, adds, height, width, window,
            includesPadding);
}
