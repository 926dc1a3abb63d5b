package import SpecSyntax
package import Tensors

/// Pictures of whatever size in a folder: JPEG, PNG and WebP, one sub-folder a class.
///
/// The folder holds the classes, or `train` and perhaps `validation` and `test` that hold them; or a list names the pictures and
/// their classes. Pictures are decoded when they are wanted. They become the network's input as `PictureFit` says.
package struct PictureFolder: DataSource {
    package static let choice = ChoiceCase<any DataSource>(
        "folder",
        help: "pictures of any size (JPEG, PNG, WebP) in a folder, one sub-folder a class, or as a list names them",
        aliases: ["imagefolder", "images", "pictures", "directory", "dir"], mainField: "path", pathFields: ["path"]
    ) { fields in
        let usual = PictureFolder(path: "")
        return PictureFolder(
            path: fields.required(
                "path", .text, onResume: .mayChange,
                help:
                    "the folder, relative to this file; it holds the classes, or `train` and perhaps `validation` and `test`"
            ),
            lists: fields.ifPresent(
                "list", .pictureLists,
                help:
                    "a file in the folder that names pictures and their classes, CSV or words, in place of sub-folders"),
            onError: fields.optional(
                "on-error", .word(["stop": .stop, "skip": .skip]), default: usual.onError, onResume: .mayChange,
                help: "what happens at a picture that cannot be decoded; what is skipped is counted and named"),
            cache: fields.optional(
                "cache", .word(["none": .none, "memory": .memory, "disk": .disk]), default: usual.cache,
                help: "where the resized pictures are kept, so that each is decoded once"))
    }

    package enum ErrorPolicy: String, Sendable {
        case stop, skip
    }

    package enum Cache: String, Sendable {
        case none, memory, disk
    }

    package let path: String
    /// Nil where sub-folders tell the classes.
    package let lists: PictureLists?
    package let onError: ErrorPolicy
    package let cache: Cache
    /// 1 for grey, 3 for colour; what the network's input has.
    package let channels: Int

    package let shape: Shape? = nil
    package let trainingCount: Int? = nil
    package let hasOneSet = false
    package let classCount: Int? = nil
    package let takesInputShape = true

    package init(
        path: String, lists: PictureLists? = nil, onError: ErrorPolicy = .stop, cache: Cache = .none, channels: Int = 3
    ) {
        self.path = path
        self.lists = lists
        self.onError = onError
        self.cache = cache
        self.channels = channels
    }

    /// ImageNet's, which suit most photographs; their means for grey.
    package var normalization: Normalization { .imageNet(channels: channels) }

    package func reading(channels: Int) -> any DataSource {
        PictureFolder(path: path, lists: lists, onError: onError, cache: cache, channels: channels)
    }
}

/// The files that name pictures and their classes, as paths in the folder.
package struct PictureLists: Hashable, Sendable {
    package let train: String
    package let validation: String?
    package let test: String?
    /// The name of the column with the class; nil for one of the usual names.
    package let classColumn: String?

    package init(train: String, validation: String? = nil, test: String? = nil, classColumn: String? = nil) {
        self.train = train
        self.validation = validation
        self.test = test
        self.classColumn = classColumn
    }
}

extension FieldFormat where Value == PictureLists {
    /// `labels.csv`, or `{train: train.csv, test: test.csv}`.
    static var pictureLists: FieldFormat {
        FieldFormat(
            "the name of a file, or `{train: …, validation: …, test: …, class-column: …}`",
            placeholder: PictureLists(train: ""),
            schema: .either([.text(), .fields(FieldReader.declarations(of: read))])
        ) { node, context in
            if let text = node.scalar?.text, !node.isEmpty { return .value(PictureLists(train: text)) }
            guard let entries = node.mapping else { return .unfit }
            let fields = FieldReader(entries, of: "list", at: node.span, context: context)
            let lists = read(fields)
            fields.finish()
            return fields.failed ? .reported : .value(lists)
        }
    }

    private static func read(_ fields: FieldReader) -> PictureLists {
        PictureLists(
            train: fields.required("train", .text, help: "of the pictures to learn from"),
            validation: fields.ifPresent("validation", .text, help: "of the pictures to choose by"),
            test: fields.ifPresent("test", .text, help: "of the pictures to test with"),
            classColumn: fields.ifPresent(
                "class-column", .text, help: "the name of the column with the class; `class` or `label` if left out"))
    }
}
