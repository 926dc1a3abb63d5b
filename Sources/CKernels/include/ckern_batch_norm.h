#ifndef CKERN_BATCH_NORM_H
#define CKERN_BATCH_NORM_H

#include "ckern_tensor.h"

/// Batch normalisation, with ReLU if wanted: y = (x − mean) · scale / √(variance + epsilon) + shift, then max(y, 0).
/// A slice is normalised as a tensor of its own; all arrays below are [channels] in float32, without padding.
typedef struct {
    CkernShape shape;
    float epsilon;
    bool appliesReLU;
    /// NULL for 1.
    const float *scale;
    /// NULL for 0.
    const float *shift;
    /// Written by `ckern_batch_norm_training`, read by the two others.
    float *mean;
    /// The biased variance, the mean of the squared deviations; written and read like `mean`.
    float *variance;
} CkernBatchNorm;

/// Running statistics move towards the batch's: r ← (1 − momentum) · r + momentum · batch, with the unbiased variance,
/// n / (n − 1) times the biased (the biased if n = 1), n = images · height · width.
typedef struct {
    float momentum;
    /// Either both or none may be NULL; then nothing is kept.
    float *mean;
    float *variance;
} CkernRunningStatistics;

/// Bytes of scratch memory that training and backward want, aligned to 8. What is in it between calls does not matter.
size_t ckern_batch_norm_scratch_byte_count(CkernShape shape);

/// Takes mean and variance from the batch, writes them, moves the running statistics, and normalises.
/// `destination` must not be `source` if the backward pass is wanted, which reads `source`; otherwise it may.
void ckern_batch_norm_training(
        const CkernMachine *machine, const CkernBatchNorm *norm, CkernRunningStatistics running, CkernTensor source,
        CkernTensor destination, void *scratch);

/// Normalises with the mean and variance given: for evaluation, those kept. `destination` may be `source`.
void ckern_batch_norm_evaluation(
        const CkernMachine *machine, const CkernBatchNorm *norm, CkernTensor source, CkernTensor destination);

/// The gradients of training. `source` and `norm` are those of the forward pass (mean and variance as it wrote them, scale
/// and shift unchanged): the signs that the ReLU's gradient needs are computed again from them, so the forward pass's
/// destination is not needed.
///
/// The gradient of y is `gradient`, plus `second` if its data is not NULL. The gradient of x is written to
/// `sourceGradient`, or added to what is there. `scaleGradient` and `shiftGradient` [channels] are overwritten; each may be
/// NULL. `sourceGradient` may be `gradient` or `second` or `source` (same data and stride). With `sourceGradient.data`
/// NULL only the parameters' gradients are computed.
void ckern_batch_norm_backward(
        const CkernMachine *machine, const CkernBatchNorm *norm, CkernTensor source, CkernTensor gradient,
        CkernTensor second, CkernTensor sourceGradient, bool addsToSourceGradient, float *scaleGradient,
        float *shiftGradient, void *scratch);

#endif
