#ifndef CONED_LAYERS_H
#define CONED_LAYERS_H

#include "coned_primitive.h"

// Each function below makes a primitive that the caller destroys. Descriptors are copied. Where a descriptor has the
// format `any`, ask the primitive with `coned_primitive_descriptor` what it chose. A function that takes `hint` wants
// the forward primitive it belongs to, made for training.

typedef enum {
    ConedDirectionTraining,
    ConedDirectionInference,
} ConedDirection;

/// What is done to each number by itself.
typedef enum {
    /// x > 0 ? x : alpha · x, alpha at least 0
    ConedElementwiseReLU,
    ConedElementwiseTanh,
    /// 1 / (1 + exp(−x))
    ConedElementwiseLogistic,
    /// x / (1 + exp(−alpha · x))
    ConedElementwiseSwish,
    /// x · min(max(x + 3, 0), 6) / 6. oneDNN 2.6 reads no constants here; 3.x wants alpha = 1/6 and beta = 1/2.
    ConedElementwiseHardSwish,
    /// x · (1 + erf(x / √2)) / 2
    ConedElementwiseGELU,
    /// The same by a tanh.
    ConedElementwiseGELUTanh,
    /// min(max(x, alpha), beta), whose slope at both ends is 0
    ConedElementwiseClip,
    /// alpha · x + beta
    ConedElementwiseLinear,
} ConedElementwiseKind;

typedef struct {
    ConedElementwiseKind kind;
    float alpha;
    float beta;
} ConedElementwise;

/// Steps that run on a primitive's result before it is stored.
typedef struct {
    /// Adds what the destination held before.
    bool addsToDestination;
    /// Then does these, the first `stepCount` of them.
    int32_t stepCount;
    ConedElementwise steps[2];
} ConedPostOperations;

/// How a window slides. Each array has `axes` entries, first the height, and `axes` is the source's rank less two.
typedef struct {
    int32_t axes;
    /// Sizes of a pooling window; convolutions take them from their weights.
    const int64_t *kernel;
    const int64_t *stride;
    /// Elements skipped between two taps: 0 for a dense window.
    const int64_t *dilation;
    const int64_t *paddingBefore;
    const int64_t *paddingAfter;
} ConedWindow;

typedef enum {
    ConedConvolutionDirect,
    /// Unimplemented on x86-64 from oneDNN 3.0 on, and wherever it does not fit the shape.
    ConedConvolutionWinograd,
    /// oneDNN's own guess.
    ConedConvolutionAuto,
} ConedConvolutionAlgorithm;

/// source [N, C, H, W], weights [O, C, h, w] or, in groups, [G, O / G, C / G, h, w], bias [O] or a null handle →
/// destination [N, O, H', W']. All may be `any`, the bias too. `post` may be null.
/// Arguments: source, weights, bias → destination.
ConedStatus coned_convolution_forward(
        ConedEngine engine, ConedDirection direction, ConedConvolutionAlgorithm algorithm, ConedDescriptor source,
        ConedDescriptor weights, ConedDescriptor bias, ConedDescriptor destination, const ConedWindow *window,
        const ConedPostOperations *post, ConedPrimitive *primitive);

/// Arguments: diff destination, weights → diff source.
ConedStatus coned_convolution_backward_data(
        ConedEngine engine, ConedConvolutionAlgorithm algorithm, ConedDescriptor diffSource, ConedDescriptor weights,
        ConedDescriptor diffDestination, const ConedWindow *window, ConedPrimitive hint, ConedPrimitive *primitive);

/// `diffBias` may be a null handle. Arguments: source, diff destination → diff weights, diff bias.
ConedStatus coned_convolution_backward_weights(
        ConedEngine engine, ConedConvolutionAlgorithm algorithm, ConedDescriptor source, ConedDescriptor diffWeights,
        ConedDescriptor diffBias, ConedDescriptor diffDestination, const ConedWindow *window, ConedPrimitive hint,
        ConedPrimitive *primitive);

/// The gradient of a convolution by its source, as a layer: source [N, C, H, W], weights [O, C, h, w] or, in groups,
/// [G, O / G, C / G, h, w], bias [O] or a null handle → destination [N, O, H', W'], whose window with these paddings gives the
/// source back; the padding behind may be less than 0. All may be `any`. Arguments: source, weights, bias → destination.
ConedStatus coned_deconvolution_forward(
        ConedEngine engine, ConedDirection direction, ConedDescriptor source, ConedDescriptor weights,
        ConedDescriptor bias, ConedDescriptor destination, const ConedWindow *window, ConedPrimitive *primitive);

/// Arguments: diff destination, weights → diff source.
ConedStatus coned_deconvolution_backward_data(
        ConedEngine engine, ConedDescriptor diffSource, ConedDescriptor weights, ConedDescriptor diffDestination,
        const ConedWindow *window, ConedPrimitive hint, ConedPrimitive *primitive);

/// `diffBias` may be a null handle. Arguments: source, diff destination → diff weights, diff bias.
ConedStatus coned_deconvolution_backward_weights(
        ConedEngine engine, ConedDescriptor source, ConedDescriptor diffWeights, ConedDescriptor diffBias,
        ConedDescriptor diffDestination, const ConedWindow *window, ConedPrimitive hint, ConedPrimitive *primitive);

/// source [N, I], weights [O, I] (or [N, C, H, W] and [O, C, H, W]), bias [O] or a null handle → destination [N, O].
/// All may be `any`. `post` may be null. Arguments: source, weights, bias → destination.
ConedStatus coned_inner_product_forward(
        ConedEngine engine, ConedDirection direction, ConedDescriptor source, ConedDescriptor weights,
        ConedDescriptor bias, ConedDescriptor destination, const ConedPostOperations *post, ConedPrimitive *primitive);

/// Arguments: diff destination, weights → diff source.
ConedStatus coned_inner_product_backward_data(
        ConedEngine engine, ConedDescriptor diffSource, ConedDescriptor weights, ConedDescriptor diffDestination,
        ConedPrimitive hint, ConedPrimitive *primitive);

/// `diffBias` may be a null handle. Arguments: source, diff destination → diff weights, diff bias.
ConedStatus coned_inner_product_backward_weights(
        ConedEngine engine, ConedDescriptor source, ConedDescriptor diffWeights, ConedDescriptor diffBias,
        ConedDescriptor diffDestination, ConedPrimitive hint, ConedPrimitive *primitive);

/// Which of its parts a batch normalisation has.
typedef struct {
    /// y = scale * x̂ + shift; each alone is fine, and both are separate arguments of shape [C], float32.
    bool hasScale;
    bool hasShift;
    /// Stores max(y, 0). In training the workspace then carries the signs to the backward pass.
    bool fusesReLU;
    /// Mean and variance come in, instead of being taken from the batch.
    bool usesGivenStatistics;
} ConedBatchNormalization;

/// Source and destination share the descriptor `data` [N, C, H, W], which must not be `any`. Mean and variance are [C],
/// float32. In training they are outputs, and the variance is that of the batch: biased, the mean of the squared
/// deviations. Multiply it by n / (n - 1), n = N H W, before it enters an unbiased running variance.
/// Inference without `usesGivenStatistics` takes them from the batch and keeps them to itself.
/// Arguments: source, scale, shift (mean, variance if given) → destination (mean, variance, workspace).
ConedStatus coned_batch_normalization_forward(
        ConedEngine engine, ConedDirection direction, ConedDescriptor data, float epsilon,
        const ConedBatchNormalization *parts, ConedPrimitive *primitive);

/// `parts` are those of the forward pass; `diffData` may be `any`. Without scale and shift only data flows back.
/// Arguments: source, mean, variance, diff destination, scale, shift (oneDNN 2.6 insists on it, 3.x refuses it: ask
/// `coned_primitive_descriptor`), workspace → diff source, diff scale, diff shift.
ConedStatus coned_batch_normalization_backward(
        ConedEngine engine, ConedDescriptor diffData, ConedDescriptor data, float epsilon,
        const ConedBatchNormalization *parts, ConedPrimitive hint, ConedPrimitive *primitive);

/// y = x / (k + alpha / size * Σ x²)^beta over the `size` channels around each, or, within channels, alpha / size² and the
/// size · size places around each. `data` [N, C, H, W] is both source and
/// destination and must not be `any`. Arguments: source → destination (workspace in training, if asked for).
ConedStatus coned_local_response_forward(
        ConedEngine engine, ConedDirection direction, ConedDescriptor data, int64_t size, float alpha, float beta,
        float k, bool withinChannels, ConedPrimitive *primitive);

/// Arguments: source, diff destination, workspace if *this* primitive has one (in the plain layout the forward one may
/// leave a workspace that the backward one has no use for) → diff source.
ConedStatus coned_local_response_backward(
        ConedEngine engine, ConedDescriptor diffData, ConedDescriptor data, int64_t size, float alpha, float beta,
        float k, bool withinChannels, ConedPrimitive hint, ConedPrimitive *primitive);

typedef enum {
    ConedPoolingMax,
    /// Divides by the whole window.
    ConedPoolingAverageIncludingPadding,
    /// Divides by the part of the window that lies inside the source.
    ConedPoolingAverageExcludingPadding,
} ConedPoolingKind;

/// source [N, C, H, W], which must not be `any` → destination [N, C, H', W'], which may.
/// Arguments: source → destination (workspace for the maximum in training).
ConedStatus coned_pooling_forward(
        ConedEngine engine, ConedDirection direction, ConedPoolingKind kind, ConedDescriptor source,
        ConedDescriptor destination, const ConedWindow *window, ConedPrimitive *primitive);

/// `diffSource` may be `any`. Arguments: diff destination, workspace if the forward primitive has one → diff source.
ConedStatus coned_pooling_backward(
        ConedEngine engine, ConedPoolingKind kind, ConedDescriptor diffSource, ConedDescriptor diffDestination,
        const ConedWindow *window, ConedPrimitive hint, ConedPrimitive *primitive);

/// Exponentials along `axis` (counted from 0) divided by their sum. `destination` may be `any`.
/// Arguments: source → destination.
ConedStatus coned_softmax_forward(
        ConedEngine engine, ConedDirection direction, ConedDescriptor source, ConedDescriptor destination,
        int32_t axis, ConedPrimitive *primitive);

/// `diffSource` may be `any`. Arguments: destination, diff destination → diff source.
ConedStatus coned_softmax_backward(
        ConedEngine engine, ConedDescriptor diffSource, ConedDescriptor diffDestination, ConedDescriptor destination,
        int32_t axis, ConedPrimitive hint, ConedPrimitive *primitive);

/// `data` is both source and destination, which may be one memory, and must not be `any`.
/// Arguments: source → destination.
ConedStatus coned_elementwise_forward(
        ConedEngine engine, ConedDirection direction, const ConedElementwise *step, ConedDescriptor data,
        ConedPrimitive *primitive);

/// Arguments: destination (of ReLU, tanh, logistic and clip) or source (of the others), diff destination → diff source.
ConedStatus coned_elementwise_backward(
        ConedEngine engine, const ConedElementwise *step, ConedDescriptor diffData, ConedDescriptor data,
        ConedPrimitive hint, ConedPrimitive *primitive);

/// source [N, C, H, W] → destination [N, C, H', W'] of another size: the nearest number, or lines from one to the next, the
/// middle of a pixel counting as its place. `destination` may be `any`. Arguments: source → destination.
ConedStatus coned_resampling_forward(
        ConedEngine engine, ConedDirection direction, bool linear, ConedDescriptor source, ConedDescriptor destination,
        ConedPrimitive *primitive);

/// Arguments: diff destination → diff source.
ConedStatus coned_resampling_backward(
        ConedEngine engine, bool linear, ConedDescriptor diffSource, ConedDescriptor diffDestination,
        ConedPrimitive hint, ConedPrimitive *primitive);

/// Σ scales[i] * sources[i]; all shapes equal. `destination` may be `any` or a null handle.
/// Arguments: the sources by number → destination.
ConedStatus coned_sum(
        ConedEngine engine, int32_t count, const float *scales, const ConedDescriptor *sources,
        ConedDescriptor destination, ConedPrimitive *primitive);

/// The sources one after the other along `axis` (counted from 0). `destination` may be `any` or a null handle.
/// Arguments: the sources by number → destination.
ConedStatus coned_concat(
        ConedEngine engine, int32_t axis, int32_t count, const ConedDescriptor *sources, ConedDescriptor destination,
        ConedPrimitive *primitive);

/// Copies into another layout or element type. Arguments: source → destination.
ConedStatus coned_reorder(
        ConedEngine engine, ConedDescriptor source, ConedDescriptor destination, ConedPrimitive *primitive);

#endif
