#include "internal.h"

#include <stdlib.h>

#if DNNL_VERSION_MAJOR >= 3
typedef DescriptorView ListedDescriptor;
static ListedDescriptor listed(ConedDescriptor descriptor) { return coned_view(descriptor); }
#else
typedef dnnl_memory_desc_t ListedDescriptor;
static ListedDescriptor listed(ConedDescriptor descriptor) { return *coned_view(descriptor); }
#endif

/// The sources as the array oneDNN wants, which the caller frees; null if there are none or one of them is null.
static ListedDescriptor *list_of(int32_t count, const ConedDescriptor *sources) {
    if (count < 1 || !sources) return NULL;
    for (int32_t index = 0; index < count; index++)
        if (!sources[index].raw) return NULL;
    ListedDescriptor *list = malloc((size_t)count * sizeof *list);
    if (!list) return NULL;
    for (int32_t index = 0; index < count; index++) list[index] = listed(sources[index]);
    return list;
}

ConedStatus coned_sum(
        ConedEngine engine, int32_t count, const float *scales, const ConedDescriptor *sources,
        ConedDescriptor destination, ConedPrimitive *primitive) {
    primitive->raw = NULL;
    ListedDescriptor *list = list_of(count, sources);
    if (!list) return ConedStatusInvalidArguments;
    dnnl_primitive_desc_t description = NULL;
    dnnl_primitive_attr_t attributes = NULL;
    dnnl_status_t status = coned_attributes(NULL, &attributes);
    if (status == dnnl_success)
#if DNNL_VERSION_MAJOR >= 3
        status = dnnl_sum_primitive_desc_create(
                &description, engine.raw, coned_view(destination), count, scales, list, attributes);
#else
        status = dnnl_sum_primitive_desc_create(
                &description, coned_view(destination), count, scales, list, attributes, engine.raw);
#endif
    free(list);
    return coned_finish(status, description, attributes, FamilyOther, primitive);
}

ConedStatus coned_concat(
        ConedEngine engine, int32_t axis, int32_t count, const ConedDescriptor *sources, ConedDescriptor destination,
        ConedPrimitive *primitive) {
    primitive->raw = NULL;
    ListedDescriptor *list = list_of(count, sources);
    if (!list) return ConedStatusInvalidArguments;
    dnnl_primitive_desc_t description = NULL;
    dnnl_primitive_attr_t attributes = NULL;
    dnnl_status_t status = coned_attributes(NULL, &attributes);
    if (axis < 0 || axis >= coned_descriptor_rank(sources[0])) status = dnnl_invalid_arguments;
    if (status == dnnl_success)
#if DNNL_VERSION_MAJOR >= 3
        status = dnnl_concat_primitive_desc_create(
                &description, engine.raw, coned_view(destination), count, axis, list, attributes);
#else
        status = dnnl_concat_primitive_desc_create(
                &description, coned_view(destination), count, axis, list, attributes, engine.raw);
#endif
    free(list);
    return coned_finish(status, description, attributes, FamilyOther, primitive);
}

ConedStatus coned_reorder(
        ConedEngine engine, ConedDescriptor source, ConedDescriptor destination, ConedPrimitive *primitive) {
    dnnl_primitive_desc_t description = NULL;
    dnnl_primitive_attr_t attributes = NULL;
    dnnl_status_t status = coned_attributes(NULL, &attributes);
    if (status == dnnl_success)
        status = dnnl_reorder_primitive_desc_create(
                &description, coned_view(source), engine.raw, coned_view(destination), engine.raw, attributes);
    return coned_finish(status, description, attributes, FamilyOther, primitive);
}
