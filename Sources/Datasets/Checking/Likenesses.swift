/// Pictures of a data set that are there more than once, or look as if they were.
package struct Likenesses: Sendable {
    /// A picture by its split and its number in it.
    package struct Place: Hashable, Sendable {
        package let split: Dataset.Split
        package let number: Int

        package init(_ split: Dataset.Split, _ number: Int) {
            self.split = split
            self.number = number
        }
    }

    /// A picture, and an earlier one that it is like.
    package struct Pair: Hashable, Sendable {
        package let earlier: Place
        package let later: Place
        package let haveOneLabel: Bool

        package init(earlier: Place, later: Place, haveOneLabel: Bool) {
            (self.earlier, self.later, self.haveOneLabel) = (earlier, later, haveOneLabel)
        }
    }

    /// Each picture that is the same as an earlier one, pixel by pixel, with the first such.
    package let duplicates: [Pair]
    /// Each picture that looks like an earlier one and is not the same, with one of these.
    package let nearDuplicates: [Pair]

    /// One picture of each difference hash, in the order of the splits; what else has it is compared with it.
    private struct Known {
        let place: Int
        let hash: UInt64
    }

    /// - Parameter pictures: of the splits one after the other.
    package init(among pictures: [(place: Place, label: Int, sketch: PictureSketch)]) {
        var (duplicates, nearDuplicates): ([Pair], [Pair]) = ([], [])
        var firsts: [Fingerprint: Int] = [:]
        var byPart: [[UInt16: [Known]]] = Array(repeating: [:], count: 4)
        func pair(_ earlier: Int, _ later: Int) -> Pair {
            Pair(
                earlier: pictures[earlier].place, later: pictures[later].place,
                haveOneLabel: pictures[earlier].label == pictures[later].label)
        }
        for (place, picture) in pictures.enumerated() {
            if let first = firsts[picture.sketch.fingerprint] {
                duplicates.append(pair(first, place))
                continue
            }
            firsts[picture.sketch.fingerprint] = place
            let hash = picture.sketch.differenceHash
            // Hashes that differ in at most three bits have one of four parts in common.
            let parts = (0..<4).map { UInt16(truncatingIfNeeded: hash >> (16 * $0)) }
            let like = (0..<4).lazy.compactMap { part in
                byPart[part][parts[part]]?.first { known in
                    (known.hash ^ hash).nonzeroBitCount <= PictureSketch.mostBits
                        && picture.sketch.isLike(pictures[known.place].sketch)
                }
            }.first
            if let like {
                nearDuplicates.append(pair(like.place, place))
                continue
            }
            for part in 0..<4 where byPart[part][parts[part], default: []].count < Self.mostInCommon {
                byPart[part][parts[part], default: []].append(Known(place: place, hash: hash))
            }
        }
        (self.duplicates, self.nearDuplicates) = (duplicates, nearDuplicates)
    }

    /// Of pictures with a part of their hash in common no more are compared, so that a set of a million of like pictures takes no
    /// hours.
    private static let mostInCommon = 2000
}
