#include "internal.h"

#include <stdlib.h>

_Static_assert(
        sizeof(ConedArgument) == sizeof(dnnl_exec_arg_t)
                && offsetof(ConedArgument, memory) == offsetof(dnnl_exec_arg_t, memory),
        "argument lists are handed to oneDNN as they are");
_Static_assert(ConedArgumentSource == DNNL_ARG_SRC, "source");
_Static_assert(ConedArgumentDestination == DNNL_ARG_DST, "destination");
_Static_assert(ConedArgumentWeights == DNNL_ARG_WEIGHTS && ConedArgumentBias == DNNL_ARG_BIAS, "weights");
_Static_assert(ConedArgumentMean == DNNL_ARG_MEAN && ConedArgumentVariance == DNNL_ARG_VARIANCE, "statistics");
_Static_assert(ConedArgumentScale == DNNL_ARG_SCALE && ConedArgumentShift == DNNL_ARG_SHIFT, "scale, shift");
_Static_assert(ConedArgumentWorkspace == DNNL_ARG_WORKSPACE, "workspace");
_Static_assert(ConedArgumentScratchpad == DNNL_ARG_SCRATCHPAD, "scratchpad");
_Static_assert(ConedArgumentDiffSource == DNNL_ARG_DIFF_SRC, "diff source");
_Static_assert(ConedArgumentDiffDestination == DNNL_ARG_DIFF_DST, "diff destination");
_Static_assert(ConedArgumentDiffWeights == DNNL_ARG_DIFF_WEIGHTS, "diff weights");
_Static_assert(ConedArgumentDiffBias == DNNL_ARG_DIFF_BIAS, "diff bias");
_Static_assert(ConedArgumentDiffScale == DNNL_ARG_DIFF_SCALE, "diff scale");
_Static_assert(ConedArgumentDiffShift == DNNL_ARG_DIFF_SHIFT, "diff shift");
_Static_assert(ConedArgumentFirstOfSources == DNNL_ARG_MULTIPLE_SRC, "sources by number");

static dnnl_status_t append_post_operations(const ConedPostOperations *post, dnnl_post_ops_t chain) {
    dnnl_status_t status = dnnl_success;
#if DNNL_VERSION_MAJOR >= 3
    if (post->addsToDestination) status = dnnl_post_ops_append_sum(chain, 1, 0, dnnl_data_type_undef);
#else
    if (post->addsToDestination) status = dnnl_post_ops_append_sum(chain, 1);
#endif
    const int32_t most = sizeof post->steps / sizeof *post->steps;
    if (post->stepCount < 0 || post->stepCount > most) return dnnl_invalid_arguments;
    for (int32_t step = 0; step < post->stepCount && status == dnnl_success; step++)
        status = coned_append_elementwise(chain, &post->steps[step]);
    return status;
}

static dnnl_status_t set_post_operations(const ConedPostOperations *post, dnnl_primitive_attr_t attributes) {
    dnnl_post_ops_t chain = NULL;
    dnnl_status_t status = dnnl_post_ops_create(&chain);
    if (status != dnnl_success) return status;
    status = append_post_operations(post, chain);
    if (status == dnnl_success) status = dnnl_primitive_attr_set_post_ops(attributes, chain);
    dnnl_post_ops_destroy(chain);
    return status;
}

dnnl_status_t coned_attributes(const ConedPostOperations *post, dnnl_primitive_attr_t *attributes) {
    *attributes = NULL;
    dnnl_status_t status = dnnl_primitive_attr_create(attributes);
    if (status == dnnl_success)
        status = dnnl_primitive_attr_set_scratchpad_mode(*attributes, dnnl_scratchpad_mode_user);
    if (status == dnnl_success && post) status = set_post_operations(post, *attributes);
    return status;
}

ConedStatus coned_finish(
        dnnl_status_t status, dnnl_primitive_desc_t description, dnnl_primitive_attr_t attributes, Family forwardOf,
        ConedPrimitive *primitive) {
    primitive->raw = NULL;
    if (attributes) dnnl_primitive_attr_destroy(attributes);
    dnnl_primitive_t made = NULL;
    if (status == dnnl_success) status = dnnl_primitive_create(&made, description);
    Primitive *kept = NULL;
    if (status == dnnl_success && !(kept = malloc(sizeof *kept))) status = dnnl_out_of_memory;
    if (status != dnnl_success) {
        if (made) dnnl_primitive_destroy(made);
        if (description) dnnl_primitive_desc_destroy(description);
        return (ConedStatus)status;
    }
    *kept = (Primitive){.description = description, .primitive = made, .forwardOf = forwardOf};
    primitive->raw = kept;
    return ConedStatusSuccess;
}

Family coned_family(ConedDirection direction, Family family) {
    return direction == ConedDirectionTraining ? family : FamilyOther;
}

const_dnnl_primitive_desc_t coned_hint(ConedPrimitive hint, Family family) {
    const Primitive *kept = hint.raw;
    return kept && kept->forwardOf == family ? kept->description : NULL;
}

bool coned_window_fits(const ConedWindow *window, ConedDescriptor tensor, bool wantsKernel) {
    if (!window || window->axes < 1 || window->axes != coned_descriptor_rank(tensor) - 2) return false;
    if (!window->stride || !window->dilation || !window->paddingBefore || !window->paddingAfter) return false;
    if (wantsKernel && !window->kernel) return false;
    for (int32_t axis = 0; axis < window->axes; axis++) {
        if (window->stride[axis] < 1 || window->dilation[axis] < 0 || window->paddingBefore[axis] < 0) return false;
        if (wantsKernel && window->kernel[axis] < 1) return false;
    }
    return true;
}

dnnl_prop_kind_t coned_propagation(ConedDirection direction) {
    return direction == ConedDirectionTraining ? dnnl_forward_training : dnnl_forward_inference;
}

ConedStatus coned_primitive_descriptor(ConedPrimitive primitive, int32_t kind, ConedDescriptor *descriptor) {
    descriptor->raw = NULL;
    const Primitive *kept = primitive.raw;
    if (!kept) return ConedStatusInvalidArguments;
    for (const int *absent = kept->absent; *absent; absent++)
        if (*absent == kind) return ConedStatusNotRequired;
    DescriptorView view = dnnl_primitive_desc_query_md(kept->description, dnnl_query_exec_arg_md, kind);
    if (!view) return ConedStatusNotRequired;
    ConedStatus status = coned_descriptor_adopt_copy(view, descriptor);
    if (status != ConedStatusSuccess || coned_descriptor_rank(*descriptor) > 0) return status;
    coned_descriptor_destroy(*descriptor);
    descriptor->raw = NULL;
    return ConedStatusNotRequired;
}

const char *coned_primitive_implementation(ConedPrimitive primitive) {
    const Primitive *kept = primitive.raw;
    const char *name = NULL;
    if (kept) dnnl_primitive_desc_query(kept->description, dnnl_query_impl_info_str, 0, (void *)&name);
    return name ? name : "";
}

ConedStatus coned_primitive_execute(
        ConedPrimitive primitive, ConedStream stream, int32_t count, const ConedArgument *arguments) {
    const Primitive *kept = primitive.raw;
    if (!kept) return ConedStatusInvalidArguments;
    return (ConedStatus)dnnl_primitive_execute(
            kept->primitive, stream.raw, count, (const dnnl_exec_arg_t *)(const void *)arguments);
}

void coned_primitive_destroy(ConedPrimitive primitive) {
    Primitive *kept = primitive.raw;
    if (!kept) return;
    dnnl_primitive_destroy(kept->primitive);
    dnnl_primitive_desc_destroy(kept->description);
    free(kept);
}
