#include "internal.h"

static dnnl_alg_kind_t plain_kind(ConedElementwiseKind kind) {
    switch (kind) {
    case ConedElementwiseReLU: return dnnl_eltwise_relu;
    case ConedElementwiseTanh: return dnnl_eltwise_tanh;
    case ConedElementwiseLogistic: return dnnl_eltwise_logistic;
    case ConedElementwiseSwish: return dnnl_eltwise_swish;
    case ConedElementwiseHardSwish: return dnnl_eltwise_hardswish;
    case ConedElementwiseGELU: return dnnl_eltwise_gelu_erf;
    case ConedElementwiseGELUTanh: return dnnl_eltwise_gelu_tanh;
    case ConedElementwiseClip: return dnnl_eltwise_clip_v2;
    case ConedElementwiseLinear: return dnnl_eltwise_linear;
    }
    return dnnl_alg_kind_undef;
}

/// What goes back by the destination where there is such a kind.
static dnnl_alg_kind_t kind_of_both_ways(ConedElementwiseKind kind) {
    switch (kind) {
    case ConedElementwiseReLU: return dnnl_eltwise_relu_use_dst_for_bwd;
    case ConedElementwiseTanh: return dnnl_eltwise_tanh_use_dst_for_bwd;
    case ConedElementwiseLogistic: return dnnl_eltwise_logistic_use_dst_for_bwd;
    case ConedElementwiseClip: return dnnl_eltwise_clip_v2_use_dst_for_bwd;
    default: return plain_kind(kind);
    }
}

dnnl_status_t coned_append_elementwise(dnnl_post_ops_t chain, const ConedElementwise *step) {
#if DNNL_VERSION_MAJOR >= 3
    return dnnl_post_ops_append_eltwise(chain, plain_kind(step->kind), step->alpha, step->beta);
#else
    return dnnl_post_ops_append_eltwise(chain, 1, plain_kind(step->kind), step->alpha, step->beta);
#endif
}

ConedStatus coned_elementwise_forward(
        ConedEngine engine, ConedDirection direction, const ConedElementwise *step, ConedDescriptor data,
        ConedPrimitive *primitive) {
    dnnl_primitive_desc_t description = NULL;
    dnnl_primitive_attr_t attributes = NULL;
    dnnl_status_t status = coned_attributes(NULL, &attributes);
#if DNNL_VERSION_MAJOR >= 3
    if (status == dnnl_success)
        status = dnnl_eltwise_forward_primitive_desc_create(
                &description, engine.raw, coned_propagation(direction), kind_of_both_ways(step->kind),
                coned_view(data), coned_view(data), step->alpha, step->beta, attributes);
#else
    dnnl_eltwise_desc_t operation;
    if (status == dnnl_success)
        status = dnnl_eltwise_forward_desc_init(
                &operation, coned_propagation(direction), kind_of_both_ways(step->kind), coned_view(data), step->alpha,
                step->beta);
    if (status == dnnl_success)
        status = dnnl_primitive_desc_create(&description, &operation, attributes, engine.raw, NULL);
#endif
    return coned_finish(status, description, attributes, coned_family(direction, FamilyElementwise), primitive);
}

ConedStatus coned_elementwise_backward(
        ConedEngine engine, const ConedElementwise *step, ConedDescriptor diffData, ConedDescriptor data,
        ConedPrimitive hint, ConedPrimitive *primitive) {
    primitive->raw = NULL;
    const_dnnl_primitive_desc_t forward = coned_hint(hint, FamilyElementwise);
    if (!forward) return ConedStatusInvalidArguments;
    dnnl_primitive_desc_t description = NULL;
    dnnl_primitive_attr_t attributes = NULL;
    dnnl_status_t status = coned_attributes(NULL, &attributes);
#if DNNL_VERSION_MAJOR >= 3
    if (status == dnnl_success)
        status = dnnl_eltwise_backward_primitive_desc_create(
                &description, engine.raw, kind_of_both_ways(step->kind), coned_view(diffData), coned_view(diffData),
                coned_view(data), step->alpha, step->beta, forward, attributes);
#else
    dnnl_eltwise_desc_t operation;
    if (status == dnnl_success)
        status = dnnl_eltwise_backward_desc_init(
                &operation, kind_of_both_ways(step->kind), coned_view(diffData), coned_view(data), step->alpha,
                step->beta);
    if (status == dnnl_success)
        status = dnnl_primitive_desc_create(&description, &operation, attributes, engine.raw, forward);
#endif
    return coned_finish(status, description, attributes, FamilyOther, primitive);
}
