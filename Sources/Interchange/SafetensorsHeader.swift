import Tensors

/// The names, types, shapes and places of a file's tensors, checked against each other and the length of the data.
struct SafetensorsHeader {
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

    let entries: [Entry]
    let metadata: [String: String]

    /// - Parameter dataLength: how many bytes follow the header.
    init(_ bytes: ArraySlice<UInt8>, dataLength: Int, path: String) throws(SafetensorsError) {
        func failure(_ message: String) -> SafetensorsError { SafetensorsError(path: path, message: message) }
        guard bytes.first == UInt8(ascii: "{") else { throw failure("its header must begin with `{`") }
        let members: [JSONValue.Member]
        do throws(JSONFailure) {
            guard case .object(let found) = try JSONReader.read(bytes) else {
                throw JSONFailure(offset: 0, wanted: "`{`")
            }
            members = found
        } catch {
            throw failure("byte \(error.offset) of its header must be \(error.wanted)")
        }
        var entries: [Entry] = []
        var metadata: [String: String] = [:]
        var names: Set<String> = []
        for member in members {
            guard names.insert(member.key).inserted else { throw failure("`\(shown(member.key))` stands twice") }
            do throws(EntryFailure) {
                if member.key == "__metadata__" {
                    metadata = try readMetadata(member.value)
                } else {
                    entries.append(try Entry(member))
                }
            } catch {
                throw failure("`\(shown(member.key))` \(error.message)")
            }
        }
        if let message = gap(between: entries, dataLength: dataLength) { throw failure(message) }
        self.entries = entries
        self.metadata = metadata
    }
}

/// What is wrong with one entry; completes a sentence that begins with its name.
private struct EntryFailure: Error {
    let message: String

    init(_ message: String) {
        self.message = message
    }
}

extension SafetensorsHeader.Entry {
    fileprivate init(_ member: JSONValue.Member) throws(EntryFailure) {
        guard case .object(let fields) = member.value else { throw EntryFailure("must be an object") }
        var values: [String: JSONValue] = [:]
        for field in fields {
            guard ["dtype", "shape", "data_offsets"].contains(field.key) else {
                throw EntryFailure("has the unknown field `\(shown(field.key))`")
            }
            guard values.updateValue(field.value, forKey: field.key) == nil else {
                throw EntryFailure("has the field `\(field.key)` twice")
            }
        }
        guard let dtype = values["dtype"]?.string else { throw EntryFailure("needs a `dtype`") }
        guard let type = SafetensorsHeader.ElementType(rawValue: dtype) else {
            throw EntryFailure("must have dtype F32, F16, BF16 or F64, found `\(shown(dtype))`")
        }
        let lengths = wholeNumbers(values["shape"])
        guard let lengths else { throw EntryFailure("needs a `shape` of whole numbers") }
        guard let offsets = wholeNumbers(values["data_offsets"]), offsets.count == 2, offsets[0] <= offsets[1] else {
            throw EntryFailure("needs `data_offsets` of two whole numbers, the smaller first")
        }
        let shape = Shape(lengths)
        guard let count = shape.checkedElementCount() else { throw EntryFailure("has the impossible shape \(shape)") }
        guard offsets[1] - offsets[0] == count * type.byteCount else {
            throw EntryFailure(
                "must have \(count * type.byteCount) bytes for \(dtype) \(shape), found \(offsets[1] - offsets[0])")
        }
        self.init(name: member.key, type: type, shape: shape, place: offsets[0]..<offsets[1])
    }
}

private func wholeNumbers(_ value: JSONValue?) -> [Int]? {
    guard let items = value?.array else { return nil }
    let numbers = items.compactMap(\.integer).filter { $0 >= 0 }
    return numbers.count == items.count ? numbers : nil
}

private func readMetadata(_ value: JSONValue) throws(EntryFailure) -> [String: String] {
    guard case .object(let members) = value else { throw EntryFailure("must be an object") }
    var metadata: [String: String] = [:]
    for member in members {
        guard let text = member.value.string else { throw EntryFailure("must map names to strings") }
        guard metadata.updateValue(text, forKey: member.key) == nil else {
            throw EntryFailure("has the name `\(shown(member.key))` twice")
        }
    }
    return metadata
}

/// The format wants every byte of the data to belong to exactly one tensor.
private func gap(between entries: [SafetensorsHeader.Entry], dataLength: Int) -> String? {
    var end = 0
    let ordered = entries.sorted {
        ($0.place.lowerBound, $0.place.upperBound) < ($1.place.lowerBound, $1.place.upperBound)
    }
    for entry in ordered {
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
