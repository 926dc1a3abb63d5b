// Writes JPEGs that Pillow cannot write, through libjpeg-turbo: `unusual KIND PATH`, KIND one of those below. The picture is read as
// its width, its height (two bytes each, the lower first) and its pixels of 3 bytes from the standard input; of four inks, of 4.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

static void planScans(struct jpeg_compress_struct *library) {
    // Every coefficient of every component bit by bit, from the highest: more scans than 500.
    static jpeg_scan_info scans[1400];
    int count = 0;
    for (int low = 9; low >= 0; low--)
        for (int component = 0; component < 3; component++)
            for (int coefficient = 0; coefficient < 46; coefficient++) {
                jpeg_scan_info *scan = &scans[count++];
                scan->comps_in_scan = 1;
                scan->component_index[0] = component;
                scan->Ss = scan->Se = coefficient;
                scan->Al = low;
                scan->Ah = low == 9 ? 0 : low + 1;
            }
    library->scan_info = scans;
    library->num_scans = count;
}

int main(int count, char **words) {
    if (count != 3) return 64;
    const char *kind = words[1];
    unsigned char size[4];
    if (fread(size, 1, 4, stdin) != 4) return 1;
    const int width = size[0] | size[1] << 8, height = size[2] | size[3] << 8;
    const int hasInks = strcmp(kind, "ycck") == 0, depth = hasInks ? 4 : 3;
    unsigned char *pixels = malloc((size_t)(width * height * depth));
    if (fread(pixels, 1, (size_t)(width * height * depth), stdin) != (size_t)(width * height * depth)) return 1;

    struct jpeg_compress_struct library;
    struct jpeg_error_mgr errors;
    library.err = jpeg_std_error(&errors);
    jpeg_create_compress(&library);
    FILE *file = fopen(words[2], "wb");
    if (!file) return 1;
    jpeg_stdio_dest(&library, file);
    library.image_width = (JDIMENSION)width;
    library.image_height = (JDIMENSION)height;
    library.input_components = depth;
    library.in_color_space = hasInks ? JCS_CMYK : JCS_RGB;
    jpeg_set_defaults(&library);
    jpeg_set_quality(&library, 90, TRUE);
    if (hasInks) jpeg_set_colorspace(&library, JCS_YCCK);
    if (strcmp(kind, "arithmetic") == 0) library.arith_code = TRUE;
    if (strcmp(kind, "same-sampling") == 0)
        for (int component = 0; component < 3; component++) {
            library.comp_info[component].h_samp_factor = 2;
            library.comp_info[component].v_samp_factor = 1;
        }
    if (strcmp(kind, "410") == 0) {
        library.comp_info[0].h_samp_factor = 4;
        library.comp_info[0].v_samp_factor = 2;
    }
    if (strcmp(kind, "440") == 0) {
        library.comp_info[0].h_samp_factor = 1;
        library.comp_info[0].v_samp_factor = 2;
    }
    if (strcmp(kind, "many-scans") == 0) planScans(&library);
    jpeg_start_compress(&library, TRUE);
    while (library.next_scanline < library.image_height) {
        JSAMPROW row = pixels + (size_t)library.next_scanline * (size_t)(width * depth);
        jpeg_write_scanlines(&library, &row, 1);
    }
    jpeg_finish_compress(&library);
    fclose(file);
    return 0;
}
