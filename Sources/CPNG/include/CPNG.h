#ifndef CPNG_H
#define CPNG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// libpng's own interface, whose errors jump: here they jump no further than C. Its simplified one corrects for the gamma that a
// file tells, which other readers of pictures to learn from do not.

typedef enum {
    CpngGood,
    /// The bytes end before the picture.
    CpngTruncated,
    CpngDamaged,
    CpngOutOfMemory,
} CpngStatus;

/// Room for the library's words, its end included.
#define CPNG_MESSAGE_LENGTH 200

typedef struct {
    uint32_t width;
    uint32_t height;
    /// Of the file: 1 grey, 3 colour, each one more with alpha. A palette is colour.
    int channels;
    bool isInterlaced;
} CpngHeader;

/// Reads what stands before the pixels. `message` tells what is wrong, if the status is not good.
CpngStatus cpng_read_header(
        const uint8_t *bytes, size_t count, CpngHeader *header, char message[CPNG_MESSAGE_LENGTH]);

/// Decodes into planes one behind the other, one of a grey file and three otherwise, each height · width bytes, as many as `room`
/// has. Of 16 bits the upper 8 are taken, alpha and what tells how to show the colours are left out.
CpngStatus cpng_decode(
        const uint8_t *bytes, size_t count, uint8_t *planes, size_t room, char message[CPNG_MESSAGE_LENGTH]);

/// Writes a file of pixels [height, width, channels], 1 grey or 3 colour, 8 bits a value. `*bytes` holds it and is the caller's to
/// free; it is null if the status is not good.
CpngStatus cpng_encode(
        const uint8_t *pixels, uint32_t width, uint32_t height, int channels, uint8_t **bytes, size_t *count,
        char message[CPNG_MESSAGE_LENGTH]);

#endif
