// Average pooling of one block of one image. Included once for each block.

#define averagePoolOf NAMED(averagePoolOf)

INLINE void averagePoolOf(
        CkernElement element, const void *source, void *destination, ptrdiff_t height, ptrdiff_t width,
        const CkernWindow *w, bool includesPadding) {
    for (ptrdiff_t y = 0; y < w->outputHeight; y++) {
        const CkernShare rows = ckern_covered(y, w->kernelHeight, w->strideHeight, w->padTop, height);
        for (ptrdiff_t x = 0; x < w->outputWidth; x++) {
            const CkernShare columns = ckern_covered(x, w->kernelWidth, w->strideWidth, w->padLeft, width);
            Channels sum = (Channels)0.0f;
            for (ptrdiff_t row = rows.start; row < rows.end; row++) {
                Channels rowSum = (Channels)0.0f;
                for (ptrdiff_t column = columns.start; column < columns.end; column++)
                    rowSum += pixelAt(source, row * width + column, element);
                sum += rowSum;
            }
            putPixel(
                    destination, y * w->outputWidth + x, element, false,
                    sum * ckern_average_share(w, includesPadding, y, x, height, width));
        }
    }
}

static void NAMED(averagePool)(
        const void *source, void *destination, ptrdiff_t height, ptrdiff_t width, CkernElement element,
        const CkernWindow *window, bool includesPadding) {
    BY_ELEMENT(averagePoolOf, element, source, destination, height, width, window, includesPadding);
}
