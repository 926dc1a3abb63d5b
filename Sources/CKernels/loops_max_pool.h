// Maximum pooling of one block of one image. Included once for each block.
//
// Forward: the maximum of a window is the maximum of its rows' maxima, and a row's serves all windows above one another. The
// first row that has the maximum, and in it the first column, is the first of equals row by row.
//
// Backward: each number that was read gathers from the outputs whose windows covered it.

#define Maximum NAMED(Maximum)
#define take NAMED(take)
#define maximumOfRow NAMED(maximumOfRow)
#define maximaOfThree NAMED(maximaOfThree)
#define maximaOfAny NAMED(maximaOfAny)
#define rowMaxima NAMED(rowMaxima)
#define columnMaxima NAMED(columnMaxima)
#define maxPoolTile NAMED(maxPoolTile)
#define maxPoolOf NAMED(maxPoolOf)
#define maxPoolOfFew NAMED(maxPoolOfFew)

/// The largest number met so far, and where in its window it was.
typedef struct {
    Channels best;
    Places place;
} Maximum;

INLINE void take(Maximum *so, Channels number, Places place, bool keepsPlaces) {
    // What is no number wins too, and is beaten by nothing.
    const Choice wins = (number > so->best) | (number != number);
    so->best = wins ? number : so->best;
    if (keepsPlaces) so->place = __builtin_convertvector(wins, PlaceChoice) ? place : so->place;
}

/// Of `count` pixels from `pixel` on, the first of which has `place` in its window.
INLINE Maximum maximumOfRow(
        CkernElement element, bool keepsPlaces, const void *source, ptrdiff_t pixel, ptrdiff_t count,
        ptrdiff_t place) {
    Maximum maximum = {pixelAt(source, pixel, element), (Places)(uint8_t)place};
    for (ptrdiff_t n = 1; n < count; n++)
        take(&maximum, pixelAt(source, pixel + n, element), (Places)(uint8_t)(place + n), keepsPlaces);
    return maximum;
}

/// The maxima of windows of three pixels at stride 1, the first of which begins at `pixel`: each pixel is read once.
INLINE void maximaOfThree(
        CkernElement element, bool keepsPlaces, const void *source, ptrdiff_t pixel, ptrdiff_t count, Channels *best,
        Places *place) {
    Channels first = pixelAt(source, pixel, element), second = pixelAt(source, pixel + 1, element);
    for (ptrdiff_t n = 0; n < count; n++) {
        const Channels third = pixelAt(source, pixel + n + 2, element);
        Maximum maximum = {first, (Places)(uint8_t)0};
        take(&maximum, second, (Places)(uint8_t)1, keepsPlaces);
        take(&maximum, third, (Places)(uint8_t)2, keepsPlaces);
        best[n] = maximum.best;
        if (keepsPlaces) place[n] = maximum.place;
        first = second;
        second = third;
    }
}

/// The maxima of what the windows of the outputs `xs` cover of a row, wherever the windows lie.
INLINE void maximaOfAny(
        CkernElement element, bool keepsPlaces, const void *source, ptrdiff_t row, ptrdiff_t width,
        const CkernWindow *w, CkernShare xs, Channels *best, Places *place) {
    for (ptrdiff_t x = xs.start; x < xs.end; x++) {
        const CkernShare columns = ckern_covered(x, w->kernelWidth, w->strideWidth, w->padLeft, width);
        const ptrdiff_t first = columns.start + w->padLeft - x * w->strideWidth;
        const ptrdiff_t pixel = row * width + columns.start, count = columns.end - columns.start;
        const Maximum maximum = count == 3 ? maximumOfRow(element, keepsPlaces, source, pixel, 3, first)
                                           : maximumOfRow(element, keepsPlaces, source, pixel, count, first);
        best[x - xs.start] = maximum.best;
        if (keepsPlaces) place[x - xs.start] = maximum.place;
    }
}

/// The maxima of what the windows of the outputs `xs` cover of a row. Places are columns of the window.
INLINE void rowMaxima(
        CkernElement element, bool keepsPlaces, const void *source, ptrdiff_t row, ptrdiff_t width,
        const CkernWindow *w, CkernShare xs, Channels *best, Places *place) {
    // The outputs whose windows lie within the row, if they are of those that have a loop of their own.
    CkernShare inner = {xs.end, xs.end};
    if (w->kernelWidth == 3 && w->strideWidth == 1) {
        inner.start = ckern_smaller(ckern_larger(xs.start, w->padLeft), xs.end);
        inner.end = ckern_larger(ckern_smaller(xs.end, width - 2 + w->padLeft), inner.start);
    }
    const CkernShare before = {xs.start, inner.start}, after = {inner.end, xs.end};
    maximaOfAny(element, keepsPlaces, source, row, width, w, before, best, place);
    if (inner.end > inner.start)
        maximaOfThree(
                element, keepsPlaces, source, row * width + inner.start - w->padLeft, inner.end - inner.start,
                best + (inner.start - xs.start), place + (inner.start - xs.start));
    maximaOfAny(
            element, keepsPlaces, source, row, width, w, after, best + (inner.end - xs.start),
            place + (inner.end - xs.start));
}

/// The maxima of `count` rows of maxima: outputs. `place` is that of the first row's first column.
INLINE void columnMaxima(
        CkernElement element, bool keepsPlaces, const Channels *const *best, const Places *const *places,
        ptrdiff_t count, ptrdiff_t place, ptrdiff_t kernelWidth, void *destination, bool streams, uint8_t *kept,
        ptrdiff_t firstOutput, ptrdiff_t outputs) {
    for (ptrdiff_t x = 0; x < outputs; x++) {
        Maximum maximum = {best[0][x], keepsPlaces ? places[0][x] + (Places)(uint8_t)place : (Places)(uint8_t)0};
        for (ptrdiff_t n = 1; n < count; n++)
            take(&maximum, best[n][x],
                 keepsPlaces ? places[n][x] + (Places)(uint8_t)(place + n * kernelWidth) : maximum.place, keepsPlaces);
        putPixel(destination, firstOutput + x, element, streams, maximum.best);
        if (keepsPlaces) ((LoosePlaces *)kept)[firstOutput + x] = maximum.place;
    }
}

/// The outputs in the columns `xs`, of which there are at most `CKERN_RING` / `kernelHeight`.
INLINE void maxPoolTile(
        CkernElement element, bool keepsPlaces, const void *source, void *destination, bool streams, uint8_t *places,
        ptrdiff_t height, ptrdiff_t width, const CkernWindow *w, CkernShare xs) {
    Channels best[CKERN_RING];
    Places place[CKERN_RING];
    const Channels *bests[CKERN_PLACES];
    const Places *placesOfRows[CKERN_PLACES];
    const ptrdiff_t length = xs.end - xs.start;
    for (ptrdiff_t y = 0, next = 0; y < w->outputHeight; y++) {
        const CkernShare rows = ckern_covered(y, w->kernelHeight, w->strideHeight, w->padTop, height);
        for (ptrdiff_t row = ckern_larger(next, rows.start); row < rows.end; row++) {
            const ptrdiff_t slot = row % w->kernelHeight * length;
            rowMaxima(element, keepsPlaces, source, row, width, w, xs, best + slot, place + slot);
        }
        next = rows.end;
        const ptrdiff_t count = rows.end - rows.start;
        for (ptrdiff_t n = 0; n < count; n++) {
            bests[n] = best + (rows.start + n) % w->kernelHeight * length;
            placesOfRows[n] = place + (rows.start + n) % w->kernelHeight * length;
        }
        const ptrdiff_t first = (rows.start + w->padTop - y * w->strideHeight) * w->kernelWidth;
        const ptrdiff_t output = y * w->outputWidth + xs.start;
        if (count == 3)
            columnMaxima(
                    element, keepsPlaces, bests, placesOfRows, 3, first, w->kernelWidth, destination, streams, places,
                    output, length);
        else
            columnMaxima(
                    element, keepsPlaces, bests, placesOfRows, count, first, w->kernelWidth, destination, streams,
                    places, output, length);
    }
}

INLINE void maxPoolOf(
        CkernElement element, bool keepsPlaces, const void *source, void *destination, bool streams, uint8_t *places,
        ptrdiff_t height, ptrdiff_t width, const CkernWindow *w) {
    const ptrdiff_t step = CKERN_RING / w->kernelHeight;
    for (ptrdiff_t x = 0; x < w->outputWidth; x += step) {
        const CkernShare xs = {x, ckern_smaller(x + step, w->outputWidth)};
        maxPoolTile(element, keepsPlaces, source, destination, streams, places, height, width, w, xs);
    }
}

/// For windows of few places and numbers that are 0 or more; false, and the outputs are left open, for others.
static bool maxPoolOfFew(
        const void *source, void *destination, bool streams, ptrdiff_t height, ptrdiff_t width, CkernElement element,
        const CkernWindow *window) {
    if (window->kernelHeight * window->kernelWidth > CKERN_FEW_PLACES) return false;
    if (element == CkernFloat32)
        return CKERN_NAME(NAMED(maxPoolOfPositive), Words)(
                source, destination, streams, height, width, window, 0x7f800000);
    return CKERN_NAME(NAMED(maxPoolOfPositive), Narrow)(source, destination, streams, height, width, window, 0x7f80);
}

static void NAMED(maxPool)(
        const void *source, void *destination, bool streams, uint8_t *places, ptrdiff_t height, ptrdiff_t width,
        CkernElement element, const CkernWindow *window) {
    if (!places && maxPoolOfFew(source, destination, streams, height, width, element, window)) return;
    if (places) BY_ELEMENT(maxPoolOf, element, true, source, destination, streams, places, height, width, window);
    else BY_ELEMENT(maxPoolOf, element, false, source, destination, streams, places, height, width, window);
}
