// Loops over stretches of elements, one vector of sixteen at a time; the last may be part of one.

/// The elements from `start` on, `count` of them, 1 to a whole vector; lanes past those are 0.
INLINE Lanes loadPart(const void *data, ptrdiff_t start, ptrdiff_t count, CkernElement element) {
    const size_t byteCount = ckern_element_byte_count(element);
    const char *first = (const char *)data + start * (ptrdiff_t)byteCount;
    if (count == BLOCK) return load(first, 0, element);
    char whole[sizeof(Lanes)] = {0};
    __builtin_memcpy(whole, first, (size_t)count * byteCount);
    return load(whole, 0, element);
}

/// Stores the first `count` lanes.
INLINE void storePart(void *data, ptrdiff_t start, ptrdiff_t count, CkernElement element, Lanes lanes) {
    const size_t byteCount = ckern_element_byte_count(element);
    char *first = (char *)data + start * (ptrdiff_t)byteCount;
    if (count == BLOCK) {
        store(first, 0, element, lanes);
        return;
    }
    char whole[sizeof(Lanes)];
    store(whole, 0, element, lanes);
    __builtin_memcpy(first, whole, (size_t)count * byteCount);
}

/// Runs over `count` elements: `start` is where a vector begins, `part` how many elements it has.
#define FOR_EACH_VECTOR(count)                                                                                         \
    for (ptrdiff_t start = 0, part; part = ckern_smaller((count) - start, BLOCK), start < (count); start += BLOCK)

INLINE void convertOf(
        CkernElement destinationElement, CkernElement sourceElement, const void *source, void *destination,
        ptrdiff_t count) {
    FOR_EACH_VECTOR(count)
    storePart(destination, start, part, destinationElement, loadPart(source, start, part, sourceElement));
}

static void convert(
        const void *source, CkernElement sourceElement, void *destination, CkernElement destinationElement,
        ptrdiff_t count) {
    if (sourceElement == destinationElement)
        __builtin_memmove(destination, source, (size_t)count * ckern_element_byte_count(sourceElement));
    else if (sourceElement == CkernFloat32) convertOf(CkernBFloat16, CkernFloat32, source, destination, count);
    else convertOf(CkernFloat32, CkernBFloat16, source, destination, count);
}

INLINE void addOf(
        CkernElement element, const void *first, const void *second, void *destination, ptrdiff_t count, float floor) {
    FOR_EACH_VECTOR(count) {
        const Lanes sum = loadPart(first, start, part, element) + loadPart(second, start, part, element);
        storePart(destination, start, part, element, larger(spread(floor), sum));
    }
}

static void add(
        const void *first, const void *second, void *destination, ptrdiff_t count, CkernElement element,
        bool appliesReLU) {
    BY_ELEMENT(addOf, element, first, second, destination, count, appliesReLU ? 0 : -__builtin_inff());
}

INLINE void reluOf(CkernElement element, const void *source, void *destination, ptrdiff_t count) {
    FOR_EACH_VECTOR(count)
    storePart(destination, start, part, element, larger(spread(0), loadPart(source, start, part, element)));
}

static void relu(const void *source, void *destination, ptrdiff_t count, CkernElement element) {
    BY_ELEMENT(reluOf, element, source, destination, count);
}

INLINE void reluBackwardOf(
        CkernElement element, const void *kept, const void *gradient, const void *second, void *sourceGradient,
        bool adds, ptrdiff_t count) {
    FOR_EACH_VECTOR(count) {
        Lanes dy = loadPart(gradient, start, part, element);
        if (second) dy += loadPart(second, start, part, element);
        Lanes dx = keep(loadPart(kept, start, part, element) > spread(0), dy);
        if (adds) dx += loadPart(sourceGradient, start, part, element);
        storePart(sourceGradient, start, part, element, dx);
    }
}

static void reluBackward(
        const void *kept, const void *gradient, const void *second, void *sourceGradient, bool adds, ptrdiff_t count,
        CkernElement element) {
    BY_ELEMENT(reluBackwardOf, element, kept, gradient, second, sourceGradient, adds, count);
}

/// Each product and sum is rounded by itself, so that the bits are those of the rule as it is written.
static void sgd(
        const CkernSGD *rule, ptrdiff_t count, float *values, const float *gradients, float *velocity,
        uint16_t *copy) {
#pragma clang fp contract(off)
    const Lanes rate = spread(rule->rate), decay = spread(rule->weightDecay), momentum = spread(rule->momentum);
    FOR_EACH_VECTOR(count) {
        Lanes value = loadPart(values, start, part, CkernFloat32);
        const Lanes gradient = loadPart(gradients, start, part, CkernFloat32) + decay * value;
        Lanes step = gradient;
        if (velocity) {
            const Lanes speed = momentum * loadPart(velocity, start, part, CkernFloat32) + gradient;
            storePart(velocity, start, part, CkernFloat32, speed);
            step = rule->nesterov ? gradient + momentum * speed : speed;
        }
        value = value - rate * step;
        storePart(values, start, part, CkernFloat32, value);
        if (copy) storePart(copy, start, part, CkernBFloat16, value);
    }
}
