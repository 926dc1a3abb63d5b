import FoundationEssentials
import Tensors

/// The names, types, shapes and places of a file's tensors, checked against each other and the length of the data.
struct SafetensorsHeader {
    /// The key under which a header keeps what is no tensor.
    static let metadataName = "__metadata__"

    /// A tensor as the header has it, field by field.
    struct RawEntry: Codable {
        let dtype: String
        let shape: [Int]
        let dataOffsets: [Int]

        private enum CodingKeys: String, CodingKey {
            case dtype, shape
            case dataOffsets = "data_offsets"
        }
    }

    struct Entry: Hashable {
        let name: String
        let type: ElementType
        let shape: Shape
        /// Bytes, counted from the end of the header.
        let place: Range<Int>
    }

    enum ElementType: String {
        case half = "F16"
        case brainFloat = "BF16"
        case single = "F32"
        case double = "F64"

        var byteCount: Int {
            switch self {
            case .half, .brainFloat: 2
            case .single: 4
            case .double: 8
            }
        }
    }

    /// In the order of their data.
    let entries: [Entry]
    let metadata: [String: String]

    /// - Parameter dataLength: how many bytes follow the header.
    init(_ bytes: ArraySlice<UInt8>, dataLength: Int, path: String) throws(SafetensorsError) {
        func failure(_ message: String) -> SafetensorsError { SafetensorsError(path: path, message: message) }
        let contents: Contents
        do {
            contents = try JSONDecoder().decode(Contents.self, from: Data(bytes))
        } catch let error as EntryFailure {
            throw failure("`\(shown(error.name))` \(error.message)")
        } catch {
            throw failure("its header must be a JSON object")
        }
        entries = contents.entries.sorted {
            ($0.place.lowerBound, $0.place.upperBound, $0.name) < ($1.place.lowerBound, $1.place.upperBound, $1.name)
        }
        metadata = contents.metadata
        if let message = gap(between: entries, dataLength: dataLength) { throw failure(message) }
    }
}

/// What is wrong with one entry; completes a sentence that begins with its name.
private struct EntryFailure: Error {
    let name: String
    let message: String
}

/// The header as JSON has it: an entry under each tensor's name, and metadata.
private struct Contents: Decodable {
    private(set) var entries: [SafetensorsHeader.Entry] = []
    private(set) var metadata: [String: String] = [:]

    private struct Name: CodingKey {
        let stringValue: String
        let intValue: Int? = nil

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: Name.self)
        for name in members.allKeys {
            if name.stringValue == SafetensorsHeader.metadataName {
                guard let pairs = try? members.decode([String: String].self, forKey: name) else {
                    throw EntryFailure(name: name.stringValue, message: "must map names to strings")
                }
                metadata = pairs
            } else {
                entries.append(try Self.entry(members, name))
            }
        }
    }

    private static func entry(
        _ members: KeyedDecodingContainer<Name>, _ name: Name
    ) throws -> SafetensorsHeader.Entry {
        func failure(_ message: String) -> EntryFailure { EntryFailure(name: name.stringValue, message: message) }
        guard let raw = try? members.decode(SafetensorsHeader.RawEntry.self, forKey: name) else {
            throw failure("must have a `dtype`, and a `shape` and `data_offsets` of whole numbers")
        }
        guard let type = SafetensorsHeader.ElementType(rawValue: raw.dtype) else {
            throw failure("must have dtype F32, F16, BF16 or F64, found `\(shown(raw.dtype))`")
        }
        guard raw.shape.allSatisfy({ $0 >= 0 }), let count = Shape(raw.shape).checkedElementCount() else {
            throw failure("has the impossible shape \(Shape(raw.shape))")
        }
        let offsets = raw.dataOffsets
        guard offsets.count == 2, offsets[0] >= 0, offsets[0] <= offsets[1] else {
            throw failure("needs `data_offsets` of two whole numbers, the smaller first")
        }
        guard offsets[1] - offsets[0] == count * type.byteCount else {
            throw failure(
                "must have \(count * type.byteCount) bytes for \(raw.dtype) \(Shape(raw.shape)), "
                    + "found \(offsets[1] - offsets[0])")
        }
        return SafetensorsHeader.Entry(
            name: name.stringValue, type: type, shape: Shape(raw.shape), place: offsets[0]..<offsets[1])
    }
}

/// The format wants every byte of the data to belong to exactly one tensor.
private func gap(between entries: [SafetensorsHeader.Entry], dataLength: Int) -> String? {
    var end = 0
    for entry in entries {
        guard entry.place.upperBound <= dataLength else {
            return
                "the data of `\(shown(entry.name))` must end within \(dataLength) bytes, found \(entry.place.upperBound)"
        }
        guard entry.place.lowerBound == end else {
            return "the data of `\(shown(entry.name))` must begin at byte \(end), found \(entry.place.lowerBound)"
        }
        end = entry.place.upperBound
    }
    return end == dataLength ? nil : "its data must end at byte \(end), found \(dataLength) bytes"
}

/// A name from a file, short enough for a message.
private func shown(_ text: String) -> String {
    text.count > 60 ? text.prefix(57) + "…" : text
}
