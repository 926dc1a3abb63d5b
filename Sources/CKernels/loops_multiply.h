// Products of one block of one image. Included once for each block.

#define multiplyOf NAMED(multiplyOf)
#define productSumsOf NAMED(productSumsOf)

INLINE void multiplyOf(
        CkernElement element, const void *first, const void *second, bool spreads, void *destination, bool adds,
        ptrdiff_t pixels) {
    const Channels factor = pixelAt(second, 0, element);
    for (ptrdiff_t pixel = 0; pixel < pixels; pixel++) {
        Channels product = pixelAt(first, pixel, element) * (spreads ? factor : pixelAt(second, pixel, element));
        if (adds) product += pixelAt(destination, pixel, element);
        putPixel(destination, pixel, element, false, product);
    }
}

static void NAMED(multiply)(
        const void *first, const void *second, bool spreads, void *destination, bool adds, ptrdiff_t pixels,
        CkernElement element) {
    BY_ELEMENT(multiplyOf, element, first, second, spreads, destination, adds, pixels);
}

INLINE void productSumsOf(
        CkernElement element, const void *first, const void *second, void *destination, bool adds, ptrdiff_t pixels) {
    Channels sum = (Channels)0.0f;
    for (ptrdiff_t start = 0; start < pixels; start += 64) {
        const ptrdiff_t end = ckern_smaller(start + 64, pixels);
        Channels part = (Channels)0.0f;
        for (ptrdiff_t pixel = start; pixel < end; pixel++)
            part += pixelAt(first, pixel, element) * pixelAt(second, pixel, element);
        sum += part;
    }
    if (adds) sum += pixelAt(destination, 0, element);
    putPixel(destination, 0, element, false, sum);
}

static void NAMED(productSums)(
        const void *first, const void *second, void *destination, bool adds, ptrdiff_t pixels, CkernElement element) {
    BY_ELEMENT(productSumsOf, element, first, second, destination, adds, pixels);
}
