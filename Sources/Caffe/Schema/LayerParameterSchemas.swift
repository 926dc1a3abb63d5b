/// The messages of single layer types, in alphabetical order.
extension MessageSchema {
    static let accuracy = MessageSchema(
        "AccuracyParameter", [.one("top_k", .positive), .one("axis", .whole), .one("ignore_label", .whole)])

    static let batchNorm = MessageSchema(
        "BatchNormParameter",
        [.one("use_global_stats", .flag), .one("moving_average_fraction", .number), .one("eps", .number)])

    static let bias = MessageSchema(
        "BiasParameter", [.one("axis", .whole), .one("num_axes", .whole), .one("filler", .filler)])

    static let clip = MessageSchema("ClipParameter", [.one("min", .number), .one("max", .number)])

    static let concat = MessageSchema("ConcatParameter", [.one("axis", .whole), .one("concat_dim", .count)])

    static let convolution = MessageSchema(
        "ConvolutionParameter",
        [
            .one("num_output", .positive), .one("bias_term", .flag), .many("pad", .extent(from: 0)),
            .many("kernel_size", .extent(from: 1)), .many("stride", .extent(from: 1)),
            .many("dilation", .extent(from: 1)), .one("pad_h", .extent(from: 0)), .one("pad_w", .extent(from: 0)),
            .one("kernel_h", .extent(from: 1)), .one("kernel_w", .extent(from: 1)),
            .one("stride_h", .extent(from: 1)), .one("stride_w", .extent(from: 1)), .one("group", .positive),
            .one("weight_filler", .filler), .one("bias_filler", .filler), .one("engine", .engine), .one("axis", .whole),
            .one("force_nd_im2col", .flag),
        ])

    static let crop = MessageSchema("CropParameter", [.one("axis", .whole), .many("offset", .count)])

    static let data = MessageSchema(
        "DataParameter",
        [
            .one("source", .text), .one("batch_size", .positive), .one("rand_skip", .count),
            .one("backend", .words("LEVELDB", "LMDB")), .one("scale", .number), .one("mean_file", .text),
            .one("crop_size", .extent(from: 0)), .one("mirror", .flag), .one("force_encoded_color", .flag),
            .one("prefetch", .count),
        ])

    static let dropout = MessageSchema(
        "DropoutParameter", [.one("dropout_ratio", .number), .one("scale_train", .flag)])

    static let dummyData = MessageSchema(
        "DummyDataParameter",
        [
            .many("data_filler", .filler), .many("shape", .message { .blobShape }), .many("num", .count),
            .many("channels", .count), .many("height", .count), .many("width", .count),
        ])

    static let eltwise = MessageSchema(
        "EltwiseParameter",
        [.one("operation", .words("PROD", "SUM", "MAX")), .many("coeff", .number), .one("stable_prod_grad", .flag)])

    static let engineOnly = MessageSchema("Parameter", [.one("engine", .engine)])

    static let flatten = MessageSchema("FlattenParameter", [.one("axis", .whole), .one("end_axis", .whole)])

    static let hdf5Data = MessageSchema(
        "HDF5DataParameter", [.one("source", .text), .one("batch_size", .positive), .one("shuffle", .flag)])

    static let imageData = MessageSchema(
        "ImageDataParameter",
        [
            .one("source", .text), .one("batch_size", .positive), .one("rand_skip", .count), .one("shuffle", .flag),
            .one("new_height", .extent(from: 0)), .one("new_width", .extent(from: 0)), .one("is_color", .flag),
            .one("scale", .number), .one("mean_file", .text), .one("crop_size", .extent(from: 0)),
            .one("mirror", .flag),
            .one("root_folder", .text),
        ])

    static let innerProduct = MessageSchema(
        "InnerProductParameter",
        [
            .one("num_output", .positive), .one("bias_term", .flag), .one("weight_filler", .filler),
            .one("bias_filler", .filler), .one("axis", .whole), .one("transpose", .flag),
        ])

    static let input = MessageSchema("InputParameter", [.many("shape", .message { .blobShape })])

    static let lrn = MessageSchema(
        "LRNParameter",
        [
            .one("local_size", .positive), .one("alpha", .number), .one("beta", .number),
            .one("norm_region", .words("ACROSS_CHANNELS", "WITHIN_CHANNEL")), .one("k", .number),
            .one("engine", .engine),
        ])

    static let memoryData = MessageSchema(
        "MemoryDataParameter",
        [
            .one("batch_size", .positive), .one("channels", .positive), .one("height", .positive),
            .one("width", .positive),
        ])

    static let pooling = MessageSchema(
        "PoolingParameter",
        [
            .one("pool", .words("MAX", "AVE", "STOCHASTIC")), .one("pad", .extent(from: 0)),
            .one("pad_h", .extent(from: 0)), .one("pad_w", .extent(from: 0)), .one("kernel_size", .extent(from: 1)),
            .one("kernel_h", .extent(from: 1)), .one("kernel_w", .extent(from: 1)), .one("stride", .extent(from: 1)),
            .one("stride_h", .extent(from: 1)), .one("stride_w", .extent(from: 1)), .one("engine", .engine),
            .one("global_pooling", .flag), .one("round_mode", .words("CEIL", "FLOOR")),
        ])

    static let power = MessageSchema(
        "PowerParameter", [.one("power", .number), .one("scale", .number), .one("shift", .number)])

    static let relu = MessageSchema("ReLUParameter", [.one("negative_slope", .number), .one("engine", .engine)])

    static let scale = MessageSchema(
        "ScaleParameter",
        [
            .one("axis", .whole), .one("num_axes", .whole), .one("filler", .filler), .one("bias_term", .flag),
            .one("bias_filler", .filler),
        ])

    static let slice = MessageSchema(
        "SliceParameter", [.one("axis", .whole), .many("slice_point", .positive), .one("slice_dim", .count)])

    static let softmax = MessageSchema("SoftmaxParameter", [.one("engine", .engine), .one("axis", .whole)])

    static let swish = MessageSchema("SwishParameter", [.one("beta", .number)])

    static let windowData = MessageSchema(
        "WindowDataParameter",
        [
            .one("source", .text), .one("scale", .number), .one("mean_file", .text), .one("batch_size", .positive),
            .one("crop_size", .extent(from: 0)), .one("mirror", .flag), .one("fg_threshold", .number),
            .one("bg_threshold", .number), .one("fg_fraction", .number), .one("context_pad", .count),
            .one("crop_mode", .text), .one("cache_images", .flag), .one("root_folder", .text),
        ])
}
