#include "internal.h"

#include <stdlib.h>
#include <string.h>

static dnnl_data_type_t data_type(ConedDataType type) {
    switch (type) {
    case ConedDataTypeFloat32: return dnnl_f32;
    case ConedDataTypeBFloat16: return dnnl_bf16;
    case ConedDataTypeInt32: return dnnl_s32;
    case ConedDataTypeUInt8: return dnnl_u8;
    }
    return dnnl_data_type_undef;
}

static bool find_data_type(dnnl_data_type_t type, ConedDataType *found) {
    for (ConedDataType known = ConedDataTypeFloat32; known <= ConedDataTypeUInt8; known++) {
        if (data_type(known) != type) continue;
        *found = known;
        return true;
    }
    return false;
}

static dnnl_format_tag_t format_tag(ConedFormat format, int32_t rank) {
    static const dnnl_format_tag_t plain[] = {dnnl_a, dnnl_ab, dnnl_abc, dnnl_abcd, dnnl_abcde, dnnl_abcdef};
    static const dnnl_format_tag_t channelsLast[] = {dnnl_acb, dnnl_acdb, dnnl_acdeb};
    static const dnnl_format_tag_t blocks4[] = {dnnl_aBc4b, dnnl_aBcd4b, dnnl_aBcde4b};
    static const dnnl_format_tag_t blocks8[] = {dnnl_aBc8b, dnnl_aBcd8b, dnnl_aBcde8b};
    static const dnnl_format_tag_t blocks16[] = {dnnl_aBc16b, dnnl_aBcd16b, dnnl_aBcde16b};
    if (rank < 1 || rank > 6) return dnnl_format_tag_undef;
    const bool isPicture = rank >= 3 && rank <= 5;
    switch (format) {
    case ConedFormatAny: return dnnl_format_tag_any;
    case ConedFormatPlain: return plain[rank - 1];
    case ConedFormatChannelsLast: return isPicture ? channelsLast[rank - 3] : dnnl_format_tag_undef;
    case ConedFormatChannelBlocks4: return isPicture ? blocks4[rank - 3] : dnnl_format_tag_undef;
    case ConedFormatChannelBlocks8: return isPicture ? blocks8[rank - 3] : dnnl_format_tag_undef;
    case ConedFormatInputsFirst:
        return rank == 4 ? dnnl_bacd : rank == 5 ? dnnl_acbde : dnnl_format_tag_undef;
    case ConedFormatChannelBlocks16: return isPicture ? blocks16[rank - 3] : dnnl_format_tag_undef;
    }
    return dnnl_format_tag_undef;
}

DescriptorView coned_view(ConedDescriptor descriptor) { return descriptor.raw; }

#if DNNL_VERSION_MAJOR >= 3

ConedStatus coned_descriptor_adopt_copy(DescriptorView view, ConedDescriptor *descriptor) {
    dnnl_memory_desc_t made = NULL;
    dnnl_status_t status = dnnl_memory_desc_clone(&made, view);
    descriptor->raw = made;
    return (ConedStatus)status;
}

ConedStatus coned_descriptor_create(
        int32_t rank, const int64_t *dims, ConedDataType type, ConedFormat format, ConedDescriptor *descriptor) {
    descriptor->raw = NULL;
    dnnl_format_tag_t tag = format_tag(format, rank);
    if (tag == dnnl_format_tag_undef) return ConedStatusInvalidArguments;
    dnnl_memory_desc_t made = NULL;
    dnnl_status_t status = dnnl_memory_desc_create_with_tag(&made, rank, dims, data_type(type), tag);
    descriptor->raw = made;
    return (ConedStatus)status;
}

ConedStatus coned_descriptor_create_slice(
        ConedDescriptor parent, const int64_t *dims, const int64_t *offsets, ConedDescriptor *descriptor) {
    dnnl_memory_desc_t made = NULL;
    dnnl_status_t status = dnnl_memory_desc_create_submemory(&made, coned_view(parent), dims, offsets);
    descriptor->raw = made;
    return (ConedStatus)status;
}

void coned_descriptor_destroy(ConedDescriptor descriptor) {
    if (descriptor.raw) dnnl_memory_desc_destroy(descriptor.raw);
}

int32_t coned_descriptor_rank(ConedDescriptor descriptor) {
    int32_t rank = 0;
    return dnnl_memory_desc_query(coned_view(descriptor), dnnl_query_ndims_s32, &rank) == dnnl_success ? rank : 0;
}

ConedStatus coned_descriptor_dims(ConedDescriptor descriptor, int64_t *dims) {
    const dnnl_dims_t *stored = NULL;
    dnnl_status_t status = dnnl_memory_desc_query(coned_view(descriptor), dnnl_query_dims, &stored);
    if (status == dnnl_success)
        memcpy(dims, *stored, (size_t)coned_descriptor_rank(descriptor) * sizeof(int64_t));
    return (ConedStatus)status;
}

ConedStatus coned_descriptor_layout(ConedDescriptor descriptor, ConedLayout *layout) {
    DescriptorView view = coned_view(descriptor);
    dnnl_format_kind_t kind = dnnl_format_kind_undef;
    dnnl_data_type_t type = dnnl_data_type_undef;
    const dnnl_dims_t *strides = NULL, *sizes = NULL, *axes = NULL;
    *layout = (ConedLayout){0};
    bool known = dnnl_memory_desc_query(view, dnnl_query_format_kind, &kind) == dnnl_success && kind == dnnl_blocked
            && dnnl_memory_desc_query(view, dnnl_query_data_type, &type) == dnnl_success
            && find_data_type(type, &layout->type)
            && dnnl_memory_desc_query(view, dnnl_query_submemory_offset_s64, &layout->offset) == dnnl_success
            && dnnl_memory_desc_query(view, dnnl_query_inner_nblks_s32, &layout->blockCount) == dnnl_success
            && dnnl_memory_desc_query(view, dnnl_query_strides, &strides) == dnnl_success
            && dnnl_memory_desc_query(view, dnnl_query_inner_blks, &sizes) == dnnl_success
            && dnnl_memory_desc_query(view, dnnl_query_inner_idxs, &axes) == dnnl_success
            && coned_descriptor_rank(descriptor) <= 6 && layout->blockCount <= 6;
    if (!known) return ConedStatusUnimplemented;
    memcpy(layout->strides, *strides, (size_t)coned_descriptor_rank(descriptor) * sizeof(int64_t));
    memcpy(layout->blockSizes, *sizes, (size_t)layout->blockCount * sizeof(int64_t));
    memcpy(layout->blockAxes, *axes, (size_t)layout->blockCount * sizeof(int64_t));
    return ConedStatusSuccess;
}

#else

ConedStatus coned_descriptor_adopt_copy(DescriptorView view, ConedDescriptor *descriptor) {
    descriptor->raw = NULL;
    if (!view) return ConedStatusInvalidArguments;
    dnnl_memory_desc_t *copy = malloc(sizeof *copy);
    if (!copy) return ConedStatusOutOfMemory;
    *copy = *view;
    descriptor->raw = copy;
    return ConedStatusSuccess;
}

ConedStatus coned_descriptor_create(
        int32_t rank, const int64_t *dims, ConedDataType type, ConedFormat format, ConedDescriptor *descriptor) {
    descriptor->raw = NULL;
    dnnl_format_tag_t tag = format_tag(format, rank);
    if (tag == dnnl_format_tag_undef) return ConedStatusInvalidArguments;
    dnnl_memory_desc_t made;
    dnnl_status_t status = dnnl_memory_desc_init_by_tag(&made, rank, dims, data_type(type), tag);
    return status == dnnl_success ? coned_descriptor_adopt_copy(&made, descriptor) : (ConedStatus)status;
}

ConedStatus coned_descriptor_create_slice(
        ConedDescriptor parent, const int64_t *dims, const int64_t *offsets, ConedDescriptor *descriptor) {
    descriptor->raw = NULL;
    dnnl_memory_desc_t made;
    dnnl_status_t status = dnnl_memory_desc_init_submemory(&made, coned_view(parent), dims, offsets);
    return status == dnnl_success ? coned_descriptor_adopt_copy(&made, descriptor) : (ConedStatus)status;
}

void coned_descriptor_destroy(ConedDescriptor descriptor) { free(descriptor.raw); }

int32_t coned_descriptor_rank(ConedDescriptor descriptor) {
    return descriptor.raw ? coned_view(descriptor)->ndims : 0;
}

ConedStatus coned_descriptor_dims(ConedDescriptor descriptor, int64_t *dims) {
    if (!descriptor.raw) return ConedStatusInvalidArguments;
    DescriptorView view = coned_view(descriptor);
    memcpy(dims, view->dims, (size_t)view->ndims * sizeof(int64_t));
    return ConedStatusSuccess;
}

ConedStatus coned_descriptor_layout(ConedDescriptor descriptor, ConedLayout *layout) {
    *layout = (ConedLayout){0};
    DescriptorView view = coned_view(descriptor);
    if (!view || view->format_kind != dnnl_blocked || !find_data_type(view->data_type, &layout->type))
        return ConedStatusUnimplemented;
    const dnnl_blocking_desc_t *blocking = &view->format_desc.blocking;
    if (view->ndims > 6 || blocking->inner_nblks > 6) return ConedStatusUnimplemented;
    layout->offset = view->offset0;
    layout->blockCount = blocking->inner_nblks;
    memcpy(layout->strides, blocking->strides, (size_t)view->ndims * sizeof(int64_t));
    memcpy(layout->blockSizes, blocking->inner_blks, (size_t)blocking->inner_nblks * sizeof(int64_t));
    memcpy(layout->blockAxes, blocking->inner_idxs, (size_t)blocking->inner_nblks * sizeof(int64_t));
    return ConedStatusSuccess;
}

#endif

bool coned_descriptor_equal(ConedDescriptor first, ConedDescriptor second) {
    return dnnl_memory_desc_equal(coned_view(first), coned_view(second)) != 0;
}

size_t coned_descriptor_byte_count(ConedDescriptor descriptor) {
    return descriptor.raw ? dnnl_memory_desc_get_size(coned_view(descriptor)) : 0;
}

ConedStatus coned_memory_create(ConedDescriptor descriptor, ConedEngine engine, void *data, ConedMemory *memory) {
    dnnl_memory_t made = NULL;
    dnnl_status_t status = dnnl_memory_create(&made, coned_view(descriptor), engine.raw, data);
    memory->raw = made;
    return (ConedStatus)status;
}

void coned_memory_destroy(ConedMemory memory) {
    if (memory.raw) dnnl_memory_destroy(memory.raw);
}
