import Diagnostics
package import Recipes
import Tensors

extension Dataset {
    /// The same with some of the training pictures held out, of each class as many as its share, but never all; which,
    /// depends on the seed, the number and the labels alone.
    ///
    /// - Throws: `DataError` when so many cannot be held out and leave a picture of each class that has any, or none is.
    package func holdingOut(_ heldOut: HeldOut, seed: UInt64) throws(DataError) -> Dataset {
        let wanted = heldOut.count(of: train.count)
        var classes = [[Int]](repeating: [], count: self.classes.count)
        for index in 0..<train.count {
            let label = train.label(of: index)
            guard classes.indices.contains(label) else { throw misfit(index, label) }
            classes[label].append(index)
        }
        let most = classes.reduce(0) { $0 + max(0, $1.count - 1) }
        guard wanted > 0, wanted < train.count else {
            throw DataError(
                "`validation` must hold out at least 1 and fewer than the \(counted(train.count, "training picture")) of "
                    + "`\(name)`, found \(heldOut.text)", help: HeldOut.remedy(most: most))
        }
        guard wanted <= most else { throw emptying(heldOut, wanted, most: most) }
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
        let seen = Set(held.map(train.label))
        let unseen = classes.indices.filter { !classes[$0].isEmpty && !seen.contains($0) }.map { self.classes[$0] }
        return Dataset(
            name: name, classes: self.classes, train: Selection(of: train, kept),
            validation: Selection(of: train, held), test: test, remarks: remarks + Self.remarks(unseen),
            skipped: skipped)
    }

    private static func remarks(_ unseen: [String]) -> [String] {
        guard !unseen.isEmpty else { return [] }
        return [
            "`validation` holds no picture out of \(counted(unseen.count, "class", "classes")), which no evaluation of what is "
                + "held out tells about: \(listed(unseen, most: 8))"
        ]
    }

    private func emptying(_ heldOut: HeldOut, _ wanted: Int, most: Int) -> DataError {
        let found = heldOut == .count(wanted) ? heldOut.text : "\(heldOut.text), which is \(wanted)"
        return DataError(
            "`validation` must leave a picture of each class, so it holds out at most \(most) of the \(train.count) training "
                + "pictures of `\(name)`, found \(found)",
            help: most > 0 ? "write `validation: \(most)` or less" : HeldOut.remedy(most: 0))
    }

    private func misfit(_ index: Int, _ label: Int) -> DataError {
        DataError(
            "the label of picture \(index) of the train split must be from 0 to \(classes.count - 1), found \(label)",
            help: "get the data again, or give data with \(classes.count) classes")
    }
}

/// Parts of a number in the ratio of some counts, by largest remainders, of equal ones the first. Each part is less than its
/// count, so a class whose turn would take its last picture is passed over.
///
/// - Precondition: `number` is at most what all parts together can be.
private func apportioned(_ number: Int, among counts: [Int]) -> [Int] {
    let total = counts.reduce(0, +)
    var parts = counts.map { number * $0 / total }
    let byRemainder = counts.indices.sorted { left, right in
        let (first, second) = (number * counts[left] % total, number * counts[right] % total)
        return first == second ? left < right : first > second
    }
    var left = number - parts.reduce(0, +)
    while left > 0 {
        for place in byRemainder where left > 0 && parts[place] + 1 < counts[place] {
            parts[place] += 1
            left -= 1
        }
    }
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
    func label(of index: Int) -> Int { pictures.label(of: Int(indices[index])) }

    func read(_ index: Int, as form: PictureForm, into room: inout PictureRoom) throws -> Shape {
        try pictures.read(Int(indices[index]), as: form, into: &room)
    }

    /// Of the selection, so that what is held out stays so; one round of the class at most.
    func name(of index: Int) -> String? { pictures.name(of: Int(indices[index])) }

    func substitute(for index: Int) -> Int? {
        var next = pictures.substitute(for: Int(indices[index]))
        while let found = next, found != Int(indices[index]) {
            if let place = place(of: found) { return place }
            next = pictures.substitute(for: found)
        }
        return nil
    }

    /// Of a picture of the whole set; nil for one that is not selected.
    private func place(of picture: Int) -> Int? {
        var (low, high) = (0, indices.count)
        while low < high {
            let middle = (low + high) / 2
            if Int(indices[middle]) < picture { low = middle + 1 } else { high = middle }
        }
        return low < indices.count && Int(indices[low]) == picture ? low : nil
    }

    /// Of the whole set: what is held out is said by the spec, not by the data.
    func add(to fingerprint: inout Fingerprint) { pictures.add(to: &fingerprint) }
}
