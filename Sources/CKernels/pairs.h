// Stretches of elements, 32 at a time, as two vectors of sixteen.
//
// In float32 the two are the first and the last sixteen. In bfloat16 they are the elements at even and at odd places: those
// are a shift and a mask away, where splitting in the middle would shuffle. `ckern_pair_place` tells which
// element a lane holds; numbers per channel are arranged likewise.

typedef float Lanes __attribute__((ext_vector_type(16)));
typedef int32_t Signed __attribute__((ext_vector_type(16)));
typedef uint32_t Unsigned __attribute__((ext_vector_type(16)));
typedef uint16_t Halves __attribute__((ext_vector_type(16)));
typedef double Doubles __attribute__((ext_vector_type(16)));
/// As they lie in memory, aligned to their elements only.
typedef Lanes LooseLanes __attribute__((aligned(4), may_alias));
typedef Unsigned LooseUnsigned __attribute__((aligned(2), may_alias));
typedef Halves LooseHalves __attribute__((aligned(2), may_alias));
typedef Doubles LooseDoubles __attribute__((aligned(8), may_alias));

typedef struct {
    Lanes half[2];
} Pair;

#define PAIR CKERN_PAIR
#define EACH_HALF(h) for (int h = 0; h < 2; h++)

/// The bytes of so many pairs.
INLINE ptrdiff_t pairBytes(ptrdiff_t pairs, CkernElement element) {
    return pairs * (element == CkernFloat32 ? 4 * PAIR : 2 * PAIR);
}

/// The pair at `index` pairs after `data`.
INLINE Pair load(const void *data, ptrdiff_t index, CkernElement element) {
    const char *start = (const char *)data + pairBytes(index, element);
    if (element == CkernFloat32) return (Pair){{((const LooseLanes *)start)[0], ((const LooseLanes *)start)[1]}};
    const Unsigned both = *(const LooseUnsigned *)start;
    return (Pair){{(Lanes)(both << 16), (Lanes)(both & 0xffff0000)}};
}

/// The nearest bfloat16 numbers, ties to even, in the upper halves of the lanes; what is in the lower halves is left open.
INLINE Unsigned roundedUp(Lanes lanes) {
    const Unsigned bits = (Unsigned)lanes;
    // Adding could carry a number that is not a number into the infinities.
    return lanes == lanes ? bits + 0x7fff + (bits >> 16 & 1) : bits | 0x400000;
}

/// The two halves as bfloat16, in the order of memory.
INLINE Unsigned narrowed(Pair pair) {
#if defined(HAS_BFLOAT16)
    return narrowPair(pair.half[0], pair.half[1]);
#else
    return roundedUp(pair.half[0]) >> 16 | (roundedUp(pair.half[1]) & 0xffff0000);
#endif
}

/// One vector as bfloat16, in order, and back.
INLINE Halves narrowed16(Lanes lanes) {
#if defined(HAS_BFLOAT16)
    return narrowLanes_16(lanes);
#else
    return __builtin_convertvector(roundedUp(lanes) >> 16, Halves);
#endif
}

INLINE Lanes widened(Halves halves) { return (Lanes)(__builtin_convertvector(halves, Unsigned) << 16); }

/// Stores a pair; past the caches if `streams`, which wants an address that is a multiple of 64.
INLINE void store(void *data, ptrdiff_t index, CkernElement element, bool streams, Pair pair) {
    char *start = (char *)data + pairBytes(index, element);
    if (element == CkernFloat32) {
        EACH_HALF(h) {
            if (streams) __builtin_nontemporal_store(pair.half[h], (Lanes *)start + h);
            else ((LooseLanes *)start)[h] = pair.half[h];
        }
    } else if (streams) __builtin_nontemporal_store(narrowed(pair), (Unsigned *)start);
    else *(LooseUnsigned *)start = narrowed(pair);
}

/// The first `count` elements of a stretch, the others 0, in memory of their own.
typedef struct {
    _Alignas(64) char bytes[4 * PAIR];
} Part;

INLINE Part part(const void *data, ptrdiff_t index, ptrdiff_t count, CkernElement element) {
    Part copy = {{0}};
    if (data) __builtin_memcpy(copy.bytes, (const char *)data + pairBytes(index, element),
                               (size_t)count * ckern_element_byte_count(element));
    return copy;
}

INLINE void putPart(void *data, ptrdiff_t index, ptrdiff_t count, CkernElement element, const Part *copy) {
    __builtin_memcpy((char *)data + pairBytes(index, element), copy->bytes,
                     (size_t)count * ckern_element_byte_count(element));
}

/// The same number in each lane.
INLINE Lanes spread(float number) { return (Lanes)number; }

/// first > second ? first : second, so that the second wins where either is not a number.
INLINE Lanes larger(Lanes first, Lanes second) { return first > second ? first : second; }

/// The lanes where `condition` holds, the others 0.
INLINE Lanes keep(Signed condition, Lanes lanes) { return condition ? lanes : (Lanes)0.0f; }

INLINE void addTo(double *sums, Lanes lanes) {
    *(LooseDoubles *)sums += __builtin_convertvector(lanes, Doubles);
}
