#include "CPNG.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <png.h>

#include "CPixels.h"

typedef struct {
    png_structp library;
    png_infop info;
    const uint8_t *bytes;
    size_t count;
    size_t consumed;
    CpngStatus status;
    char *message;
    /// What is taken besides the library's own memory: rows, and whole pictures where they are interlaced.
    uint8_t *rows;
    png_bytepp starts;
} Decoder;

_Noreturn static void fail(Decoder *self, CpngStatus status, const char *message) {
    self->status = status;
    snprintf(self->message, CPNG_MESSAGE_LENGTH, "%s", message);
    png_longjmp(self->library, 1);
}

static void onError(png_structp library, png_const_charp message) {
    Decoder *self = png_get_error_ptr(library);
    fail(self, strcmp(message, "Out of memory") == 0 ? CpngOutOfMemory : CpngDamaged, message);
}

/// Warnings are about what is left out, or harmless: checksums that are wrong are errors.
static void onWarning(png_structp library, png_const_charp message) {
    (void)library;
    (void)message;
}

static void readBytes(png_structp library, png_bytep target, size_t count) {
    Decoder *self = png_get_io_ptr(library);
    if (count > self->count - self->consumed) fail(self, CpngTruncated, "it ends too early");
    memcpy(target, self->bytes + self->consumed, count);
    self->consumed += count;
}

/// Reads what stands before the pixels. Errors jump.
static void begin(Decoder *self) {
    const png_structp library = self->library;
    png_set_read_fn(library, self, readBytes);
    // How large pictures may be is for the caller to say.
    png_set_user_limits(library, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
    png_set_crc_action(library, PNG_CRC_ERROR_QUIT, PNG_CRC_ERROR_QUIT);
    // Chunks that pixels do not depend on are passed over unread, so that none can swell.
    png_set_keep_unknown_chunks(library, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
    png_set_keep_unknown_chunks(library, PNG_HANDLE_CHUNK_NEVER, (png_const_bytep) "tRNS", 1);
    png_read_info(library, self->info);
}

static int planeCount(const Decoder *self) {
    return png_get_color_type(self->library, self->info) & PNG_COLOR_MASK_COLOR ? 3 : 1;
}

/// Sets what becomes of the pixels: 8 bits, without palette and alpha.
static void transform(Decoder *self) {
    const png_structp library = self->library;
    const int type = png_get_color_type(library, self->info), depth = png_get_bit_depth(library, self->info);
    if (depth == 16) png_set_strip_16(library);
    if (type == PNG_COLOR_TYPE_PALETTE) png_set_palette_to_rgb(library);
    if (type == PNG_COLOR_TYPE_GRAY && depth < 8) png_set_expand_gray_1_2_4_to_8(library);
    if (type & PNG_COLOR_MASK_ALPHA) png_set_strip_alpha(library);
}

static void *take(Decoder *self, size_t count) {
    void *memory = malloc(count);
    if (!memory) fail(self, CpngOutOfMemory, "there is no memory for its rows");
    return memory;
}

static void split(const Decoder *self, const uint8_t *row, size_t width, uint8_t *start, size_t area) {
    if (planeCount(self) == 1)
        memcpy(start, row, width);
    else
        cpix_split_3(row, (ptrdiff_t)width, (uint8_t *[]){start, start + area, start + 2 * area});
}

/// Reads the pixels. Errors jump.
static void finish(Decoder *self, uint8_t *planes, size_t room) {
    const png_structp library = self->library;
    const size_t width = png_get_image_width(library, self->info), height = png_get_image_height(library, self->info);
    transform(self);
    const int passes = png_set_interlace_handling(library);
    png_read_update_info(library, self->info);
    const size_t rowLength = width * (size_t)planeCount(self), area = width * height;
    if (png_get_rowbytes(library, self->info) != rowLength || room != rowLength * height)
        fail(self, CpngDamaged, "its size is not what it was");
    if (passes == 1) {
        self->rows = take(self, rowLength);
        for (size_t row = 0; row < height; row++) {
            png_read_row(library, self->rows, NULL);
            split(self, self->rows, width, planes + row * width, area);
        }
    } else {
        self->rows = take(self, rowLength * height);
        self->starts = take(self, height * sizeof(png_bytep));
        for (size_t row = 0; row < height; row++) self->starts[row] = self->rows + row * rowLength;
        png_read_image(library, self->starts);
        for (size_t row = 0; row < height; row++) split(self, self->starts[row], width, planes + row * width, area);
    }
    // To the mark of the picture's end, which must be there.
    png_read_end(library, NULL);
}

/// Without a library there is no memory for it.
static void prepare(Decoder *self, const uint8_t *bytes, size_t count, char *message) {
    memset(self, 0, sizeof(*self));
    self->bytes = bytes;
    self->count = count;
    self->message = message;
    message[0] = 0;
    self->status = CpngOutOfMemory;
    self->library = png_create_read_struct(PNG_LIBPNG_VER_STRING, self, onError, onWarning);
    if (!self->library) return;
    self->info = png_create_info_struct(self->library);
    if (self->info) self->status = CpngGood;
}

static CpngStatus end(Decoder *self) {
    free(self->rows);
    free(self->starts);
    png_destroy_read_struct(&self->library, &self->info, NULL);
    return self->status;
}

// What is changed before a jump belongs to the callers of these two, so that it is sure to be seen after the jump.

static void tryHeader(Decoder *self, CpngHeader *header) {
    if (self->status != CpngGood || setjmp(png_jmpbuf(self->library))) return;
    begin(self);
    header->width = png_get_image_width(self->library, self->info);
    header->height = png_get_image_height(self->library, self->info);
    header->channels =
            planeCount(self) + (png_get_color_type(self->library, self->info) & PNG_COLOR_MASK_ALPHA ? 1 : 0);
    header->isInterlaced = png_get_interlace_type(self->library, self->info) != PNG_INTERLACE_NONE;
}

static void tryPicture(Decoder *self, uint8_t *planes, size_t room) {
    if (self->status != CpngGood || setjmp(png_jmpbuf(self->library))) return;
    begin(self);
    finish(self, planes, room);
}

CpngStatus cpng_read_header(
        const uint8_t *bytes, size_t count, CpngHeader *header, char message[CPNG_MESSAGE_LENGTH]) {
    Decoder decoder;
    prepare(&decoder, bytes, count, message);
    tryHeader(&decoder, header);
    return end(&decoder);
}

CpngStatus cpng_decode(
        const uint8_t *bytes, size_t count, uint8_t *planes, size_t room, char message[CPNG_MESSAGE_LENGTH]) {
    Decoder decoder;
    prepare(&decoder, bytes, count, message);
    tryPicture(&decoder, planes, room);
    return end(&decoder);
}
