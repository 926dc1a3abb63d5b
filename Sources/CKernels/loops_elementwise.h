// Loops over stretches of elements.

INLINE void convertPair(
        CkernElement sourceElement, CkernElement destinationElement, const void *source, void *destination,
        ptrdiff_t index) {
    const char *from = (const char *)source + pairBytes(index, sourceElement);
    char *to = (char *)destination + pairBytes(index, destinationElement);
    EACH_HALF(h) {
        if (sourceElement == CkernFloat32) ((LooseHalves *)to)[h] = narrowed16(((const LooseLanes *)from)[h]);
        else ((LooseLanes *)to)[h] = widened(((const LooseHalves *)from)[h]);
    }
}

INLINE void convertOf(
        CkernElement sourceElement, CkernElement destinationElement, const void *source, void *destination,
        ptrdiff_t count) {
    const ptrdiff_t pairs = count / PAIR, rest = count % PAIR;
    for (ptrdiff_t index = 0; index < pairs; index++)
        convertPair(sourceElement, destinationElement, source, destination, index);
    if (rest == 0) return;
    const Part from = part(source, pairs, rest, sourceElement);
    Part to;
    convertPair(sourceElement, destinationElement, from.bytes, to.bytes, 0);
    putPart(destination, pairs, rest, destinationElement, &to);
}

/// Bit by bit; past the caches if `streams`, which wants an address that is a multiple of 64.
INLINE void move(const void *source, void *destination, size_t bytes, bool streams) {
    const size_t lines = streams ? bytes / sizeof(Unsigned) : 0, done = lines * sizeof(Unsigned);
    for (size_t line = 0; line < lines; line++)
        __builtin_nontemporal_store(((const LooseUnsigned *)source)[line], (Unsigned *)destination + line);
    __builtin_memmove((char *)destination + done, (const char *)source + done, bytes - done);
}

static void convert(
        const void *source, CkernElement sourceElement, void *destination, CkernElement destinationElement,
        ptrdiff_t count, bool streams) {
    if (sourceElement == destinationElement)
        move(source, destination, (size_t)count * ckern_element_byte_count(sourceElement), streams);
    else if (sourceElement == CkernFloat32) convertOf(CkernFloat32, CkernBFloat16, source, destination, count);
    else convertOf(CkernBFloat16, CkernFloat32, source, destination, count);
}

INLINE void addPair(
        CkernElement element, const void *first, const void *second, void *destination, ptrdiff_t index,
        bool streams, Lanes floor) {
    const Pair a = load(first, index, element), b = load(second, index, element);
    Pair sum;
    EACH_HALF(h) sum.half[h] = larger(floor, a.half[h] + b.half[h]);
    store(destination, index, element, streams, sum);
}

INLINE void addOf(
        CkernElement element, const void *first, const void *second, void *destination, ptrdiff_t count,
        bool streams, float floor) {
    const ptrdiff_t pairs = count / PAIR, rest = count % PAIR;
    for (ptrdiff_t index = 0; index < pairs; index++)
        addPair(element, first, second, destination, index, streams, spread(floor));
    if (rest == 0) return;
    const Part a = part(first, pairs, rest, element), b = part(second, pairs, rest, element);
    Part sum;
    addPair(element, a.bytes, b.bytes, sum.bytes, 0, false, spread(floor));
    putPart(destination, pairs, rest, element, &sum);
}

static void add(
        const void *first, const void *second, void *destination, ptrdiff_t count, CkernElement element,
        bool streams, bool appliesReLU) {
    BY_ELEMENT(addOf, element, first, second, destination, count, streams, appliesReLU ? 0 : -__builtin_inff());
}

INLINE void reluPair(
        CkernElement element, const void *source, void *destination, ptrdiff_t index, bool streams) {
    Pair y = load(source, index, element);
    EACH_HALF(h) y.half[h] = larger(spread(0), y.half[h]);
    store(destination, index, element, streams, y);
}

INLINE void reluOf(
        CkernElement element, const void *source, void *destination, ptrdiff_t count, bool streams) {
    const ptrdiff_t pairs = count / PAIR, rest = count % PAIR;
    for (ptrdiff_t index = 0; index < pairs; index++) reluPair(element, source, destination, index, streams);
    if (rest == 0) return;
    Part copy = part(source, pairs, rest, element);
    reluPair(element, copy.bytes, copy.bytes, 0, false);
    putPart(destination, pairs, rest, element, &copy);
}

static void relu(
        const void *source, void *destination, ptrdiff_t count, CkernElement element, bool streams) {
    BY_ELEMENT(reluOf, element, source, destination, count, streams);
}

INLINE void reluBackwardPair(
        CkernElement element, const void *kept, const void *gradient, const void *second, void *sourceGradient,
        ptrdiff_t index, bool adds, bool streams) {
    const Pair y = load(kept, index, element);
    Pair dx = load(gradient, index, element);
    if (second) {
        const Pair more = load(second, index, element);
        EACH_HALF(h) dx.half[h] += more.half[h];
    }
    EACH_HALF(h) dx.half[h] = keep(y.half[h] > spread(0), dx.half[h]);
    if (adds) {
        const Pair old = load(sourceGradient, index, element);
        EACH_HALF(h) dx.half[h] += old.half[h];
    }
    store(sourceGradient, index, element, streams, dx);
}

INLINE void reluBackwardOf(
        CkernElement element, const void *kept, const void *gradient, const void *second, void *sourceGradient,
        ptrdiff_t count, bool adds, bool streams) {
    const ptrdiff_t pairs = count / PAIR, rest = count % PAIR;
    for (ptrdiff_t index = 0; index < pairs; index++)
        reluBackwardPair(element, kept, gradient, second, sourceGradient, index, adds, streams);
    if (rest == 0) return;
    const Part y = part(kept, pairs, rest, element), dy = part(gradient, pairs, rest, element),
               more = part(second, pairs, rest, element);
    Part dx = part(sourceGradient, pairs, rest, element);
    reluBackwardPair(element, y.bytes, dy.bytes, more.bytes, dx.bytes, 0, adds, false);
    putPart(sourceGradient, pairs, rest, element, &dx);
}

static void reluBackward(
        const void *kept, const void *gradient, const void *second, void *sourceGradient, ptrdiff_t count,
        CkernElement element, bool adds, bool streams) {
    BY_ELEMENT(reluBackwardOf, element, kept, gradient, second, sourceGradient, count, adds, streams);
}
