#include "internal.h"

ConedStatus coned_inner_product_forward(
        ConedEngine engine, ConedDirection direction, ConedDescriptor source, ConedDescriptor weights,
        ConedDescriptor bias, ConedDescriptor destination, const ConedPostOperations *post, ConedPrimitive *primitive) {
    dnnl_primitive_desc_t description = NULL;
    dnnl_primitive_attr_t attributes = NULL;
    dnnl_status_t status = coned_attributes(post, &attributes);
#if DNNL_VERSION_MAJOR >= 3
    if (status == dnnl_success)
        status = dnnl_inner_product_forward_primitive_desc_create(
                &description, engine.raw, coned_propagation(direction), coned_view(source), coned_view(weights),
                coned_view(bias), coned_view(destination), attributes);
#else
    dnnl_inner_product_desc_t operation;
    if (status == dnnl_success)
        status = dnnl_inner_product_forward_desc_init(
                &operation, coned_propagation(direction), coned_view(source), coned_view(weights), coned_view(bias),
                coned_view(destination));
    if (status == dnnl_success)
        status = dnnl_primitive_desc_create(&description, &operation, attributes, engine.raw, NULL);
#endif
    return coned_finish(status, description, attributes, coned_family(direction, FamilyInnerProduct), primitive);
}

ConedStatus coned_inner_product_backward_data(
        ConedEngine engine, ConedDescriptor diffSource, ConedDescriptor weights, ConedDescriptor diffDestination,
        ConedPrimitive hint, ConedPrimitive *primitive) {
    primitive->raw = NULL;
    const_dnnl_primitive_desc_t forward = coned_hint(hint, FamilyInnerProduct);
    if (!forward) return ConedStatusInvalidArguments;
    dnnl_primitive_desc_t description = NULL;
    dnnl_primitive_attr_t attributes = NULL;
    dnnl_status_t status = coned_attributes(NULL, &attributes);
#if DNNL_VERSION_MAJOR >= 3
    if (status == dnnl_success)
        status = dnnl_inner_product_backward_data_primitive_desc_create(
                &description, engine.raw, coned_view(diffSource), coned_view(weights), coned_view(diffDestination),
                forward, attributes);
#else
    dnnl_inner_product_desc_t operation;
    if (status == dnnl_success)
        status = dnnl_inner_product_backward_data_desc_init(
                &operation, coned_view(diffSource), coned_view(weights), coned_view(diffDestination));
    if (status == dnnl_success)
        status = dnnl_primitive_desc_create(&description, &operation, attributes, engine.raw, forward);
#endif
    return coned_finish(status, description, attributes, FamilyOther, primitive);
}

ConedStatus coned_inner_product_backward_weights(
        ConedEngine engine, ConedDescriptor source, ConedDescriptor diffWeights, ConedDescriptor diffBias,
        ConedDescriptor diffDestination, ConedPrimitive hint, ConedPrimitive *primitive) {
    primitive->raw = NULL;
    const_dnnl_primitive_desc_t forward = coned_hint(hint, FamilyInnerProduct);
    if (!forward) return ConedStatusInvalidArguments;
    dnnl_primitive_desc_t description = NULL;
    dnnl_primitive_attr_t attributes = NULL;
    dnnl_status_t status = coned_attributes(NULL, &attributes);
#if DNNL_VERSION_MAJOR >= 3
    if (status == dnnl_success)
        status = dnnl_inner_product_backward_weights_primitive_desc_create(
                &description, engine.raw, coned_view(source), coned_view(diffWeights), coned_view(diffBias),
                coned_view(diffDestination), forward, attributes);
#else
    dnnl_inner_product_desc_t operation;
    if (status == dnnl_success)
        status = dnnl_inner_product_backward_weights_desc_init(
                &operation, coned_view(source), coned_view(diffWeights), coned_view(diffBias),
                coned_view(diffDestination));
    if (status == dnnl_success)
        status = dnnl_primitive_desc_create(&description, &operation, attributes, engine.raw, forward);
#endif
    return coned_finish(status, description, attributes, FamilyOther, primitive);
}
