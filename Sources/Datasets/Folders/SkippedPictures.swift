import Diagnostics
package import Recipes
import Synchronization

/// Pictures that cannot be used: the first ends the run, or all are left out and counted, as `on-error` says.
package final class SkippedPictures: Sendable {
    private let policy: PictureFolder.ErrorPolicy
    private let found = Mutex<(count: Int, first: [String], numbers: Set<Int>, unnumbered: [Mistake])>((0, [], [], []))
    private static let shown = 5

    /// What is wrong with something that was to be a picture.
    package struct Mistake: Hashable, Sendable {
        package let message: String
        package let help: String?
    }

    package init(_ policy: PictureFolder.ErrorPolicy) {
        self.policy = policy
    }

    /// - Parameters:
    ///   - mistake: what is wrong with which picture.
    ///   - number: by which the same picture is known when it is wanted again; nil for one that is never wanted.
    /// - Throws: `DataError` with the mistake, where that ends the run.
    func report(_ mistake: String, help: String?, number: Int? = nil) throws(DataError) {
        guard policy == .skip else {
            let skipping = "write `on-error: skip` in `folder` to leave out what cannot be decoded"
            throw DataError(mistake, help: help.map { "\($0); or \(skipping)" } ?? skipping)
        }
        found.withLock { found in
            if let number, !found.numbers.insert(number).inserted { return }
            found.count += 1
            if number == nil { found.unnumbered.append(Mistake(message: mistake, help: help)) }
            if found.first.count < Self.shown { found.first.append(mistake) }
        }
    }

    package var count: Int { found.withLock { $0.count } }

    /// Those that are no picture of any split: they were found before the pictures were numbered.
    package var unnumbered: [Mistake] { found.withLock { $0.unnumbered } }

    /// What a user must know: how many were left out, and what was wrong with the first; empty where none was.
    package var lines: [String] {
        let (count, first) = found.withLock { ($0.count, $0.first) }
        guard count > 0 else { return [] }
        return ["\(counted(count, "picture")) could not be used and \(count == 1 ? "was" : "were") left out"] + first
            + (count > first.count ? ["… and \(count - first.count) more"] : [])
    }
}

/// A picture is left out, and reported.
package struct SkippedPicture: Error {
    /// What is wrong with it.
    let mistake: String

    /// What to say where there is nothing to take in its place.
    func ofAll(in split: String) -> DataError {
        DataError(
            "no picture of one class of the \(split) split can be used",
            help: "get the files again, or remove the class")
    }
}
