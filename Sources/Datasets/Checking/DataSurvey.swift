import Diagnostics
import Pixels
import Synchronization
import Tensors

/// What a data set holds, found out by reading every picture of it: counts, sizes, colours, what cannot be used, and what is there
/// more than once.
package struct DataSurvey: Sendable {
    package let name: String
    package let classes: [String]
    package let splits: [SplitSurvey]
    package let likenesses: Likenesses
    /// What is wrong with folders, classes, lists and links, and not with a picture of a split.
    package let faults: [String]
    private let pictures: [Dataset.Split: any PictureSet]

    /// Whether every picture can be read and has a class.
    package var isSound: Bool {
        faults.isEmpty && splits.allSatisfy { $0.unreadable.isEmpty && $0.wronglyLabelled.isEmpty }
    }

    /// What a picture is called: its file's path in the folder, or its number in its split.
    package func name(of place: Likenesses.Place) -> String {
        path(of: place).map { "`\($0)`" } ?? "\(place.split.rawValue) \(place.number)"
    }

    /// Of a picture's file in the folder; nil where it has none of its own.
    package func path(of place: Likenesses.Place) -> String? { pictures[place.split]?.name(of: place.number) }

    /// - Parameters:
    ///   - channels: of every picture.
    ///   - threads: the caller's own counted.
    ///   - progress: told now and then how many pictures of all have been read.
    /// - Throws: `ThreadError`, and what is not about a single picture: `OutOfMemory`, and failures of the machine.
    package init(
        of dataset: Dataset, channels: Int, threads: Int, progress: (_ read: Int, _ all: Int) -> Void = { _, _ in }
    ) throws {
        name = dataset.name
        classes = dataset.classes
        faults = dataset.skipped?.unnumbered.map(\.message) ?? []
        let team = try LoaderTeam(threads: threads)
        let all = Dataset.Split.allCases.reduce(0) { $0 + (dataset[$1]?.count ?? 0) }
        var (splits, sets): ([SplitSurvey], [Dataset.Split: any PictureSet]) = ([], [:])
        var found: [(place: Likenesses.Place, label: Int, sketch: PictureSketch)] = []
        var before = 0
        for split in Dataset.Split.allCases {
            guard let pictures = dataset[split] else { continue }
            sets[split] = pictures
            let reading = SplitReading(count: pictures.count)
            try reading.read(pictures, team) { progress(before + $0, all) }
            before += pictures.count
            let labels = (0..<pictures.count).map(pictures.label)
            let sketches = reading.sketches
            splits.append(
                SplitSurvey(
                    split, labels: labels, classCount: classes.count, channels: channels, sketches: sketches,
                    unreadable: reading.unreadable))
            for (number, sketch) in sketches.enumerated() {
                guard let sketch else { continue }
                found.append((Likenesses.Place(split, number), labels[number], sketch))
            }
        }
        (self.splits, self.pictures) = (splits, sets)
        likenesses = Likenesses(among: found)
    }
}

/// Reads the pictures of a split with a team of threads.
private final class SplitReading: Sendable {
    private let found: Mutex<(sketches: [PictureSketch?], unreadable: [Int: String])>
    private let count: Int

    init(count: Int) {
        self.count = count
        found = Mutex((Array(repeating: nil, count: count), [:]))
    }

    var sketches: [PictureSketch?] { found.withLock { $0.sketches } }

    var unreadable: [(number: Int, reason: String)] {
        found.withLock { $0.unreadable.sorted { $0.key < $1.key } }.map { ($0.key, $0.value) }
    }

    func read(_ pictures: any PictureSet, _ team: LoaderTeam, progress: (Int) -> Void) throws {
        // In turns, between which the caller tells how far it is.
        let turn = 1024
        for first in stride(from: 0, to: count, by: turn) {
            let end = min(count, first + turn)
            try team.run(end - first) { item, _ in try self.read(pictures, first + item) }
            progress(end)
        }
    }

    /// What is wrong with a picture is noted; what is wrong with the machine ends it all.
    private func read(_ pictures: any PictureSet, _ number: Int) throws {
        do {
            var room = PictureRoom()
            let shape = try pictures.read(number, into: &room)
            let bytes = UnsafeBufferPointer(try room.bytes(shape.elementCount))
            let sketch = PictureSketch(PictureView(bytes, shape: shape))
            found.withLock { $0.sketches[number] = sketch }
        } catch let skipped as SkippedPicture {
            found.withLock { $0.unreadable[number] = skipped.mistake }
        } catch let error as any UserMistake {
            found.withLock { $0.unreadable[number] = "\(error)" }
        }
    }
}
