#include "internal.h"

ConedStatus coned_deconvolution_forward(
        ConedEngine engine, ConedDirection direction, ConedDescriptor source, ConedDescriptor weights,
        ConedDescriptor bias, ConedDescriptor destination, const ConedWindow *window, ConedPrimitive *primitive) {
    primitive->raw = NULL;
    if (!coned_window_fits(window, source, false)) return ConedStatusInvalidArguments;
    dnnl_primitive_desc_t description = NULL;
    dnnl_primitive_attr_t attributes = NULL;
    dnnl_status_t status = coned_attributes(NULL, &attributes);
#if DNNL_VERSION_MAJOR >= 3
    if (status == dnnl_success)
        status = dnnl_deconvolution_forward_primitive_desc_create(
                &description, engine.raw, coned_propagation(direction), dnnl_deconvolution_direct, coned_view(source),
                coned_view(weights), coned_view(bias), coned_view(destination), window->stride, window->dilation,
                window->paddingBefore, window->paddingAfter, attributes);
#else
    dnnl_deconvolution_desc_t operation;
    if (status == dnnl_success)
        status = dnnl_dilated_deconvolution_forward_desc_init(
                &operation, coned_propagation(direction), dnnl_deconvolution_direct, coned_view(source),
                coned_view(weights), coned_view(bias), coned_view(destination), window->stride, window->dilation,
                window->paddingBefore, window->paddingAfter);
    if (status == dnnl_success)
        status = dnnl_primitive_desc_create(&description, &operation, attributes, engine.raw, NULL);
#endif
    return coned_finish(status, description, attributes, coned_family(direction, FamilyDeconvolution), primitive);
}

ConedStatus coned_deconvolution_backward_data(
        ConedEngine engine, ConedDescriptor diffSource, ConedDescriptor weights, ConedDescriptor diffDestination,
        const ConedWindow *window, ConedPrimitive hint, ConedPrimitive *primitive) {
    primitive->raw = NULL;
    const_dnnl_primitive_desc_t forward = coned_hint(hint, FamilyDeconvolution);
    if (!forward || !coned_window_fits(window, diffSource, false)) return ConedStatusInvalidArguments;
    dnnl_primitive_desc_t description = NULL;
    dnnl_primitive_attr_t attributes = NULL;
    dnnl_status_t status = coned_attributes(NULL, &attributes);
#if DNNL_VERSION_MAJOR >= 3
    if (status == dnnl_success)
        status = dnnl_deconvolution_backward_data_primitive_desc_create(
                &description, engine.raw, dnnl_deconvolution_direct, coned_view(diffSource), coned_view(weights),
                coned_view(diffDestination), window->stride, window->dilation, window->paddingBefore,
                window->paddingAfter, forward, attributes);
#else
    dnnl_deconvolution_desc_t operation;
    if (status == dnnl_success)
        status = dnnl_dilated_deconvolution_backward_data_desc_init(
                &operation, dnnl_deconvolution_direct, coned_view(diffSource), coned_view(weights),
                coned_view(diffDestination), window->stride, window->dilation, window->paddingBefore,
                window->paddingAfter);
    if (status == dnnl_success)
        status = dnnl_primitive_desc_create(&description, &operation, attributes, engine.raw, forward);
#endif
    return coned_finish(status, description, attributes, FamilyOther, primitive);
}

ConedStatus coned_deconvolution_backward_weights(
        ConedEngine engine, ConedDescriptor source, ConedDescriptor diffWeights,
        ConedDescriptor diffBias, ConedDescriptor diffDestination, const ConedWindow *window, ConedPrimitive hint,
        ConedPrimitive *primitive) {
    primitive->raw = NULL;
    const_dnnl_primitive_desc_t forward = coned_hint(hint, FamilyDeconvolution);
    if (!forward || !coned_window_fits(window, source, false)) return ConedStatusInvalidArguments;
    dnnl_primitive_desc_t description = NULL;
    dnnl_primitive_attr_t attributes = NULL;
    dnnl_status_t status = coned_attributes(NULL, &attributes);
#if DNNL_VERSION_MAJOR >= 3
    if (status == dnnl_success)
        status = dnnl_deconvolution_backward_weights_primitive_desc_create(
                &description, engine.raw, dnnl_deconvolution_direct, coned_view(source), coned_view(diffWeights),
                coned_view(diffBias), coned_view(diffDestination), window->stride, window->dilation,
                window->paddingBefore, window->paddingAfter, forward, attributes);
#else
    dnnl_deconvolution_desc_t operation;
    if (status == dnnl_success)
        status = dnnl_dilated_deconvolution_backward_weights_desc_init(
                &operation, dnnl_deconvolution_direct, coned_view(source), coned_view(diffWeights),
                coned_view(diffBias), coned_view(diffDestination), window->stride, window->dilation,
                window->paddingBefore, window->paddingAfter);
    if (status == dnnl_success)
        status = dnnl_primitive_desc_create(&description, &operation, attributes, engine.raw, forward);
#endif
    return coned_finish(status, description, attributes, FamilyOther, primitive);
}
