// The channels of a block at one pixel: a vector of `BLOCK` lanes. Included once for each block.

#define Channels NAMED(Channels)
#define Narrow NAMED(Narrow)
#define Words NAMED(Words)
#define Places NAMED(Places)
#define Choice NAMED(Choice)
#define PlaceChoice NAMED(PlaceChoice)
#define LooseChannels NAMED(LooseChannels)
#define LooseNarrow NAMED(LooseNarrow)
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
typedef Places LoosePlaces __attribute__((aligned(1), may_alias));

INLINE Channels pixelAt(const void *plane, ptrdiff_t pixel, CkernElement element) {
    if (element == CkernFloat32) return ((const LooseChannels *)plane)[pixel];
    return (Channels)(__builtin_convertvector(((const LooseNarrow *)plane)[pixel], Words) << 16);
}

INLINE void putPixel(void *plane, ptrdiff_t pixel, CkernElement element, Channels channels) {
    if (element == CkernFloat32) {
        ((LooseChannels *)plane)[pixel] = channels;
        return;
    }
#if defined(HAS_BFLOAT16)
    ((LooseNarrow *)plane)[pixel] = CKERN_NAME(narrowLanes, BLOCK)(channels);
#else
    const Words bits = (Words)channels;
    const Words rounded = channels == channels ? bits + 0x7fff + (bits >> 16 & 1) : bits | 0x400000;
    ((LooseNarrow *)plane)[pixel] = __builtin_convertvector(rounded >> 16, Narrow);
#endif
}
