// The channels of a block at one pixel: a vector of `BLOCK` lanes. Included once for each block.

#define Channels NAMED(Channels)
#define Narrow NAMED(Narrow)
#define Words NAMED(Words)
#define Places NAMED(Places)
#define Choice NAMED(Choice)
#define PlaceChoice NAMED(PlaceChoice)
#define LooseChannels NAMED(LooseChannels)
#define LooseNarrow NAMED(LooseNarrow)
#define LooseWords NAMED(LooseWords)
#define LoosePlaces NAMED(LoosePlaces)
#define pixelAt NAMED(pixelAt)
#define putPixel NAMED(putPixel)

typedef float Channels __attribute__((ext_vector_type(BLOCK)));
typedef uint16_t Narrow __attribute__((ext_vector_type(BLOCK)));
typedef uint32_t Words __attribute__((ext_vector_type(BLOCK)));
typedef uint8_t Places __attribute__((ext_vector_type(BLOCK)));
/// What comparing makes: all bits where it holds.
typedef int32_t Choice __attribute__((ext_vector_type(BLOCK)));
typedef int8_t PlaceChoice __attribute__((ext_vector_type(BLOCK)));
/// As they lie in memory, aligned to their elements only.
typedef Channels LooseChannels __attribute__((aligned(4), may_alias));
typedef Narrow LooseNarrow __attribute__((aligned(2), may_alias));
typedef Words LooseWords __attribute__((aligned(4), may_alias));
typedef Places LoosePlaces __attribute__((aligned(1), may_alias));

INLINE Channels pixelAt(const void *plane, ptrdiff_t pixel, CkernElement element) {
    if (element == CkernFloat32) return ((const LooseChannels *)plane)[pixel];
    return (Channels)(__builtin_convertvector(((const LooseNarrow *)plane)[pixel], Words) << 16);
}

/// Past the caches if `streams`, which wants planes that begin at a multiple of 64.
INLINE void putPixel(void *plane, ptrdiff_t pixel, CkernElement element, bool streams, Channels channels) {
    if (element == CkernFloat32) {
        if (streams) __builtin_nontemporal_store(channels, (Channels *)plane + pixel);
        else ((LooseChannels *)plane)[pixel] = channels;
        return;
    }
#if defined(HAS_BFLOAT16)
    const Narrow narrow = CKERN_NAME(narrowLanes, BLOCK)(channels);
#else
    const Words bits = (Words)channels;
    const Words rounded = channels == channels ? bits + 0x7fff + (bits >> 16 & 1) : bits | 0x400000;
    const Narrow narrow = __builtin_convertvector(rounded >> 16, Narrow);
#endif
    if (streams) __builtin_nontemporal_store(narrow, (Narrow *)plane + pixel);
    else ((LooseNarrow *)plane)[pixel] = narrow;
}
