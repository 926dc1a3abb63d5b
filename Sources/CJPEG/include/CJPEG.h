#ifndef CJPEG_H
#define CJPEG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// libjpeg-turbo's own interface, whose errors jump: here they jump no further than C. TurboJPEG's has no jumps, but cannot tell a
// harmless warning from damage behind it, and refuses the unusual subsampling of some pictures of ImageNet.

typedef enum {
    CjpegGood,
    /// The bytes end before the picture.
    CjpegTruncated,
    CjpegDamaged,
    /// A kind of JPEG that the library cannot decode.
    CjpegUnsupported,
    /// More passes over the picture than any program writes.
    CjpegTooManyScans,
    CjpegOutOfMemory,
    /// It takes more memory to decode than it may.
    CjpegTooLarge,
} CjpegStatus;

/// Room for the library's words, its end included.
#define CJPEG_MESSAGE_LENGTH 200

typedef struct {
    int width;
    int height;
    /// 1 grey; 3 colour, whatever the file holds it as; 4 cyan, magenta, yellow and black.
    int channels;
    /// Bytes that decoding takes at most, at any size and of any part. Pictures of several scans, as progressive ones, are kept whole
    /// in the form in which they are in the file.
    size_t memory;
} CjpegHeader;

/// Reads what stands before the pixels. `message` tells what is wrong, if the status is not good.
CjpegStatus cjpeg_read_header(
        const uint8_t *bytes, size_t count, CjpegHeader *header, char message[CJPEG_MESSAGE_LENGTH]);

/// A part of a picture, in pixels of the size that it is decoded at.
typedef struct {
    int top;
    int left;
    int width;
    int height;
} CjpegPart;

/// Decodes a part of the picture, which has ⌈height / denominator⌉ · ⌈width / denominator⌉ pixels, into planes one behind the
/// other, `channels` of the header, each as large as the part. `room` is what they have together. Cyan, magenta, yellow and black
/// are as the file has them: of all programs known, 255 for no ink.
///
/// Any warning of the library that tells of damaged pixels ends the decoding. Behind the part's last row only the mark of the
/// picture's end is looked for, unless the library has read all before.
///
/// - `denominator`: 1, 2, 4 or 8; the library decodes smaller pictures in less time.
/// - `memory`: how many bytes a picture of several scans may take.
CjpegStatus cjpeg_decode(
        const uint8_t *bytes, size_t count, int denominator, CjpegPart part, size_t memory, uint8_t *planes, size_t room,
        char message[CJPEG_MESSAGE_LENGTH]);

#endif
