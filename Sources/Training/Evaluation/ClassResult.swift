/// How well a network does on one class; encodes as `eval --format json` promises.
package struct ClassResult: Hashable, Sendable, Encodable {
    package let name: String
    /// Of the class.
    package let pictures: Int
    /// The part of the class's pictures that are taken for it: its accuracy. Nil where it has none.
    package let recall: Double?
    /// The part of the pictures taken for it that are of it. Nil where none is taken for it.
    package let precision: Double?

    /// - Parameter confusion: `[right][picked]`
    init(_ number: Int, name: String, confusion: [[Int]]) {
        let right = confusion[number][number]
        let taken = confusion.reduce(0) { $0 + $1[number] }
        self.name = name
        pictures = confusion[number].reduce(0, +)
        recall = pictures > 0 ? Double(right) / Double(pictures) : nil
        precision = taken > 0 ? Double(right) / Double(taken) : nil
    }
}
