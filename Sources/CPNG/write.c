#include "CPNG.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <png.h>

typedef struct {
    png_structp library;
    png_infop info;
    uint8_t *bytes;
    size_t count, room;
    CpngStatus status;
    char *message;
} Encoder;

_Noreturn static void fail(Encoder *self, CpngStatus status, const char *message) {
    self->status = status;
    snprintf(self->message, CPNG_MESSAGE_LENGTH, "%s", message);
    png_longjmp(self->library, 1);
}

static void onError(png_structp library, png_const_charp message) {
    fail(png_get_error_ptr(library), strcmp(message, "Out of memory") == 0 ? CpngOutOfMemory : CpngDamaged, message);
}

static void onWarning(png_structp library, png_const_charp message) {
    (void)library;
    (void)message;
}

static void writeBytes(png_structp library, png_bytep source, size_t count) {
    Encoder *self = png_get_io_ptr(library);
    if (count > self->room - self->count) {
        const size_t room = 2 * self->room + count;
        uint8_t *bytes = realloc(self->bytes, room);
        if (!bytes) fail(self, CpngOutOfMemory, "there is no memory for the file");
        self->bytes = bytes;
        self->room = room;
    }
    memcpy(self->bytes + self->count, source, count);
    self->count += count;
}

static void flush(png_structp library) { (void)library; }

// What is changed before a jump belongs to the caller, so that it is sure to be seen after the jump.

static void tryWriting(Encoder *self, const uint8_t *pixels, uint32_t width, uint32_t height, int channels) {
    if (setjmp(png_jmpbuf(self->library))) return;
    const png_structp library = self->library;
    png_set_write_fn(library, self, writeBytes, flush);
    png_set_user_limits(library, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
    png_set_IHDR(
            library, self->info, width, height, 8, channels == 1 ? PNG_COLOR_TYPE_GRAY : PNG_COLOR_TYPE_RGB,
            PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_BASE, PNG_FILTER_TYPE_BASE);
    png_write_info(library, self->info);
    for (uint32_t row = 0; row < height; row++)
        png_write_row(library, pixels + (size_t)row * width * (size_t)channels);
    png_write_end(library, NULL);
}

CpngStatus cpng_encode(
        const uint8_t *pixels, uint32_t width, uint32_t height, int channels, uint8_t **bytes, size_t *count,
        char message[CPNG_MESSAGE_LENGTH]) {
    Encoder encoder = {.status = CpngOutOfMemory, .message = message};
    message[0] = 0;
    encoder.library = png_create_write_struct(PNG_LIBPNG_VER_STRING, &encoder, onError, onWarning);
    if (encoder.library) encoder.info = png_create_info_struct(encoder.library);
    if (encoder.info) {
        encoder.status = CpngGood;
        tryWriting(&encoder, pixels, width, height, channels);
    }
    png_destroy_write_struct(&encoder.library, &encoder.info);
    if (encoder.status != CpngGood) {
        free(encoder.bytes);
        encoder.bytes = NULL;
        encoder.count = 0;
    }
    *bytes = encoder.bytes;
    *count = encoder.count;
    return encoder.status;
}
