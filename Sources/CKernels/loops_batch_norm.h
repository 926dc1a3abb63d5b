// The loops of batch normalisation over one block of one image.

/// So many pixels are summed in float32 before the sum goes on in float64.
#define PIXELS_IN_FLOAT 512

INLINE void NAMED(sumsOf)(
        CkernElement element, const void *source, ptrdiff_t pixels, const float *origin, double *sum,
        double *squares) {
    const Lanes center = load(origin, 0, CkernFloat32);
    for (ptrdiff_t start = 0; start < pixels; start += PIXELS_IN_FLOAT) {
        const ptrdiff_t end = ckern_smaller(start + PIXELS_IN_FLOAT, pixels);
        Lanes sums[4] = {0}, squared[4] = {0};
        ptrdiff_t pixel = start;
        for (; pixel + 4 <= end; pixel += 4) {
            for (int part = 0; part < 4; part++) {
                const Lanes x = load(source, pixel + part, element) - center;
                sums[part] += x;
                squared[part] += x * x;
            }
        }
        for (; pixel < end; pixel++) {
            const Lanes x = load(source, pixel, element) - center;
            sums[0] += x;
            squared[0] += x * x;
        }
        addTo(sum, (sums[0] + sums[1]) + (sums[2] + sums[3]));
        addTo(squares, (squared[0] + squared[1]) + (squared[2] + squared[3]));
    }
}

static void NAMED(sums)(
        const void *source, ptrdiff_t pixels, CkernElement element, const float *origin, double *sum,
        double *squares) {
    BY_ELEMENT(NAMED(sumsOf), element, source, pixels, origin, sum, squares);
}

#define Normal NAMED(Normal)
#define normal NAMED(normal)
#define normalized NAMED(normalized)
#define gradientAt NAMED(gradientAt)

/// What a block's loops work with, in registers.
typedef struct {
    Lanes mean, factor, shift, floor;
} Normal;

INLINE Normal normal(const CkernChannels *channels) {
    return (Normal){
            load(channels->mean, 0, CkernFloat32), load(channels->factor, 0, CkernFloat32),
            load(channels->shift, 0, CkernFloat32), spread(channels->floor)};
}

/// Without the ReLU. Forward and backward passes must get the same bits from it.
INLINE Lanes normalized(Normal norm, Lanes deviation) { return deviation * norm.factor + norm.shift; }

INLINE void NAMED(normalizeOf)(
        CkernElement element, const void *source, void *destination, ptrdiff_t pixels,
        const CkernChannels *channels) {
    const Normal norm = normal(channels);
    for (ptrdiff_t pixel = 0; pixel < pixels; pixel++) {
        const Lanes y = normalized(norm, load(source, pixel, element) - norm.mean);
        store(destination, pixel, element, larger(norm.floor, y));
    }
}

static void NAMED(normalize)(
        const void *source, void *destination, ptrdiff_t pixels, CkernElement element,
        const CkernChannels *channels) {
    BY_ELEMENT(NAMED(normalizeOf), element, source, destination, pixels, channels);
}

/// The gradient of what came before the ReLU.
INLINE Lanes gradientAt(
        const void *gradient, const void *second, ptrdiff_t pixel, CkernElement element, Normal norm,
        Lanes deviation) {
    Lanes dy = load(gradient, pixel, element);
    if (second) dy += load(second, pixel, element);
    return keep(normalized(norm, deviation) > norm.floor, dy);
}

INLINE void NAMED(gradientSumsOf)(
        CkernElement element, const void *source, const void *gradient, const void *second, ptrdiff_t pixels,
        const CkernChannels *channels, double *sum, double *products) {
    const Normal norm = normal(channels);
    for (ptrdiff_t start = 0; start < pixels; start += PIXELS_IN_FLOAT) {
        const ptrdiff_t end = ckern_smaller(start + PIXELS_IN_FLOAT, pixels);
        Lanes sums[4] = {0}, multiplied[4] = {0};
        ptrdiff_t pixel = start;
        for (; pixel + 4 <= end; pixel += 4) {
            for (int part = 0; part < 4; part++) {
                const Lanes deviation = load(source, pixel + part, element) - norm.mean;
                const Lanes dy = gradientAt(gradient, second, pixel + part, element, norm, deviation);
                sums[part] += dy;
                multiplied[part] += dy * deviation;
            }
        }
        for (; pixel < end; pixel++) {
            const Lanes deviation = load(source, pixel, element) - norm.mean;
            const Lanes dy = gradientAt(gradient, second, pixel, element, norm, deviation);
            sums[0] += dy;
            multiplied[0] += dy * deviation;
        }
        addTo(sum, (sums[0] + sums[1]) + (sums[2] + sums[3]));
        addTo(products, (multiplied[0] + multiplied[1]) + (multiplied[2] + multiplied[3]));
    }
}

static void NAMED(gradientSums)(
        const void *source, const void *gradient, const void *second, ptrdiff_t pixels, CkernElement element,
        const CkernChannels *channels, double *sum, double *products) {
    BY_ELEMENT(NAMED(gradientSumsOf), element, source, gradient, second, pixels, channels, sum, products);
}

INLINE void NAMED(sourceGradientOf)(
        CkernElement element, const void *source, const void *gradient, const void *second, void *sourceGradient,
        bool adds, ptrdiff_t pixels, const CkernChannels *channels) {
    const Normal norm = normal(channels);
    const Lanes meanGradient = load(channels->meanGradient, 0, CkernFloat32);
    const Lanes slope = load(channels->slope, 0, CkernFloat32);
    for (ptrdiff_t pixel = 0; pixel < pixels; pixel++) {
        const Lanes deviation = load(source, pixel, element) - norm.mean;
        const Lanes dy = gradientAt(gradient, second, pixel, element, norm, deviation);
        Lanes dx = norm.factor * (dy - meanGradient - deviation * slope);
        if (adds) dx += load(sourceGradient, pixel, element);
        store(sourceGradient, pixel, element, dx);
    }
}

static void NAMED(sourceGradient)(
        const void *source, const void *gradient, const void *second, void *sourceGradient, bool adds,
        ptrdiff_t pixels, CkernElement element, const CkernChannels *channels) {
    BY_ELEMENT(NAMED(sourceGradientOf), element, source, gradient, second, sourceGradient, adds, pixels, channels);
}
