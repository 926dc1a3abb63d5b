// Vectors of `BLOCK` lanes. Included once for each block.

#define Lanes NAMED(Lanes)
#define Signed NAMED(Signed)
#define Unsigned NAMED(Unsigned)
#define Halves NAMED(Halves)
#define Doubles NAMED(Doubles)
#define LooseLanes NAMED(LooseLanes)
#define LooseHalves NAMED(LooseHalves)
#define load NAMED(load)
#define store NAMED(store)
#define rounded NAMED(rounded)
#define spread NAMED(spread)
#define larger NAMED(larger)
#define keep NAMED(keep)
#define addTo NAMED(addTo)

typedef float Lanes __attribute__((ext_vector_type(BLOCK)));
typedef int32_t Signed __attribute__((ext_vector_type(BLOCK)));
typedef uint32_t Unsigned __attribute__((ext_vector_type(BLOCK)));
typedef uint16_t Halves __attribute__((ext_vector_type(BLOCK)));
typedef double Doubles __attribute__((ext_vector_type(BLOCK)));
/// As they lie in memory, aligned to their elements only.
typedef Lanes LooseLanes __attribute__((aligned(4), may_alias));
typedef Halves LooseHalves __attribute__((aligned(2), may_alias));

/// The vector at `index` vectors after `data`.
INLINE Lanes load(const void *data, ptrdiff_t index, CkernElement element) {
    if (element == CkernFloat32) return ((const LooseLanes *)data)[index];
    Unsigned bits = __builtin_convertvector(((const LooseHalves *)data)[index], Unsigned);
    return (Lanes)(bits << 16);
}

/// The nearest bfloat16 numbers, ties to even.
INLINE Halves rounded(Lanes lanes) {
#if defined(ROUND_TO_BFLOAT16)
    return CKERN_NAME(ROUND_TO_BFLOAT16, BLOCK)(lanes);
#else
    Unsigned bits = (Unsigned)lanes;
    Unsigned nearest = bits + 0x7fff + (bits >> 16 & 1);
    // Adding could carry a number that is not a number into the infinities.
    Unsigned quiet = bits | 0x400000;
    return __builtin_convertvector((lanes == lanes ? nearest : quiet) >> 16, Halves);
#endif
}

INLINE void store(void *data, ptrdiff_t index, CkernElement element, Lanes lanes) {
    if (element == CkernFloat32) ((LooseLanes *)data)[index] = lanes;
    else ((LooseHalves *)data)[index] = rounded(lanes);
}

/// The same number in each lane.
INLINE Lanes spread(float number) { return (Lanes)number; }

/// first > second ? first : second, so that the second wins where either is not a number.
INLINE Lanes larger(Lanes first, Lanes second) { return first > second ? first : second; }

/// The lanes where `condition` holds, the others 0.
INLINE Lanes keep(Signed condition, Lanes lanes) { return condition ? lanes : (Lanes)0.0f; }

INLINE void addTo(double *sums, Lanes lanes) {
    Doubles wide = __builtin_convertvector(lanes, Doubles);
    for (int lane = 0; lane < BLOCK; lane++) sums[lane] += wide[lane];
}
