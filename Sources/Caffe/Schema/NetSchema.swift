/// The messages of a network as a whole.
extension MessageSchema {
    static let net = MessageSchema(
        "NetParameter",
        [
            .one("name", .text), .many("input", .text), .many("input_shape", .message { .blobShape }),
            .many("input_dim", .whole), .one("force_backward", .flag), .one("state", .message { .netState }),
            .one("debug_info", .flag), .many("layer", .message { .layer }), .many("layers", .message { .oldLayer }),
        ])

    static let blobShape = MessageSchema("BlobShape", [.many("dim", .whole)])

    static let netState = MessageSchema(
        "NetState", [.one("phase", .phase), .one("level", .whole), .many("stage", .text)])

    static let netStateRule = MessageSchema(
        "NetStateRule",
        [
            .one("phase", .phase), .one("min_level", .whole), .one("max_level", .whole), .many("stage", .text),
            .many("not_stage", .text),
        ])

    static let param = MessageSchema(
        "ParamSpec",
        [
            .one("name", .text), .one("share_mode", .words("STRICT", "PERMISSIVE")), .one("lr_mult", .number),
            .one("decay_mult", .number),
        ])

    static let filler = MessageSchema(
        "FillerParameter",
        [
            .one("type", .text), .one("value", .number), .one("min", .number), .one("max", .number),
            .one("mean", .number), .one("std", .number), .one("sparse", .whole),
            .one("variance_norm", .words("FAN_IN", "FAN_OUT", "AVERAGE")),
        ])

    static let transform = MessageSchema(
        "TransformationParameter",
        [
            .one("scale", .number), .one("mirror", .flag), .one("crop_size", .extent(from: 0)),
            .one("mean_file", .text), .many("mean_value", .number), .one("force_color", .flag),
            .one("force_gray", .flag),
        ])

    static let loss = MessageSchema(
        "LossParameter",
        [
            .one("ignore_label", .whole), .one("normalization", .words("FULL", "VALID", "BATCH_SIZE", "NONE")),
            .one("normalize", .flag),
        ])
}

extension FieldSchema.Kind {
    static var phase: Self { .words("TRAIN", "TEST") }
    static var engine: Self { .words("DEFAULT", "CAFFE", "CUDNN") }
    static var filler: Self { .message { .filler } }
}
