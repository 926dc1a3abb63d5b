#include "internal.h"

static unsigned batch_flags(const ConedBatchNormalization *parts) {
    unsigned flags = dnnl_normalization_flags_none;
    if (parts->hasScale) flags |= dnnl_use_scale;
    if (parts->hasShift) flags |= dnnl_use_shift;
    if (parts->fusesReLU) flags |= dnnl_fuse_norm_relu;
    if (parts->usesGivenStatistics) flags |= dnnl_use_global_stats;
    return flags;
}

/// Marks the arguments of scale and shift that the primitive does not have.
static ConedStatus mark_absent(ConedStatus status, bool scale, bool shift, bool diffShift, ConedPrimitive primitive) {
    Primitive *kept = primitive.raw;
    if (status != ConedStatusSuccess) return status;
    int *absent = kept->absent;
    *absent++ = ConedArgumentWeights;
    *absent++ = ConedArgumentDiffWeights;
    if (!scale) {
        *absent++ = ConedArgumentScale;
        *absent++ = ConedArgumentDiffScale;
    }
    if (!shift) *absent++ = ConedArgumentShift;
    if (!diffShift) *absent++ = ConedArgumentDiffShift;
    *absent = 0;
    return status;
}

ConedStatus coned_batch_normalization_forward(
        ConedEngine engine, ConedDirection direction, ConedDescriptor data, float epsilon,
        const ConedBatchNormalization *parts, ConedPrimitive *primitive) {
    dnnl_primitive_desc_t description = NULL;
    dnnl_primitive_attr_t attributes = NULL;
    dnnl_status_t status = coned_attributes(NULL, &attributes);
#if DNNL_VERSION_MAJOR >= 3
    if (status == dnnl_success)
        status = dnnl_batch_normalization_forward_primitive_desc_create(
                &description, engine.raw, coned_propagation(direction), coned_view(data), coned_view(data), epsilon,
                batch_flags(parts), attributes);
#else
    dnnl_batch_normalization_desc_t operation;
    if (status == dnnl_success)
        status = dnnl_batch_normalization_forward_desc_init(
                &operation, coned_propagation(direction), coned_view(data), epsilon, batch_flags(parts));
    if (status == dnnl_success)
        status = dnnl_primitive_desc_create(&description, &operation, attributes, engine.raw, NULL);
#endif
    ConedStatus finished = coned_finish(
            status, description, attributes, coned_family(direction, FamilyBatchNormalization), primitive);
    return mark_absent(finished, parts->hasScale, parts->hasShift, false, *primitive);
}

ConedStatus coned_batch_normalization_backward(
        ConedEngine engine, ConedDescriptor diffData, ConedDescriptor data, float epsilon,
        const ConedBatchNormalization *parts, ConedPrimitive hint, ConedPrimitive *primitive) {
    primitive->raw = NULL;
    const_dnnl_primitive_desc_t forward = coned_hint(hint, FamilyBatchNormalization);
    if (!forward) return ConedStatusInvalidArguments;
    dnnl_prop_kind_t propagation = parts->hasScale || parts->hasShift ? dnnl_backward : dnnl_backward_data;
    dnnl_primitive_desc_t description = NULL;
    dnnl_primitive_attr_t attributes = NULL;
    dnnl_status_t status = coned_attributes(NULL, &attributes);
#if DNNL_VERSION_MAJOR >= 3
    if (status == dnnl_success)
        status = dnnl_batch_normalization_backward_primitive_desc_create(
                &description, engine.raw, propagation, coned_view(diffData), coned_view(diffData), coned_view(data),
                epsilon, batch_flags(parts), forward, attributes);
#else
    dnnl_batch_normalization_desc_t operation;
    if (status == dnnl_success)
        status = dnnl_batch_normalization_backward_desc_init(
                &operation, propagation, coned_view(diffData), coned_view(data), epsilon, batch_flags(parts));
    if (status == dnnl_success)
        status = dnnl_primitive_desc_create(&description, &operation, attributes, engine.raw, forward);
#endif
    bool readsShift = parts->hasShift && DNNL_VERSION_MAJOR < 3;
    ConedStatus finished = coned_finish(status, description, attributes, FamilyOther, primitive);
    return mark_absent(finished, parts->hasScale, readsShift, parts->hasShift, *primitive);
}

ConedStatus coned_local_response_forward(
        ConedEngine engine, ConedDirection direction, ConedDescriptor data, int64_t size, float alpha, float beta,
        float k, bool withinChannels, ConedPrimitive *primitive) {
    primitive->raw = NULL;
    if (size < 1) return ConedStatusInvalidArguments;
    const dnnl_alg_kind_t region = withinChannels ? dnnl_lrn_within_channel : dnnl_lrn_across_channels;
    dnnl_primitive_desc_t description = NULL;
    dnnl_primitive_attr_t attributes = NULL;
    dnnl_status_t status = coned_attributes(NULL, &attributes);
#if DNNL_VERSION_MAJOR >= 3
    if (status == dnnl_success)
        status = dnnl_lrn_forward_primitive_desc_create(
                &description, engine.raw, coned_propagation(direction), region, coned_view(data),
                coned_view(data), size, alpha, beta, k, attributes);
#else
    dnnl_lrn_desc_t operation;
    if (status == dnnl_success)
        status = dnnl_lrn_forward_desc_init(
                &operation, coned_propagation(direction), region, coned_view(data), size, alpha, beta,
                k);
    if (status == dnnl_success)
        status = dnnl_primitive_desc_create(&description, &operation, attributes, engine.raw, NULL);
#endif
    return coned_finish(status, description, attributes, coned_family(direction, FamilyLocalResponse), primitive);
}

ConedStatus coned_local_response_backward(
        ConedEngine engine, ConedDescriptor diffData, ConedDescriptor data, int64_t size, float alpha, float beta,
        float k, bool withinChannels, ConedPrimitive hint, ConedPrimitive *primitive) {
    primitive->raw = NULL;
    const_dnnl_primitive_desc_t forward = coned_hint(hint, FamilyLocalResponse);
    if (!forward || size < 1) return ConedStatusInvalidArguments;
    const dnnl_alg_kind_t region = withinChannels ? dnnl_lrn_within_channel : dnnl_lrn_across_channels;
    dnnl_primitive_desc_t description = NULL;
    dnnl_primitive_attr_t attributes = NULL;
    dnnl_status_t status = coned_attributes(NULL, &attributes);
#if DNNL_VERSION_MAJOR >= 3
    if (status == dnnl_success)
        status = dnnl_lrn_backward_primitive_desc_create(
                &description, engine.raw, region, coned_view(diffData), coned_view(diffData),
                coned_view(data), size, alpha, beta, k, forward, attributes);
#else
    dnnl_lrn_desc_t operation;
    if (status == dnnl_success)
        status = dnnl_lrn_backward_desc_init(
                &operation, region, coned_view(diffData), coned_view(data), size, alpha, beta, k);
    if (status == dnnl_success)
        status = dnnl_primitive_desc_create(&description, &operation, attributes, engine.raw, forward);
#endif
    return coned_finish(status, description, attributes, FamilyOther, primitive);
}
