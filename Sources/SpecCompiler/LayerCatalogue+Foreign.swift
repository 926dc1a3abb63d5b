import Diagnostics
import Layers
import SpecModules
import SpecSyntax

extension LayerCatalogue {
    /// What layer types of PyTorch, Keras and Caffe are here, by their names in lower case without `-` and `_`.
    static var foreignNames: [String: LayerVocabulary.Foreign] {
        let same = kinds.flatMap { kind in kind.aliases.map { ($0, LayerVocabulary.Foreign.same(kind.name)) } }
        let near = kinds.flatMap { kind in
            kind.relatives.map { ($0, LayerVocabulary.Foreign.nothing(nearness(kind.name, kind.help).words)) }
        }
        let absent = absentLayers.map { name, nearest in
            let kind = nearest.flatMap { nearest in kinds.first { $0.name == nearest } }
            let words = kind.map { "netspec has none; \(nearness($0.name, $0.help).words)" } ?? "netspec has none"
            return (name, LayerVocabulary.Foreign.nothing(words))
        }
        return Dictionary(same + near + absent) { first, _ in first }
    }
}

/// Layer types of PyTorch, Keras and Caffe that netspec lacks, with the one that comes nearest in what it does, where one does:
/// their letters may be close to those of quite another.
package let absentLayers: [String: String?] = [
    // Activations.
    "elu": "leaky-relu", "celu": "leaky-relu", "selu": "leaky-relu", "prelu": "leaky-relu", "rrelu": "leaky-relu",
    "relun": "relu6", "thresholdedrelu": "relu", "threshold": "relu", "crelu": "relu", "softplus": "relu",
    "mish": "swish", "glu": "multiply", "swiglu": "multiply", "geglu": "multiply", "quickgelu": "gelu",
    "logsigmoid": "sigmoid", "softsign": "tanh", "hardtanh": "relu6", "tanhshrink": nil, "softshrink": nil,
    "hardshrink": nil, "softmin": "softmax", "logsoftmax": "softmax", "sparsemax": "softmax", "exp": nil, "log": nil,
    "abs": nil, "absval": nil, "bnll": "relu",
    // Normalisation.
    "layernorm": "batch-norm", "layernormalization": "batch-norm", "groupnorm": "batch-norm",
    "groupnormalization": "batch-norm", "instancenorm": "batch-norm", "instancenorm2d": "batch-norm",
    "rmsnorm": "batch-norm", "weightnorm": nil, "spectralnorm": nil, "mvn": "batch-norm",
    // Windows and shapes.
    "conv1d": "convolution", "conv3d": "convolution", "separableconv2d": "convolution",
    "depthwiseconv2d": "convolution", "locallyconnected2d": "convolution", "maxpool1d": "max-pool",
    "maxpool3d": "max-pool", "avgpool1d": "average-pool", "avgpool3d": "average-pool", "lppool2d": "average-pool",
    "fractionalmaxpool2d": "max-pool", "maxunpool2d": "upsample", "stochasticpool": "max-pool", "spp": nil,
    "pixelshuffle": "upsample", "depthtospace": "upsample", "pixelunshuffle": nil, "spacetodepth": nil, "unfold": nil,
    "im2col": nil, "fold": nil, "zeropad2d": nil, "zeropadding2d": nil, "reflectionpad2d": nil, "reshape": "flatten",
    "permute": nil, "transpose": nil, "unflatten": nil, "tile": nil, "repeatvector": nil,
    // Noise.
    "dropout2d": "dropout", "spatialdropout2d": "dropout", "alphadropout": "dropout", "gaussiandropout": "dropout",
    "gaussiannoise": "dropout", "dropblock": "dropout",
    // Arithmetic.
    "subtract": "add", "average": "add", "minimum": "maximum", "matmul": nil, "dot": nil, "mean": nil,
    "reduction": nil,
    // Sequences.
    "lstm": nil, "gru": nil, "rnn": nil, "embedding": nil, "embed": nil, "attention": nil, "multiheadattention": nil,
    "transformer": nil, "transformerencoderlayer": nil,
    // Losses.
    "mseloss": "softmax-cross-entropy", "euclideanloss": "softmax-cross-entropy", "l1loss": "softmax-cross-entropy",
    "bceloss": "softmax-cross-entropy", "bcewithlogitsloss": "softmax-cross-entropy",
    "sigmoidcrossentropyloss": "softmax-cross-entropy", "hingeloss": "softmax-cross-entropy",
    "nllloss": "softmax-cross-entropy", "multinomiallogisticloss": "softmax-cross-entropy",
    "contrastiveloss": "softmax-cross-entropy", "triplemarginloss": "softmax-cross-entropy",
    "smoothl1loss": "softmax-cross-entropy", "focalloss": "softmax-cross-entropy",
]
