extension MessageSchema {
    /// How a network is trained.
    static let solver = MessageSchema(
        "SolverParameter",
        [
            .one("net", .text), .one("net_param", .message { .net }), .one("train_net", .text),
            .many("test_net", .text),
            .one("train_net_param", .message { .net }), .many("test_net_param", .message { .net }),
            .one("train_state", .message { .netState }), .many("test_state", .message { .netState }),
            .many("test_iter", .iterations), .one("test_interval", .iterations), .one("test_compute_loss", .flag),
            .one("test_initialization", .flag), .one("base_lr", .number), .one("display", .iterations),
            .one("average_loss", .iterations), .one("max_iter", .iterations), .one("iter_size", .integer(1...65_536)),
            .one("lr_policy", .text), .one("gamma", .number), .one("power", .number), .one("momentum", .number),
            .one("weight_decay", .number), .one("regularization_type", .text), .one("stepsize", .iterations),
            .many("stepvalue", .iterations), .one("clip_gradients", .number), .one("snapshot", .iterations),
            .one("snapshot_prefix", .text), .one("snapshot_diff", .flag),
            .one("snapshot_format", .words("HDF5", "BINARYPROTO")), .one("solver_mode", .words("CPU", "GPU")),
            .one("device_id", .whole), .one("random_seed", .whole), .one("type", .text), .one("delta", .number),
            .one("momentum2", .number), .one("rms_decay", .number), .one("debug_info", .flag),
            .one("snapshot_after_train", .flag),
            .one("solver_type", .words("SGD", "NESTEROV", "ADAGRAD", "RMSPROP", "ADADELTA", "ADAM")),
            .one("layer_wise_reduce", .flag), .many("weights", .text),
        ])

    /// Fields that a solver has and a network has not: by them a file is known for a solver's.
    static let solverMarks: Set<String> = Set(solver.fields.map(\.name)).subtracting(net.fields.map(\.name))
}
