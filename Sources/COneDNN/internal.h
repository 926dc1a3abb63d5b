#ifndef CONED_INTERNAL_H
#define CONED_INTERNAL_H

#include <oneapi/dnnl/dnnl.h>
#include <oneapi/dnnl/dnnl_debug.h>

#include "COneDNN.h"

#if DNNL_VERSION_MAJOR < 2 || (DNNL_VERSION_MAJOR == 2 && DNNL_VERSION_MINOR < 6)
#error "netspec needs oneDNN 2.6 or later"
#endif

#if DNNL_VERSION_MAJOR >= 3
typedef const_dnnl_memory_desc_t DescriptorView;
#else
typedef const dnnl_memory_desc_t *DescriptorView;
#endif

/// What may serve as a hint to what: oneDNN casts a hint without looking.
typedef enum {
    FamilyOther,
    FamilyConvolution,
    FamilyInnerProduct,
    FamilyBatchNormalization,
    FamilyLocalResponse,
    FamilyPooling,
    FamilySoftmax,
    FamilyElementwise,
    FamilyResampling,
    FamilyDeconvolution,
} Family;

typedef struct {
    dnnl_primitive_desc_t description;
    dnnl_primitive_t primitive;
    Family forwardOf;
    /// Argument kinds that the description tells of although the primitive has no use for them, 0 behind the last:
    /// oneDNN answers for both scale and shift of a batch normalisation if it has either, and 2.6 even if it has none.
    int absent[7];
} Primitive;

/// Null for a null handle.
DescriptorView coned_view(ConedDescriptor descriptor);

/// Copies a descriptor onto the heap.
ConedStatus coned_descriptor_adopt_copy(DescriptorView view, ConedDescriptor *descriptor);

/// `family` for a primitive made for training; one for inference is no hint to anything.
Family coned_family(ConedDirection direction, Family family);

/// The forward description behind `hint`, or null if `hint` is not a forward primitive of `family`.
const_dnnl_primitive_desc_t coned_hint(ConedPrimitive hint, Family family);

/// Attributes with the caller's scratchpad and the post-operations; `post` may be null.
dnnl_status_t coned_attributes(const ConedPostOperations *post, dnnl_primitive_attr_t *attributes);

/// Appends what is done to each number.
dnnl_status_t coned_append_elementwise(dnnl_post_ops_t chain, const ConedElementwise *step);

/// The last step of every factory: makes the primitive if `status` is good, and frees what is not kept.
ConedStatus coned_finish(
        dnnl_status_t status, dnnl_primitive_desc_t description, dnnl_primitive_attr_t attributes, Family forwardOf,
        ConedPrimitive *primitive);

/// Whether the window has all its arrays (the kernel if `wantsKernel`) and fits a tensor laid out as `tensor`.
bool coned_window_fits(const ConedWindow *window, ConedDescriptor tensor, bool wantsKernel);

dnnl_prop_kind_t coned_propagation(ConedDirection direction);

#endif
