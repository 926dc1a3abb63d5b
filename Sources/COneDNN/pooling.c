#include "internal.h"

static dnnl_alg_kind_t pooling_kind(ConedPoolingKind kind) {
    switch (kind) {
    case ConedPoolingMax: return dnnl_pooling_max;
    case ConedPoolingAverageIncludingPadding: return dnnl_pooling_avg_include_padding;
    case ConedPoolingAverageExcludingPadding: return dnnl_pooling_avg_exclude_padding;
    }
    return dnnl_alg_kind_undef;
}

ConedStatus coned_pooling_forward(
        ConedEngine engine, ConedDirection direction, ConedPoolingKind kind, ConedDescriptor source,
        ConedDescriptor destination, const ConedWindow *window, ConedPrimitive *primitive) {
    primitive->raw = NULL;
    if (!coned_window_fits(window, source, true)) return ConedStatusInvalidArguments;
    dnnl_primitive_desc_t description = NULL;
    dnnl_primitive_attr_t attributes = NULL;
    dnnl_status_t status = coned_attributes(NULL, &attributes);
#if DNNL_VERSION_MAJOR >= 3
    if (status == dnnl_success)
        status = dnnl_pooling_forward_primitive_desc_create(
                &description, engine.raw, coned_propagation(direction), pooling_kind(kind), coned_view(source),
                coned_view(destination), window->stride, window->kernel, window->dilation, window->paddingBefore,
                window->paddingAfter, attributes);
#else
    dnnl_pooling_v2_desc_t operation;
    if (status == dnnl_success)
        status = dnnl_pooling_v2_forward_desc_init(
                &operation, coned_propagation(direction), pooling_kind(kind), coned_view(source),
                coned_view(destination), window->stride, window->kernel, window->dilation, window->paddingBefore,
                window->paddingAfter);
    if (status == dnnl_success)
        status = dnnl_primitive_desc_create(&description, &operation, attributes, engine.raw, NULL);
#endif
    return coned_finish(status, description, attributes, coned_family(direction, FamilyPooling), primitive);
}

ConedStatus coned_pooling_backward(
        ConedEngine engine, ConedPoolingKind kind, ConedDescriptor diffSource, ConedDescriptor diffDestination,
        const ConedWindow *window, ConedPrimitive hint, ConedPrimitive *primitive) {
    primitive->raw = NULL;
    const_dnnl_primitive_desc_t forward = coned_hint(hint, FamilyPooling);
    if (!forward || !coned_window_fits(window, diffSource, true)) return ConedStatusInvalidArguments;
    dnnl_primitive_desc_t description = NULL;
    dnnl_primitive_attr_t attributes = NULL;
    dnnl_status_t status = coned_attributes(NULL, &attributes);
#if DNNL_VERSION_MAJOR >= 3
    if (status == dnnl_success)
        status = dnnl_pooling_backward_primitive_desc_create(
                &description, engine.raw, pooling_kind(kind), coned_view(diffSource), coned_view(diffDestination),
                window->stride, window->kernel, window->dilation, window->paddingBefore, window->paddingAfter, forward,
                attributes);
#else
    dnnl_pooling_v2_desc_t operation;
    if (status == dnnl_success)
        status = dnnl_pooling_v2_backward_desc_init(
                &operation, pooling_kind(kind), coned_view(diffSource), coned_view(diffDestination), window->stride,
                window->kernel, window->dilation, window->paddingBefore, window->paddingAfter);
    if (status == dnnl_success)
        status = dnnl_primitive_desc_create(&description, &operation, attributes, engine.raw, forward);
#endif
    return coned_finish(status, description, attributes, FamilyOther, primitive);
}
