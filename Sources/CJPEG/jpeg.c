#include "CJPEG.h"

#include <limits.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <jpeglib.h>

#include <jerror.h>

#include "CPixels.h"

_Static_assert(CJPEG_MESSAGE_LENGTH >= JMSG_LENGTH_MAX, "the library writes messages of any length it likes");

/// As many as libjpeg-turbo's own limit, and as fuzzing it has.
static const int mostScans = 500;
/// Of all scans together, so that a small file of many scans over a huge picture takes no minutes.
static const double mostPixelsOfScans = 8589934592.0;

typedef struct {
    struct jpeg_decompress_struct library;
    struct jpeg_error_mgr errors;
    struct jpeg_progress_mgr progress;
    jmp_buf failed;
    /// Whether what is read now are pixels.
    bool isScanning;
    CjpegStatus status;
    char *message;
} Decoder;

static Decoder *decoder(j_common_ptr library) { return (Decoder *)library->client_data; }

_Noreturn static void fail(j_common_ptr library, CjpegStatus status) {
    Decoder *self = decoder(library);
    self->status = status;
    library->err->format_message(library, self->message);
    longjmp(self->failed, 1);
}

static size_t roundedUp(size_t length, int step) { return (length + (size_t)step - 1) / (size_t)step * (size_t)step; }

/// Of the coefficients, two bytes each, that are kept of all pixels, and of rows: the library has no more than 64 of each channel.
static size_t neededMemory(const j_decompress_ptr library) {
    size_t blocks = 0;
    for (int place = 0; jpeg_has_multiple_scans(library) && place < library->num_components; place++) {
        const jpeg_component_info *channel = library->comp_info + place;
        blocks += roundedUp(channel->width_in_blocks, channel->h_samp_factor) *
                roundedUp(channel->height_in_blocks, channel->v_samp_factor);
    }
    return blocks * sizeof(JBLOCK) + 64 * (size_t)library->num_components * roundedUp(library->image_width, 32);
}

static void onError(j_common_ptr library) {
    switch (library->err->msg_code) {
        case JERR_OUT_OF_MEMORY: fail(library, CjpegOutOfMemory);
        // It asks for a file where its limit is reached, and is built without.
        case JERR_NO_BACKING_STORE: {
            Decoder *self = decoder(library);
            self->status = CjpegTooLarge;
            snprintf(self->message, CJPEG_MESSAGE_LENGTH, "%zu", neededMemory(&self->library));
            longjmp(self->failed, 1);
        }
        case JERR_ARITH_NOTIMPL:
        case JERR_BAD_PRECISION:
        case JERR_CCIR601_NOTIMPL:
        case JERR_COMPONENT_COUNT:
        case JERR_CONVERSION_NOTIMPL:
        case JERR_FRACT_SAMPLE_NOTIMPL:
        case JERR_NOT_COMPILED:
        case JERR_NOTIMPL:
        case JERR_SOF_UNSUPPORTED: fail(library, CjpegUnsupported);
        default: fail(library, CjpegDamaged);
    }
}

/// Below 0 a message is a warning, and otherwise a trace.
static void onMessage(j_common_ptr library, int level) {
    if (level >= 0) return;
    switch (library->err->msg_code) {
        // About what pixels do not depend on.
        case JWRN_ADOBE_XFORM:
        case JWRN_JFIF_MAJOR:
        case JWRN_NOT_SEQUENTIAL: return;
        case JWRN_JPEG_EOF: fail(library, CjpegTruncated);
        case JWRN_EXTRANEOUS_DATA:
            if (!decoder(library)->isScanning) return;
            fail(library, CjpegDamaged);
        default: fail(library, CjpegDamaged);
    }
}

static void silence(j_common_ptr library) { (void)library; }

static void onProgress(j_common_ptr common) {
    const j_decompress_ptr library = (j_decompress_ptr)common;
    const double pixels = (double)library->image_width * library->image_height;
    const int scans = library->input_scan_number;
    if (scans <= mostScans && scans * pixels <= mostPixelsOfScans) return;
    Decoder *self = decoder(common);
    self->status = CjpegTooManyScans;
    snprintf(self->message, CJPEG_MESSAGE_LENGTH, "%d", scans);
    longjmp(self->failed, 1);
}

/// Reads the header. Errors jump to `failed`.
static void begin(Decoder *self, const uint8_t *bytes, size_t count) {
    jpeg_create_decompress(&self->library);
    self->progress.progress_monitor = onProgress;
    self->library.progress = &self->progress;
    jpeg_mem_src(&self->library, (unsigned char *)bytes, count);
    jpeg_read_header(&self->library, TRUE);
    self->isScanning = true;
    switch (self->library.jpeg_color_space) {
        case JCS_GRAYSCALE: self->library.out_color_space = JCS_GRAYSCALE; break;
        case JCS_RGB:
        case JCS_YCbCr: self->library.out_color_space = JCS_RGB; break;
        case JCS_CMYK:
        case JCS_YCCK: self->library.out_color_space = JCS_CMYK; break;
        default:
            self->library.err->msg_code = JERR_COMPONENT_COUNT;
            self->library.err->msg_parm.i[0] = self->library.num_components;
            self->library.err->msg_parm.i[1] = 4;
            fail((j_common_ptr)&self->library, CjpegUnsupported);
    }
}

static int channels(const Decoder *self) {
    switch (self->library.out_color_space) {
        case JCS_GRAYSCALE: return 1;
        case JCS_RGB: return 3;
        default: return 4;
    }
}

/// As many columns beside a part are decoded with it: the smooth enlargement of the colours looks a few to each side.
static const int margin = 16;

/// Sets the columns that the library decodes, and tells where the part's first one is among them.
static size_t chooseColumns(Decoder *self, CjpegPart part) {
    const j_decompress_ptr library = &self->library;
    const int right = part.left + part.width + margin;
    JDIMENSION first = (JDIMENSION)(part.left > margin ? part.left - margin : 0);
    JDIMENSION width = (right < (int)library->output_width ? (JDIMENSION)right : library->output_width) - first;
    // With colours at a fourth of the width the library does not leave out columns soundly where it scales.
    if (width == library->output_width || library->max_h_samp_factor > 2) return (size_t)part.left;
    jpeg_crop_scanline(library, &first, &width);
    return (size_t)part.left - first;
}

static void readRows(Decoder *self, CjpegPart part, uint8_t *planes) {
    const j_decompress_ptr library = &self->library;
    const size_t width = (size_t)part.width, area = width * (size_t)part.height;
    const size_t first = chooseColumns(self, part), count = (size_t)channels(self);
    const JSAMPARRAY rows = library->mem->alloc_sarray(
            (j_common_ptr)library, JPOOL_IMAGE, (JDIMENSION)(library->output_width * count),
            (JDIMENSION)library->rec_outbuf_height);
    if (part.top > 0) jpeg_skip_scanlines(library, (JDIMENSION)part.top);
    const JDIMENSION end = (JDIMENSION)(part.top + part.height);
    while (library->output_scanline < end) {
        const size_t written = library->output_scanline - (size_t)part.top;
        JDIMENSION wanted = end - library->output_scanline;
        if (wanted > (JDIMENSION)library->rec_outbuf_height) wanted = (JDIMENSION)library->rec_outbuf_height;
        const JDIMENSION read = jpeg_read_scanlines(library, rows, wanted);
        for (JDIMENSION row = 0; row < read; row++) {
            const uint8_t *source = rows[row] + first * count;
            uint8_t *start = planes + (written + row) * width;
            if (count == 1) {
                memcpy(start, source, width);
            } else if (count == 3) {
                cpix_split_3(source, (ptrdiff_t)width, (uint8_t *[]){start, start + area, start + 2 * area});
            } else {
                cpix_split_4(
                        source, (ptrdiff_t)width,
                        (uint8_t *[]){start, start + area, start + 2 * area, start + 3 * area});
            }
        }
    }
}

/// Looks for the mark of the picture's end, which must be there.
static void findEnd(Decoder *self) {
    const j_decompress_ptr library = &self->library;
    if (library->output_scanline == library->output_height) {
        jpeg_finish_decompress(library);
        return;
    }
    // The library may have come upon it behind the pixels.
    if (jpeg_input_complete(library) || library->unread_marker == JPEG_EOI) return;
    const JOCTET *place = library->src->next_input_byte, *end = place + library->src->bytes_in_buffer;
    while ((place = memchr(place, 0xFF, (size_t)(end - place))) && ++place < end)
        if (*place == JPEG_EOI) return;
    library->err->msg_code = JWRN_JPEG_EOF;
    fail((j_common_ptr)library, CjpegTruncated);
}

/// Reads the pixels. Errors jump to `failed`.
static void finish(Decoder *self, int denominator, CjpegPart part, size_t memory, uint8_t *planes, size_t room) {
    const j_decompress_ptr library = &self->library;
    library->mem->max_memory_to_use = memory > LONG_MAX ? LONG_MAX : (long)memory;
    library->scale_num = 1;
    library->scale_denom = (unsigned int)denominator;
    library->dct_method = JDCT_ISLOW;
    library->do_fancy_upsampling = TRUE;
    jpeg_calc_output_dimensions(library);
    const bool fits = part.left >= 0 && part.top >= 0 && part.width > 0 && part.height > 0 &&
            (size_t)part.left + (size_t)part.width <= library->output_width &&
            (size_t)part.top + (size_t)part.height <= library->output_height;
    if (!fits || (size_t)part.width * (size_t)part.height * (size_t)channels(self) != room) {
        library->err->msg_code = JERR_BUFFER_SIZE;
        fail((j_common_ptr)library, CjpegDamaged);
    }
    jpeg_start_decompress(library);
    readRows(self, part, planes);
    findEnd(self);
}

static void prepare(Decoder *self, char *message) {
    memset(self, 0, sizeof(*self));
    self->message = message;
    message[0] = 0;
    self->library.err = jpeg_std_error(&self->errors);
    self->library.client_data = self;
    self->errors.error_exit = onError;
    self->errors.emit_message = onMessage;
    self->errors.output_message = silence;
}

// What is changed before a jump belongs to the callers of these two, so that it is sure to be seen after the jump.

static void tryHeader(Decoder *self, const uint8_t *bytes, size_t count, CjpegHeader *header) {
    if (setjmp(self->failed)) return;
    begin(self, bytes, count);
    header->width = (int)self->library.image_width;
    header->height = (int)self->library.image_height;
    header->channels = channels(self);
    header->memory = neededMemory(&self->library);
}

static void tryPicture(
        Decoder *self, const uint8_t *bytes, size_t count, int denominator, CjpegPart part, size_t memory,
        uint8_t *planes, size_t room) {
    if (setjmp(self->failed)) return;
    begin(self, bytes, count);
    finish(self, denominator, part, memory, planes, room);
}

CjpegStatus cjpeg_read_header(
        const uint8_t *bytes, size_t count, CjpegHeader *header, char message[CJPEG_MESSAGE_LENGTH]) {
    Decoder decoder;
    prepare(&decoder, message);
    tryHeader(&decoder, bytes, count, header);
    jpeg_destroy_decompress(&decoder.library);
    return decoder.status;
}

CjpegStatus cjpeg_decode(
        const uint8_t *bytes, size_t count, int denominator, CjpegPart part, size_t memory, uint8_t *planes, size_t room,
        char message[CJPEG_MESSAGE_LENGTH]) {
    Decoder decoder;
    prepare(&decoder, message);
    tryPicture(&decoder, bytes, count, denominator, part, memory, planes, room);
    jpeg_destroy_decompress(&decoder.library);
    return decoder.status;
}
