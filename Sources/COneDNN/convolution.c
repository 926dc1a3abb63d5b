#include "internal.h"

static dnnl_alg_kind_t algorithm_kind(ConedConvolutionAlgorithm algorithm) {
    switch (algorithm) {
    case ConedConvolutionDirect: return dnnl_convolution_direct;
    case ConedConvolutionWinograd: return dnnl_convolution_winograd;
    case ConedConvolutionAuto: return dnnl_convolution_auto;
    }
    return dnnl_alg_kind_undef;
}

ConedStatus coned_convolution_forward(
        ConedEngine engine, ConedDirection direction, ConedConvolutionAlgorithm algorithm, ConedDescriptor source,
        ConedDescriptor weights, ConedDescriptor bias, ConedDescriptor destination, const ConedWindow *window,
        const ConedPostOperations *post, ConedPrimitive *primitive) {
    primitive->raw = NULL;
    if (!coned_window_fits(window, source, false)) return ConedStatusInvalidArguments;
    dnnl_primitive_desc_t description = NULL;
    dnnl_primitive_attr_t attributes = NULL;
    dnnl_status_t status = coned_attributes(post, &attributes);
#if DNNL_VERSION_MAJOR >= 3
    if (status == dnnl_success)
        status = dnnl_convolution_forward_primitive_desc_create(
                &description, engine.raw, coned_propagation(direction), algorithm_kind(algorithm), coned_view(source),
                coned_view(weights), coned_view(bias), coned_view(destination), window->stride, window->dilation,
                window->paddingBefore, window->paddingAfter, attributes);
#else
    dnnl_convolution_desc_t operation;
    if (status == dnnl_success)
        status = dnnl_dilated_convolution_forward_desc_init(
                &operation, coned_propagation(direction), algorithm_kind(algorithm), coned_view(source),
                coned_view(weights), coned_view(bias), coned_view(destination), window->stride, window->dilation,
                window->paddingBefore, window->paddingAfter);
    if (status == dnnl_success)
        status = dnnl_primitive_desc_create(&description, &operation, attributes, engine.raw, NULL);
#endif
    return coned_finish(status, description, attributes, coned_family(direction, FamilyConvolution), primitive);
}

ConedStatus coned_convolution_backward_data(
        ConedEngine engine, ConedConvolutionAlgorithm algorithm, ConedDescriptor diffSource, ConedDescriptor weights,
        ConedDescriptor diffDestination, const ConedWindow *window, ConedPrimitive hint, ConedPrimitive *primitive) {
    primitive->raw = NULL;
    const_dnnl_primitive_desc_t forward = coned_hint(hint, FamilyConvolution);
    if (!forward || !coned_window_fits(window, diffSource, false)) return ConedStatusInvalidArguments;
    dnnl_primitive_desc_t description = NULL;
    dnnl_primitive_attr_t attributes = NULL;
    dnnl_status_t status = coned_attributes(NULL, &attributes);
#if DNNL_VERSION_MAJOR >= 3
    if (status == dnnl_success)
        status = dnnl_convolution_backward_data_primitive_desc_create(
                &description, engine.raw, algorithm_kind(algorithm), coned_view(diffSource), coned_view(weights),
                coned_view(diffDestination), window->stride, window->dilation, window->paddingBefore,
                window->paddingAfter, forward, attributes);
#else
    dnnl_convolution_desc_t operation;
    if (status == dnnl_success)
        status = dnnl_dilated_convolution_backward_data_desc_init(
                &operation, algorithm_kind(algorithm), coned_view(diffSource), coned_view(weights),
                coned_view(diffDestination), window->stride, window->dilation, window->paddingBefore,
                window->paddingAfter);
    if (status == dnnl_success)
        status = dnnl_primitive_desc_create(&description, &operation, attributes, engine.raw, forward);
#endif
    return coned_finish(status, description, attributes, FamilyOther, primitive);
}

ConedStatus coned_convolution_backward_weights(
        ConedEngine engine, ConedConvolutionAlgorithm algorithm, ConedDescriptor source, ConedDescriptor diffWeights,
        ConedDescriptor diffBias, ConedDescriptor diffDestination, const ConedWindow *window, ConedPrimitive hint,
        ConedPrimitive *primitive) {
    primitive->raw = NULL;
    const_dnnl_primitive_desc_t forward = coned_hint(hint, FamilyConvolution);
    if (!forward || !coned_window_fits(window, source, false)) return ConedStatusInvalidArguments;
    dnnl_primitive_desc_t description = NULL;
    dnnl_primitive_attr_t attributes = NULL;
    dnnl_status_t status = coned_attributes(NULL, &attributes);
#if DNNL_VERSION_MAJOR >= 3
    if (status == dnnl_success)
        status = dnnl_convolution_backward_weights_primitive_desc_create(
                &description, engine.raw, algorithm_kind(algorithm), coned_view(source), coned_view(diffWeights),
                coned_view(diffBias), coned_view(diffDestination), window->stride, window->dilation,
                window->paddingBefore, window->paddingAfter, forward, attributes);
#else
    dnnl_convolution_desc_t operation;
    if (status == dnnl_success)
        status = dnnl_dilated_convolution_backward_weights_desc_init(
                &operation, algorithm_kind(algorithm), coned_view(source), coned_view(diffWeights),
                coned_view(diffBias), coned_view(diffDestination), window->stride, window->dilation,
                window->paddingBefore, window->paddingAfter);
    if (status == dnnl_success)
        status = dnnl_primitive_desc_create(&description, &operation, attributes, engine.raw, forward);
#endif
    return coned_finish(status, description, attributes, FamilyOther, primitive);
}
