// The loops of batch normalisation over a stretch of elements, the pixels of one block of one image.

/// So many pairs are summed in float32 before the sums go on in float64.
#define PAIRS_IN_FLOAT 512
/// Sums that grow side by side.
#define SUMS 2

/// Numbers per channel; the same for both halves in float32, which saves registers.
INLINE Pair perChannel(const float *numbers, CkernElement element) {
    Pair pair = load(numbers, 0, CkernFloat32);
    if (element == CkernFloat32) pair.half[1] = pair.half[0];
    return pair;
}

/// Which lanes hold one of the first `count` elements.
INLINE Signed isWithin(ptrdiff_t count, CkernElement element, int half) {
    const Signed lane = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    const Signed place = element == CkernFloat32 ? lane + 16 * half : lane * 2 + half;
    return place < (Signed)(int32_t)count;
}

/// Two sums that grow together.
typedef struct {
    Pair first, second;
} TwoSums;

INLINE void keepSums(const TwoSums *sums, double *first, double *second) {
    EACH_HALF(h) {
        addTo(first + 16 * h, sums[0].first.half[h] + sums[1].first.half[h]);
        addTo(second + 16 * h, sums[0].second.half[h] + sums[1].second.half[h]);
    }
}

INLINE void addSquares(TwoSums *sums, Pair deviation) {
    EACH_HALF(h) {
        sums->first.half[h] += deviation.half[h];
        sums->second.half[h] += deviation.half[h] * deviation.half[h];
    }
}

INLINE Pair minus(Pair first, Pair second) {
    return (Pair){{first.half[0] - second.half[0], first.half[1] - second.half[1]}};
}

INLINE void sumsOf(
        CkernElement element, const void *source, ptrdiff_t count, const float *origin, double *sum, double *squares) {
    const Pair center = perChannel(origin, element);
    const ptrdiff_t pairs = count / PAIR, rest = count % PAIR;
    for (ptrdiff_t start = 0; start < pairs; start += PAIRS_IN_FLOAT) {
        const ptrdiff_t end = ckern_smaller(start + PAIRS_IN_FLOAT, pairs);
        TwoSums sums[SUMS] = {0};
        ptrdiff_t index = start;
        for (; index + SUMS <= end; index += SUMS)
            for (int n = 0; n < SUMS; n++) addSquares(&sums[n], minus(load(source, index + n, element), center));
        if (index < end) addSquares(&sums[0], minus(load(source, index, element), center));
        keepSums(sums, sum, squares);
    }
    if (rest == 0) return;
    const Part copy = part(source, pairs, rest, element);
    Pair deviation = minus(load(copy.bytes, 0, element), center);
    EACH_HALF(h) deviation.half[h] = keep(isWithin(rest, element, h), deviation.half[h]);
    TwoSums sums[SUMS] = {0};
    addSquares(&sums[0], deviation);
    keepSums(sums, sum, squares);
}

static void sums(
        const void *source, ptrdiff_t count, CkernElement element, const float *origin, double *sum, double *squares) {
    BY_ELEMENT(sumsOf, element, source, count, origin, sum, squares);
}

/// What normalising works with, in registers.
typedef struct {
    Pair mean, factor, shift;
    Lanes floor;
} Normal;

INLINE Normal normal(const CkernChannels *channels, CkernElement element) {
    return (Normal){
            perChannel(channels->mean, element), perChannel(channels->factor, element),
            perChannel(channels->shift, element), spread(channels->floor)};
}

/// Without the ReLU. Forward and backward passes must get the same bits from it.
INLINE Lanes normalized(const Normal *norm, Lanes deviation, int half) {
    return deviation * norm->factor.half[half] + norm->shift.half[half];
}

INLINE void normalizePair(
        CkernElement element, const void *source, void *destination, ptrdiff_t index, bool streams,
        const Normal *norm) {
    const Pair deviation = minus(load(source, index, element), norm->mean);
    Pair y;
    EACH_HALF(h) y.half[h] = larger(norm->floor, normalized(norm, deviation.half[h], h));
    store(destination, index, element, streams, y);
}

INLINE void normalizeOf(
        CkernElement element, const void *source, void *destination, ptrdiff_t count, bool streams,
        const CkernChannels *channels) {
    const Normal norm = normal(channels, element);
    const ptrdiff_t pairs = count / PAIR, rest = count % PAIR;
    for (ptrdiff_t index = 0; index < pairs; index++)
        normalizePair(element, source, destination, index, streams, &norm);
    if (rest == 0) return;
    Part copy = part(source, pairs, rest, element);
    normalizePair(element, copy.bytes, copy.bytes, 0, false, &norm);
    putPart(destination, pairs, rest, element, &copy);
}

static void normalize(
        const void *source, void *destination, ptrdiff_t count, CkernElement element, bool streams,
        const CkernChannels *channels) {
    BY_ELEMENT(normalizeOf, element, source, destination, count, streams, channels);
}

/// The gradient of y, 0 where the ReLU stopped it.
INLINE Pair gradientAt(
        const void *gradient, const void *second, ptrdiff_t index, CkernElement element, const Normal *norm,
        Pair deviation) {
    Pair dy = load(gradient, index, element);
    if (second) {
        const Pair more = load(second, index, element);
        EACH_HALF(h) dy.half[h] += more.half[h];
    }
    EACH_HALF(h) dy.half[h] = keep(normalized(norm, deviation.half[h], h) > norm->floor, dy.half[h]);
    return dy;
}

INLINE void addProducts(
        CkernElement element, const void *source, const void *gradient, const void *second, ptrdiff_t index,
        const Normal *norm, TwoSums *sums) {
    const Pair deviation = minus(load(source, index, element), norm->mean);
    const Pair dy = gradientAt(gradient, second, index, element, norm, deviation);
    EACH_HALF(h) {
        sums->first.half[h] += dy.half[h];
        sums->second.half[h] += dy.half[h] * deviation.half[h];
    }
}

INLINE void gradientSumsOf(
        CkernElement element, const void *source, const void *gradient, const void *second, ptrdiff_t count,
        const CkernChannels *channels, double *sum, double *products) {
    const Normal norm = normal(channels, element);
    const ptrdiff_t pairs = count / PAIR, rest = count % PAIR;
    for (ptrdiff_t start = 0; start < pairs; start += PAIRS_IN_FLOAT) {
        const ptrdiff_t end = ckern_smaller(start + PAIRS_IN_FLOAT, pairs);
        TwoSums sums[SUMS] = {0};
        ptrdiff_t index = start;
        for (; index + SUMS <= end; index += SUMS)
            for (int n = 0; n < SUMS; n++)
                addProducts(element, source, gradient, second, index + n, &norm, &sums[n]);
        if (index < end) addProducts(element, source, gradient, second, index, &norm, &sums[0]);
        keepSums(sums, sum, products);
    }
    if (rest == 0) return;
    // Gradients are 0 past the end, so nothing is added there.
    const Part x = part(source, pairs, rest, element), dy = part(gradient, pairs, rest, element),
               more = part(second, pairs, rest, element);
    TwoSums sums[SUMS] = {0};
    addProducts(element, x.bytes, dy.bytes, more.bytes, 0, &norm, &sums[0]);
    keepSums(sums, sum, products);
}

static void gradientSums(
        const void *source, const void *gradient, const void *second, ptrdiff_t count, CkernElement element,
        const CkernChannels *channels, double *sum, double *products) {
    BY_ELEMENT(gradientSumsOf, element, source, gradient, second, count, channels, sum, products);
}

/// dx = factor · dy + slope · (x − mean) + offset
typedef struct {
    Pair slope, offset;
} Slope;

INLINE void sourceGradientPair(
        CkernElement element, const void *source, const void *gradient, const void *second, void *sourceGradient,
        ptrdiff_t index, bool adds, bool streams, const Normal *norm, const Slope *slope) {
    const Pair deviation = minus(load(source, index, element), norm->mean);
    const Pair dy = gradientAt(gradient, second, index, element, norm, deviation);
    Pair dx;
    EACH_HALF(h)
    dx.half[h] = dy.half[h] * norm->factor.half[h] + (deviation.half[h] * slope->slope.half[h] + slope->offset.half[h]);
    if (adds) {
        const Pair old = load(sourceGradient, index, element);
        EACH_HALF(h) dx.half[h] += old.half[h];
    }
    store(sourceGradient, index, element, streams, dx);
}

INLINE void sourceGradientOf(
        CkernElement element, const void *source, const void *gradient, const void *second, void *sourceGradient,
        ptrdiff_t count, bool adds, bool streams, const CkernChannels *channels) {
    const Normal norm = normal(channels, element);
    const Slope slope = {perChannel(channels->slope, element), perChannel(channels->offset, element)};
    const ptrdiff_t pairs = count / PAIR, rest = count % PAIR;
    for (ptrdiff_t index = 0; index < pairs; index++)
        sourceGradientPair(
                element, source, gradient, second, sourceGradient, index, adds, streams, &norm, &slope);
    if (rest == 0) return;
    const Part x = part(source, pairs, rest, element), dy = part(gradient, pairs, rest, element),
               more = part(second, pairs, rest, element);
    Part dx = part(sourceGradient, pairs, rest, element);
    sourceGradientPair(element, x.bytes, dy.bytes, more.bytes, dx.bytes, 0, adds, false, &norm, &slope);
    putPart(sourceGradient, pairs, rest, element, &dx);
}

static void sourceGradient(
        const void *source, const void *gradient, const void *second, void *sourceGradient, ptrdiff_t count,
        CkernElement element, bool adds, bool streams, const CkernChannels *channels) {
    BY_ELEMENT(
            sourceGradientOf, element, source, gradient, second, sourceGradient, count, adds, streams, channels);
}
