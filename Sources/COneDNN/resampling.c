#include "internal.h"

static dnnl_alg_kind_t resampling_kind(bool linear) { return linear ? dnnl_resampling_linear : dnnl_resampling_nearest; }

ConedStatus coned_resampling_forward(
        ConedEngine engine, ConedDirection direction, bool linear, ConedDescriptor source, ConedDescriptor destination,
        ConedPrimitive *primitive) {
    dnnl_primitive_desc_t description = NULL;
    dnnl_primitive_attr_t attributes = NULL;
    dnnl_status_t status = coned_attributes(NULL, &attributes);
#if DNNL_VERSION_MAJOR >= 3
    if (status == dnnl_success)
        status = dnnl_resampling_forward_primitive_desc_create(
                &description, engine.raw, coned_propagation(direction), resampling_kind(linear), NULL,
                coned_view(source), coned_view(destination), attributes);
#else
    dnnl_resampling_desc_t operation;
    if (status == dnnl_success)
        status = dnnl_resampling_forward_desc_init(
                &operation, coned_propagation(direction), resampling_kind(linear), NULL, coned_view(source),
                coned_view(destination));
    if (status == dnnl_success)
        status = dnnl_primitive_desc_create(&description, &operation, attributes, engine.raw, NULL);
#endif
    return coned_finish(status, description, attributes, coned_family(direction, FamilyResampling), primitive);
}

ConedStatus coned_resampling_backward(
        ConedEngine engine, bool linear, ConedDescriptor diffSource, ConedDescriptor diffDestination,
        ConedPrimitive hint, ConedPrimitive *primitive) {
    primitive->raw = NULL;
    const_dnnl_primitive_desc_t forward = coned_hint(hint, FamilyResampling);
    if (!forward) return ConedStatusInvalidArguments;
    dnnl_primitive_desc_t description = NULL;
    dnnl_primitive_attr_t attributes = NULL;
    dnnl_status_t status = coned_attributes(NULL, &attributes);
#if DNNL_VERSION_MAJOR >= 3
    if (status == dnnl_success)
        status = dnnl_resampling_backward_primitive_desc_create(
                &description, engine.raw, resampling_kind(linear), NULL, coned_view(diffSource),
                coned_view(diffDestination), forward, attributes);
#else
    dnnl_resampling_desc_t operation;
    if (status == dnnl_success)
        status = dnnl_resampling_backward_desc_init(
                &operation, resampling_kind(linear), NULL, coned_view(diffSource), coned_view(diffDestination));
    if (status == dnnl_success)
        status = dnnl_primitive_desc_create(&description, &operation, attributes, engine.raw, forward);
#endif
    return coned_finish(status, description, attributes, FamilyOther, primitive);
}
