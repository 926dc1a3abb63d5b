/// Which fields a message of Caffe's has, and what their values must be. Source: Caffe's `caffe.proto`.
struct MessageSchema: Sendable {
    /// As `caffe.proto` calls it: `ConvolutionParameter`.
    let name: String
    let fields: [FieldSchema]
    private let byName: [String: FieldSchema]

    init(_ name: String, _ fields: [FieldSchema]) {
        self.name = name
        self.fields = fields
        byName = Dictionary(fields.map { ($0.name, $0) }) { first, _ in first }
    }

    subscript(field: String) -> FieldSchema? { byName[field] }
}

/// One field of a message.
struct FieldSchema: Sendable {
    indirect enum Kind: Sendable {
        case integer(ClosedRange<Int>)
        case number
        case flag
        case text
        /// One of an enumeration's cases, by its name or its number.
        case word([(name: String, number: Int)])
        case message(@Sendable () -> MessageSchema)
        /// What nothing here reads, of layers that netspec does not have.
        case anything
    }

    let name: String
    let kind: Kind
    let isRepeated: Bool

    /// A field that may stand once.
    static func one(_ name: String, _ kind: Kind) -> FieldSchema {
        FieldSchema(name: name, kind: kind, isRepeated: false)
    }

    /// A field that may stand any number of times.
    static func many(_ name: String, _ kind: Kind) -> FieldSchema {
        FieldSchema(name: name, kind: kind, isRepeated: true)
    }
}

extension FieldSchema.Kind {
    /// The cases of an enumeration that counts from 0.
    static func words(_ names: String...) -> Self { .word(names.enumerated().map { ($0.element, $0.offset) }) }

    /// A count of 0 or more, as far as it can be a length.
    static var count: Self { .integer(0...Int(Int32.max)) }
    /// The same, of 1 or more.
    static var positive: Self { .integer(1...Int(Int32.max)) }
    /// The length of a kernel, a step or a border.
    static func extent(from least: Int) -> Self { .integer(least...32_767) }
    static var whole: Self { .integer(Int(Int32.min)...Int(Int32.max)) }
    /// Iterations, which may be many.
    static var iterations: Self { .integer(0...1_000_000_000) }

    /// Completes "`num_output` must be …".
    var description: String {
        switch self {
        case .integer(let range) where range.upperBound == Int(Int32.max):
            "a whole number of at least \(range.lowerBound)"
        case .integer(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .number: "a number"
        case .flag: "`true` or `false`"
        case .text: "a text in quotes"
        case .word(let cases) where cases.count > 8: "one of the types that Caffe's old layers have, without quotes"
        case .word(let cases): cases.map { "`\($0.name)`" }.joined(separator: " or ")
        case .message: "a message, `{…}`"
        case .anything: "a value"
        }
    }
}
