#include "internal.h"

static dnnl_alg_kind_t relu_kind(bool keepsDestination) {
    return keepsDestination ? dnnl_eltwise_relu_use_dst_for_bwd : dnnl_eltwise_relu;
}

ConedStatus coned_relu_forward(
        ConedEngine engine, ConedDirection direction, ConedDescriptor data, float negativeSlope, bool keepsDestination,
        ConedPrimitive *primitive) {
    dnnl_primitive_desc_t description = NULL;
    dnnl_primitive_attr_t attributes = NULL;
    dnnl_status_t status = coned_attributes(NULL, &attributes);
#if DNNL_VERSION_MAJOR >= 3
    if (status == dnnl_success)
        status = dnnl_eltwise_forward_primitive_desc_create(
                &description, engine.raw, coned_propagation(direction), relu_kind(keepsDestination), coned_view(data),
                coned_view(data), negativeSlope, 0, attributes);
#else
    dnnl_eltwise_desc_t operation;
    if (status == dnnl_success)
        status = dnnl_eltwise_forward_desc_init(
                &operation, coned_propagation(direction), relu_kind(keepsDestination), coned_view(data), negativeSlope,
                0);
    if (status == dnnl_success)
        status = dnnl_primitive_desc_create(&description, &operation, attributes, engine.raw, NULL);
#endif
    return coned_finish(status, description, attributes, coned_family(direction, FamilyReLU), primitive);
}

ConedStatus coned_relu_backward(
        ConedEngine engine, ConedDescriptor diffData, ConedDescriptor data, float negativeSlope, bool keepsDestination,
        ConedPrimitive hint, ConedPrimitive *primitive) {
    primitive->raw = NULL;
    const_dnnl_primitive_desc_t forward = coned_hint(hint, FamilyReLU);
    if (!forward) return ConedStatusInvalidArguments;
    dnnl_primitive_desc_t description = NULL;
    dnnl_primitive_attr_t attributes = NULL;
    dnnl_status_t status = coned_attributes(NULL, &attributes);
#if DNNL_VERSION_MAJOR >= 3
    if (status == dnnl_success)
        status = dnnl_eltwise_backward_primitive_desc_create(
                &description, engine.raw, relu_kind(keepsDestination), coned_view(diffData), coned_view(diffData),
                coned_view(data), negativeSlope, 0, forward, attributes);
#else
    dnnl_eltwise_desc_t operation;
    if (status == dnnl_success)
        status = dnnl_eltwise_backward_desc_init(
                &operation, relu_kind(keepsDestination), coned_view(diffData), coned_view(data), negativeSlope, 0);
    if (status == dnnl_success)
        status = dnnl_primitive_desc_create(&description, &operation, attributes, engine.raw, forward);
#endif
    return coned_finish(status, description, attributes, FamilyOther, primitive);
}

ConedStatus coned_add(
        ConedEngine engine, ConedDescriptor first, ConedDescriptor second, ConedDescriptor destination,
        ConedPrimitive *primitive) {
    dnnl_primitive_desc_t description = NULL;
    dnnl_primitive_attr_t attributes = NULL;
    dnnl_status_t status = coned_attributes(NULL, &attributes);
#if DNNL_VERSION_MAJOR >= 3
    if (status == dnnl_success)
        status = dnnl_binary_primitive_desc_create(
                &description, engine.raw, dnnl_binary_add, coned_view(first), coned_view(second),
                coned_view(destination), attributes);
#else
    dnnl_binary_desc_t operation;
    if (status == dnnl_success)
        status = dnnl_binary_desc_init(
                &operation, dnnl_binary_add, coned_view(first), coned_view(second), coned_view(destination));
    if (status == dnnl_success)
        status = dnnl_primitive_desc_create(&description, &operation, attributes, engine.raw, NULL);
#endif
    return coned_finish(status, description, attributes, FamilyOther, primitive);
}
