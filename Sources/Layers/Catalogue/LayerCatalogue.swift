/// Every layer type that specs can name. A new layer adds its file and its line here.
package enum LayerCatalogue {
    package static let kinds: [LayerKind] = [
        AdaptiveAveragePool.kind,
        Add.kind,
        AveragePool.kind,
        BatchNorm.kind,
        ChannelScale.kind,
        ChannelShuffle.kind,
        Concat.kind,
        Convolution.kind,
        Crop.kind,
        Dropout.kind,
        DropPath.kind,
        Flatten.kind,
        GELU.kind,
        GlobalAveragePool.kind,
        GlobalMaxPool.kind,
        HardSigmoid.kind,
        HardSwish.kind,
        HyperbolicTangent.kind,
        LeakyReLU.kind,
        Linear.kind,
        LocalResponseNorm.kind,
        Maximum.kind,
        MaxPool.kind,
        Multiply.kind,
        Power.kind,
        ReLU.kind,
        ReLU6.kind,
        Sigmoid.kind,
        Slice.kind,
        Softmax.kind,
        SoftmaxCrossEntropy.kind,
        Swish.kind,
        TransposedConvolution.kind,
        Upsample.kind,
    ]

    package static func kind(named name: String) -> LayerKind? {
        byName[name]
    }

    private static let byName = Dictionary(uniqueKeysWithValues: kinds.map { ($0.name, $0) })
}
