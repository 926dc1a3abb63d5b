/// A layer, and the fields that only some types have.
extension MessageSchema {
    static let layer = MessageSchema(
        "LayerParameter",
        [
            .one("name", .text), .one("type", .text), .many("bottom", .text), .many("top", .text),
            .one("phase", .phase),
            .many("loss_weight", .number), .many("param", .message { .param }), .many("blobs", .anything),
            .many("propagate_down", .flag), .many("include", .message { .netStateRule }),
            .many("exclude", .message { .netStateRule }),
        ] + layerParameters)

    /// Caffe's old layers, with their types as an enumeration and their multipliers as lists.
    static let oldLayer = MessageSchema(
        "V1LayerParameter",
        [
            .one("name", .text), .one("type", .word(oldLayerTypes.map { ($0.name, $0.number) })),
            .many("bottom", .text), .many("top", .text), .many("loss_weight", .number), .many("param", .text),
            .many("blob_share_mode", .words("STRICT", "PERMISSIVE")), .many("blobs_lr", .number),
            .many("weight_decay", .number), .many("blobs", .anything), .many("include", .message { .netStateRule }),
            .many("exclude", .message { .netStateRule }), .one("layer", .anything),
        ] + layerParameters)

    /// What every layer may hold, whatever its type.
    private static var layerParameters: [FieldSchema] {
        [
            .one("transform_param", .message { .transform }), .one("loss_param", .message { .loss }),
            .one("accuracy_param", .message { .accuracy }), .one("batch_norm_param", .message { .batchNorm }),
            .one("bias_param", .message { .bias }), .one("clip_param", .message { .clip }),
            .one("concat_param", .message { .concat }), .one("convolution_param", .message { .convolution }),
            .one("crop_param", .message { .crop }), .one("data_param", .message { .data }),
            .one("dropout_param", .message { .dropout }), .one("dummy_data_param", .message { .dummyData }),
            .one("eltwise_param", .message { .eltwise }), .one("flatten_param", .message { .flatten }),
            .one("hdf5_data_param", .message { .hdf5Data }), .one("image_data_param", .message { .imageData }),
            .one("inner_product_param", .message { .innerProduct }), .one("input_param", .message { .input }),
            .one("lrn_param", .message { .lrn }), .one("memory_data_param", .message { .memoryData }),
            .one("pooling_param", .message { .pooling }), .one("power_param", .message { .power }),
            .one("relu_param", .message { .relu }), .one("scale_param", .message { .scale }),
            .one("sigmoid_param", .message { .engineOnly }), .one("slice_param", .message { .slice }),
            .one("softmax_param", .message { .softmax }), .one("swish_param", .message { .swish }),
            .one("tanh_param", .message { .engineOnly }),
            .one("window_data_param", .message { .windowData }),
        ]
            + [
                "argmax_param", "contrastive_loss_param", "elu_param", "embed_param",
                "exp_param", "hdf5_output_param", "hinge_loss_param", "infogain_loss_param", "log_param", "mvn_param",
                "parameter_param", "prelu_param", "python_param", "recurrent_param", "reduction_param", "reshape_param",
                "spp_param", "threshold_param", "tile_param",
            ].map { .one($0, .anything) }
    }

    /// The old types: their names, their numbers, and what they are called today.
    static let oldLayerTypes: [(name: String, number: Int, type: String)] = [
        ("NONE", 0, ""), ("ABSVAL", 35, "AbsVal"), ("ACCURACY", 1, "Accuracy"), ("ARGMAX", 30, "ArgMax"),
        ("BNLL", 2, "BNLL"), ("CONCAT", 3, "Concat"), ("CONTRASTIVE_LOSS", 37, "ContrastiveLoss"),
        ("CONVOLUTION", 4, "Convolution"), ("DATA", 5, "Data"), ("DECONVOLUTION", 39, "Deconvolution"),
        ("DROPOUT", 6, "Dropout"), ("DUMMY_DATA", 32, "DummyData"), ("EUCLIDEAN_LOSS", 7, "EuclideanLoss"),
        ("ELTWISE", 25, "Eltwise"), ("EXP", 38, "Exp"), ("FLATTEN", 8, "Flatten"), ("HDF5_DATA", 9, "HDF5Data"),
        ("HDF5_OUTPUT", 10, "HDF5Output"), ("HINGE_LOSS", 28, "HingeLoss"), ("IM2COL", 11, "Im2col"),
        ("IMAGE_DATA", 12, "ImageData"), ("INFOGAIN_LOSS", 13, "InfogainLoss"),
        ("INNER_PRODUCT", 14, "InnerProduct"), ("LRN", 15, "LRN"), ("MEMORY_DATA", 29, "MemoryData"),
        ("MULTINOMIAL_LOGISTIC_LOSS", 16, "MultinomialLogisticLoss"), ("MVN", 34, "MVN"), ("POOLING", 17, "Pooling"),
        ("POWER", 26, "Power"), ("RELU", 18, "ReLU"), ("SIGMOID", 19, "Sigmoid"),
        ("SIGMOID_CROSS_ENTROPY_LOSS", 27, "SigmoidCrossEntropyLoss"), ("SILENCE", 36, "Silence"),
        ("SOFTMAX", 20, "Softmax"), ("SOFTMAX_LOSS", 21, "SoftmaxWithLoss"), ("SPLIT", 22, "Split"),
        ("SLICE", 33, "Slice"), ("TANH", 23, "TanH"), ("WINDOW_DATA", 24, "WindowData"), ("THRESHOLD", 31, "Threshold"),
    ]
}
