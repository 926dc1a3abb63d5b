import Datasets
import Recipes
import TestSupport
import Testing

private func fill(_ folder: TemporaryFolder, changing change: Int? = nil, to value: UInt8 = 0) throws {
    for number in 1...5 {
        var bytes = (0..<2).flatMap { [UInt8($0 + number)] + [UInt8](repeating: UInt8(number), count: 3072) }
        if number == 3, let change { bytes[change] = value }
        try folder.write(bytes, to: "data_batch_\(number).bin")
    }
    try folder.write([UInt8](repeating: 1, count: 3073), to: "test_batch.bin")
}

@Suite struct FingerprintTests {
    @Test func tellsChangedPixelsAndLabels() throws {
        let folder = try TemporaryFolder()
        try fill(folder)
        let whole = try CIFAR10().open(in: folder.path).fingerprint
        #expect(try CIFAR10().open(in: folder.path).fingerprint == whole)
        for (place, value) in [(0, 9), (1, 2), (3072, 131), (6145, 200)] as [(Int, UInt8)] {
            try fill(folder, changing: place, to: value)
            #expect(try CIFAR10().open(in: folder.path).fingerprint != whole, "byte \(place)")
        }
    }

    @Test func doesNotDependOnWhatIsHeldOut() throws {
        let set = SyntheticShapes(trainCount: 100).open(in: nil)
        #expect(try set.holdingOut(.count(10), seed: 1).fingerprint == set.fingerprint)
        #expect(SyntheticShapes(trainCount: 100, seed: 1).open(in: nil).fingerprint != set.fingerprint)
        #expect(SyntheticShapes(trainCount: 101).open(in: nil).fingerprint != set.fingerprint)
    }

    /// Worked out with Python's integers, from the formula.
    @Test func isTheSameOnEveryMachine() {
        var fingerprint = Fingerprint()
        #expect(fingerprint.description == "fdbdf6ac4fc52e7f")
        fingerprint.add("CIFAR-10 of 60,000")
        #expect(fingerprint.description == "c7507c0b07bfbd02")
    }

    /// Two flips of the same bit in two words, which FNV over words would not see in the highest bit.
    @Test func bitsDoNotCancel() {
        var seen: Set<Fingerprint> = []
        for bit in 0..<64 {
            var fingerprint = Fingerprint()
            fingerprint.add(1 << UInt64(bit))
            fingerprint.add(1 << UInt64(bit))
            seen.insert(fingerprint)
        }
        #expect(seen.count == 64)
    }
}
