/// What SARIF 2.1.0 demands of the objects that a log of diagnostics has: which properties there may be, of which type,
/// and which must be. Every object of the format is closed. After the schema of the standard (OASIS, 2020), the
/// properties that are not listed here left out.
indirect enum SARIFStructure: Sendable {
    case text
    case integer(atLeast: Int)
    case flag
    case word([String])
    case list(SARIFStructure, atLeast: Int = 0, isUnique: Bool = false)
    case object([String: SARIFStructure], required: [String] = [])

    static let log = object(
        ["$schema": .text, "version": .word(["2.1.0"]), "runs": .list(run)], required: ["version", "runs"])

    private static let run = object(
        [
            "tool": object(["driver": component], required: ["driver"]),
            "invocations": .list(object(["executionSuccessful": .flag], required: ["executionSuccessful"])),
            "results": .list(result),
            "columnKind": .word(["utf16CodeUnits", "unicodeCodePoints"]),
            "newlineSequences": .list(.text, atLeast: 1, isUnique: true),
        ], required: ["tool"])

    private static let component = object(
        ["name": .text, "version": .text, "semanticVersion": .text, "rules": .list(rule, isUnique: true)],
        required: ["name"])

    private static let level = word(["none", "note", "warning", "error"])
    private static let message = object(["text": .text], required: ["text"])

    private static let rule = object(
        [
            "id": .text, "shortDescription": message, "fullDescription": message, "help": message,
            "defaultConfiguration": object(["level": level]),
        ], required: ["id"])

    private static let result = object(
        [
            "ruleId": .text, "ruleIndex": .integer(atLeast: -1), "level": level, "message": message,
            "locations": .list(location), "relatedLocations": .list(location, isUnique: true),
            "fixes": .list(fix, isUnique: true),
        ], required: ["message"])

    private static let fix = object(
        ["description": message, "artifactChanges": .list(artifactChange, atLeast: 1, isUnique: true)],
        required: ["artifactChanges"])

    private static let artifactChange = object(
        [
            "artifactLocation": object(["uri": .text]),
            "replacements": .list(
                object(
                    ["deletedRegion": region, "insertedContent": object(["text": .text])], required: ["deletedRegion"]),
                atLeast: 1),
        ], required: ["artifactLocation", "replacements"])

    private static let location = object([
        "id": .integer(atLeast: -1), "message": message,
        "physicalLocation": object(["artifactLocation": object(["uri": .text]), "region": region]),
        "logicalLocations": .list(object(["name": .text]), isUnique: true),
    ])

    private static let region = object([
        "startLine": .integer(atLeast: 1), "startColumn": .integer(atLeast: 1), "endLine": .integer(atLeast: 1),
        "endColumn": .integer(atLeast: 1),
    ])

    /// What is wrong with a value, each with its place.
    func faults(of value: Any, at place: String = "log") -> [String] {
        switch self {
        case .text: return value is String ? [] : ["\(place) is no text"]
        case .flag: return value is Bool ? [] : ["\(place) is no boolean"]
        case .integer(let least):
            return (value as? Int).map { $0 >= least } ?? false ? [] : ["\(place) is no number from \(least)"]
        case .word(let words):
            return (value as? String).map(words.contains) ?? false ? [] : ["\(place) is none of \(words)"]
        case .list(let element, let least, let isUnique):
            guard let items = value as? [Any] else { return ["\(place) is no list"] }
            let isRepeated = isUnique && Set(items.map { "\($0)" }).count < items.count
            return (items.count < least ? ["\(place) is too short"] : [])
                + (isRepeated ? ["\(place) repeats an item"] : [])
                + items.enumerated().flatMap { element.faults(of: $1, at: "\(place)[\($0)]") }
        case .object(let properties, let required):
            guard let object = value as? [String: Any] else { return ["\(place) is no object"] }
            return required.filter { object[$0] == nil }.map { "\(place) lacks \($0)" }
                + object.sorted { $0.key < $1.key }.flatMap { key, value in
                    properties[key]?.faults(of: value, at: "\(place).\(key)") ?? ["\(place) has an unknown \(key)"]
                }
        }
    }
}
