// The gradients of pooling of one block of one image. Included once for each block.
//
// Each number that was read gathers from the outputs whose windows covered it. Rows of the outputs' gradients are first
// brought into float32, each once, with what is done to all of a row.

#define Upstream NAMED(Upstream)
#define Rows NAMED(Rows)
#define prepareRow NAMED(prepareRow)
#define gatherMaximum NAMED(gatherMaximum)
#define gatherAverage NAMED(gatherAverage)
#define gatherAt NAMED(gatherAt)
#define poolBackwardTile NAMED(poolBackwardTile)
#define poolBackwardOf NAMED(poolBackwardOf)

/// What the gradient is made from.
typedef struct {
    const void *gradient, *second;
    /// NULL for the average.
    const uint8_t *places;
    bool includesPadding;
} Upstream;

/// The rows of outputs that cover a row of the picture, from the first output of a tile on.
typedef struct {
    const LooseChannels *gradients[CKERN_PLACES];
    const LoosePlaces *places[CKERN_PLACES];
    ptrdiff_t count;
} Rows;

/// The gradients of a row's outputs `xs`: the sum of both, and for the average the share of each number under the window.
INLINE void prepareRow(
        CkernElement element, const Upstream *from, ptrdiff_t y, CkernShare xs, ptrdiff_t height, ptrdiff_t width,
        const CkernWindow *w, Channels *row) {
    for (ptrdiff_t x = xs.start; x < xs.end; x++) {
        const ptrdiff_t output = y * w->outputWidth + x;
        Channels dy = pixelAt(from->gradient, output, element);
        if (from->second) dy += pixelAt(from->second, output, element);
        if (!from->places) dy *= ckern_average_share(w, from->includesPadding, y, x, height, width);
        row[x - xs.start] = dy;
    }
}

/// Adds, of `ys` · `xs` outputs, those whose maximum was at the number that has `place` in the window of the first.
INLINE Channels gatherMaximum(
        Channels sum, const Rows *rows, ptrdiff_t ys, ptrdiff_t first, ptrdiff_t xs, ptrdiff_t place,
        const CkernWindow *w) {
    for (ptrdiff_t y = 0; y < ys; y++) {
        for (ptrdiff_t x = 0; x < xs; x++) {
            const Places here = (Places)(uint8_t)(place - y * w->strideHeight * w->kernelWidth - x * w->strideWidth);
            const Choice isHere = __builtin_convertvector(rows->places[y][first + x] == here, Choice);
            sum += isHere ? rows->gradients[y][first + x] : (Channels)0.0f;
        }
    }
    return sum;
}

INLINE Channels gatherAverage(Channels sum, const Rows *rows, ptrdiff_t first, ptrdiff_t xs) {
    for (ptrdiff_t y = 0; y < rows->count; y++)
        for (ptrdiff_t x = 0; x < xs; x++) sum += rows->gradients[y][first + x];
    return sum;
}

/// The usual numbers of windows over a number have loops of their own.
INLINE Channels gatherAt(
        Channels sum, bool isMaximum, const Rows *rows, ptrdiff_t first, ptrdiff_t xs, ptrdiff_t place,
        const CkernWindow *w) {
    static const CkernWindow three = {.kernelHeight = 3, .kernelWidth = 3, .strideHeight = 1, .strideWidth = 1};
    if (!isMaximum) return gatherAverage(sum, rows, first, xs);
    // Nine windows of 3 × 3 over one number: it is the last of the first.
    if (rows->count == 3 && xs == 3 && w->kernelHeight == 3 && w->kernelWidth == 3)
        return gatherMaximum(sum, rows, 3, first, 3, 8, &three);
    if (xs == 1) return gatherMaximum(sum, rows, rows->count, first, 1, place, w);
    if (xs == 2) return gatherMaximum(sum, rows, rows->count, first, 2, place, w);
    return gatherMaximum(sum, rows, rows->count, first, xs, place, w);
}

/// The columns `columns` of the picture, under the windows of at most `CKERN_RING` / `slots` columns of outputs, `xs`.
INLINE void poolBackwardTile(
        CkernElement element, bool isMaximum, const Upstream *from, void *sourceGradient, bool adds, ptrdiff_t height,
        ptrdiff_t width, const CkernWindow *w, CkernShare columns, CkernShare xs, ptrdiff_t slots) {
    Channels ring[CKERN_RING];
    Rows rows;
    const bool isReady = element == CkernFloat32 && isMaximum && !from->second;
    const ptrdiff_t length = xs.end - xs.start;
    for (ptrdiff_t row = 0, next = 0; row < height; row++) {
        const CkernShare ys = ckern_covering(row, w->kernelHeight, w->strideHeight, w->padTop, w->outputHeight);
        for (; next < ys.end && !isReady; next++)
            prepareRow(element, from, next, xs, height, width, w, ring + next % slots * length);
        rows.count = ckern_larger(ys.end - ys.start, 0);
        for (ptrdiff_t n = 0; n < rows.count; n++) {
            const ptrdiff_t y = ys.start + n, output = y * w->outputWidth + xs.start;
            rows.gradients[n] = isReady ? (const LooseChannels *)from->gradient + output
                                        : (const LooseChannels *)(ring + y % slots * length);
            if (isMaximum) rows.places[n] = (const LoosePlaces *)from->places + output;
        }
        const ptrdiff_t rowPlace = (row + w->padTop - ys.start * w->strideHeight) * w->kernelWidth + w->padLeft;
        for (ptrdiff_t column = columns.start; column < columns.end; column++) {
            const CkernShare over =
                    ckern_covering(column, w->kernelWidth, w->strideWidth, w->padLeft, w->outputWidth);
            const ptrdiff_t pixel = row * width + column;
            const Channels sum = adds ? pixelAt(sourceGradient, pixel, element) : (Channels)0.0f;
            putPixel(
                    sourceGradient, pixel, element, false,
                    gatherAt(
                            sum, isMaximum, &rows, over.start - xs.start, over.end - over.start,
                            rowPlace + column - over.start * w->strideWidth, w));
        }
    }
}

INLINE void poolBackwardOf(
        CkernElement element, bool isMaximum, const Upstream *from, void *sourceGradient, bool adds, ptrdiff_t height,
        ptrdiff_t width, const CkernWindow *w) {
    // So many rows of outputs cover a row of the picture; so many columns of the picture lie under the outputs that the
    // ring can hold of those.
    const ptrdiff_t slots = ckern_smaller((w->kernelHeight - 1) / w->strideHeight + 1, w->outputHeight);
    const ptrdiff_t room = CKERN_RING / slots;
    const ptrdiff_t step =
            w->outputWidth <= room ? width : (room - 1) * w->strideWidth - w->kernelWidth + 2;
    for (ptrdiff_t column = 0; column < width; column += step) {
        const CkernShare columns = {column, ckern_smaller(column + step, width)};
        const CkernShare first =
                ckern_covering(columns.start, w->kernelWidth, w->strideWidth, w->padLeft, w->outputWidth);
        const CkernShare last =
                ckern_covering(columns.end - 1, w->kernelWidth, w->strideWidth, w->padLeft, w->outputWidth);
        const CkernShare xs = {first.start, ckern_larger(first.start, last.end)};
        poolBackwardTile(element, isMaximum, from, sourceGradient, adds, height, width, w, columns, xs, slots);
    }
}

static void NAMED(maxPoolBackward)(
        const void *gradient, const void *second, const uint8_t *places, void *sourceGradient, bool adds,
        ptrdiff_t height, ptrdiff_t width, CkernElement element, const CkernWindow *window) {
    const Upstream from = {.gradient = gradient, .second = second, .places = places};
    BY_ELEMENT(poolBackwardOf, element, true, &from, sourceGradient, adds, height, width, window);
}

static void NAMED(averagePoolBackward)(
        const void *gradient, void *sourceGradient, bool adds, ptrdiff_t height, ptrdiff_t width,
        CkernElement element, const CkernWindow *window, bool includesPadding) {
    const Upstream from = {.gradient = gradient, .includesPadding = includesPadding};
    BY_ELEMENT(poolBackwardOf, element, false, &from, sourceGradient, adds, height, width, window);
}
