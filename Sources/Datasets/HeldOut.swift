import SpecSyntax
import Tensors

/// How many of the training pictures are held out for validation.
package enum HeldOut: Hashable, Sendable {
    case count(Int)
    /// Of the training pictures, from 0 to 1.
    case share(Double)

    package func count(of pictures: Int) -> Int {
        switch self {
        case .count(let count): count
        case .share(let share): Int((share * Double(pictures)).rounded())
        }
    }

    /// As it is written in a spec.
    package var text: String {
        switch self {
        case .count(let count): "\(count)"
        case .share(let share): "\(share)"
        }
    }
}

extension FieldFormat where Value == HeldOut {
    /// `5000`, or `0.1` of them.
    static var heldOut: FieldFormat {
        FieldFormat(
            scalar: "a whole number of pictures of at least 1, or a share of them between 0 and 1",
            placeholder: .count(1),
            schema: .either([.integer(1...largestInteger), .number(NumberLimits(above: 0, below: 1))])
        ) { text in
            if let count = parseInteger(text) { return (1...largestInteger).contains(count) ? .count(count) : nil }
            return parseNumber(text).flatMap { $0 > 0 && $0 < 1 ? .share($0) : nil }
        }
    }
}

extension Dataset {
    /// The same with some of the training pictures held out, of each class as many as its share; which, depends on the seed,
    /// the number and the labels alone.
    ///
    /// - Throws: `DataError` when no picture would be left of a class that has any, or none can be held out.
    package func holdingOut(_ heldOut: HeldOut, seed: UInt64) throws(DataError) -> Dataset {
        let wanted = heldOut.count(of: train.count)
        guard wanted > 0, wanted < train.count else {
            throw DataError(
                "`validation` must hold out at least 1 and fewer than the \(train.count) training pictures of `\(name)`, "
                    + "found \(heldOut.text)", help: "write `validation: 0.1` to hold a tenth out")
        }
        var classes = [[Int]](repeating: [], count: self.classes.count)
        for index in 0..<train.count {
            let label = train.label(of: index)
            guard classes.indices.contains(label) else { throw misfit(index, label) }
            classes[label].append(index)
        }
        var isHeldOut = [Bool](repeating: false, count: train.count)
        for (label, count) in apportioned(wanted, among: classes.map(\.count)).enumerated() {
            var random = KeyedRandom(seed: seed, purpose: .holdOut, label)
            for place in random.permutation(of: classes[label].count).prefix(count) {
                isHeldOut[classes[label][place]] = true
            }
        }
        let (kept, held) = (
            isHeldOut.indices.filter { !isHeldOut[$0] }, isHeldOut.indices.filter { isHeldOut[$0] }
        )
        return Dataset(
            name: name, classes: self.classes, train: Selection(of: train, kept),
            validation: Selection(of: train, held),
            test: test)
    }

    private func misfit(_ index: Int, _ label: Int) -> DataError {
        DataError(
            "the label of picture \(index) of the train split must be from 0 to \(classes.count - 1), found \(label)",
            help: "get the data again, or give data with \(classes.count) classes")
    }
}

/// Parts of a number in the ratio of some counts, by largest remainders; of equal ones, the first.
private func apportioned(_ number: Int, among counts: [Int]) -> [Int] {
    let total = counts.reduce(0, +)
    var parts = counts.map { number * $0 / total }
    let byRemainder = counts.indices.sorted { left, right in
        let (first, second) = (number * counts[left] % total, number * counts[right] % total)
        return first == second ? left < right : first > second
    }
    for place in byRemainder.prefix(number - parts.reduce(0, +)) { parts[place] += 1 }
    return parts
}

/// Some of the pictures of a set, in its order.
private struct Selection: PictureSet {
    private let pictures: any PictureSet
    private let indices: [Int32]

    init(of pictures: any PictureSet, _ indices: [Int]) {
        self.pictures = pictures
        self.indices = indices.map(Int32.init)
    }

    var count: Int { indices.count }
    func shape(of index: Int) -> Shape { pictures.shape(of: Int(indices[index])) }
    func label(of index: Int) -> Int { pictures.label(of: Int(indices[index])) }

    func copy(_ index: Int, into target: UnsafeMutableBufferPointer<UInt8>) throws {
        try pictures.copy(Int(indices[index]), into: target)
    }

    /// Of the whole set: what is held out is said by the spec, not by the data.
    func add(to fingerprint: inout Fingerprint) { pictures.add(to: &fingerprint) }
}
