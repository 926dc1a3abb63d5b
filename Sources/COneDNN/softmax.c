#include "internal.h"

ConedStatus coned_softmax_forward(
        ConedEngine engine, ConedDirection direction, ConedDescriptor source, ConedDescriptor destination,
        int32_t axis, ConedPrimitive *primitive) {
    dnnl_primitive_desc_t description = NULL;
    dnnl_primitive_attr_t attributes = NULL;
    dnnl_status_t status = coned_attributes(NULL, &attributes);
#if DNNL_VERSION_MAJOR >= 3
    if (status == dnnl_success)
        status = dnnl_softmax_forward_primitive_desc_create(
                &description, engine.raw, coned_propagation(direction), dnnl_softmax_accurate, coned_view(source),
                coned_view(destination), axis, attributes);
#else
    dnnl_softmax_v2_desc_t operation;
    if (status == dnnl_success)
        status = dnnl_softmax_v2_forward_desc_init(
                &operation, coned_propagation(direction), dnnl_softmax_accurate, coned_view(source),
                coned_view(destination), axis);
    if (status == dnnl_success)
        status = dnnl_primitive_desc_create(&description, &operation, attributes, engine.raw, NULL);
#endif
    return coned_finish(status, description, attributes, coned_family(direction, FamilySoftmax), primitive);
}

ConedStatus coned_softmax_backward(
        ConedEngine engine, ConedDescriptor diffSource, ConedDescriptor diffDestination, ConedDescriptor destination,
        int32_t axis, ConedPrimitive hint, ConedPrimitive *primitive) {
    primitive->raw = NULL;
    const_dnnl_primitive_desc_t forward = coned_hint(hint, FamilySoftmax);
    if (!forward) return ConedStatusInvalidArguments;
    dnnl_primitive_desc_t description = NULL;
    dnnl_primitive_attr_t attributes = NULL;
    dnnl_status_t status = coned_attributes(NULL, &attributes);
#if DNNL_VERSION_MAJOR >= 3
    if (status == dnnl_success)
        status = dnnl_softmax_backward_primitive_desc_create(
                &description, engine.raw, dnnl_softmax_accurate, coned_view(diffSource), coned_view(diffDestination),
                coned_view(destination), axis, forward, attributes);
#else
    dnnl_softmax_v2_desc_t operation;
    if (status == dnnl_success)
        status = dnnl_softmax_v2_backward_desc_init(
                &operation, dnnl_softmax_accurate, coned_view(diffSource), coned_view(diffDestination),
                coned_view(destination), axis);
    if (status == dnnl_success)
        status = dnnl_primitive_desc_create(&description, &operation, attributes, engine.raw, forward);
#endif
    return coned_finish(status, description, attributes, FamilyOther, primitive);
}
