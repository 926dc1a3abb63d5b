import FoundationEssentials

/// A value as JSON, by its `Encodable` form: keys sorted, slashes as they are.
///
/// - Parameter inLines: whether each member has a line of its own.
package func encodedJSON(_ value: some Encodable, inLines: Bool = true) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if inLines { encoder.outputFormatting.insert(.prettyPrinted) }
    return [UInt8](try encoder.encode(value))
}
