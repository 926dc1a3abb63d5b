import Datasets
import Recipes
import Tensors
import Testing

/// Pictures of one byte, their number; 60 of class 0, 30 of class 1, 11 of class 2, none of class 3.
private struct Uneven: ShapedPictures {
    let count = 101

    func shape(of index: Int) -> Shape { [1, 1, 1] }
    func label(of index: Int) -> Int { index < 60 ? 0 : index < 90 ? 1 : 2 }
    func copy(_ index: Int, into target: UnsafeMutableBufferPointer<UInt8>) { target[0] = UInt8(index) }
    func add(to fingerprint: inout Fingerprint) {}
}

private func set() -> Dataset {
    Dataset(name: "uneven", classes: ["a", "b", "c", "d"], train: Uneven(), test: Uneven())
}

private func numbers(_ pictures: any PictureSet) throws -> [Int] {
    try (0..<pictures.count).map { index in
        let byte = try pictures.bytes(of: index)[0]
        #expect(pictures.label(of: index) == Uneven().label(of: Int(byte)))
        return Int(byte)
    }
}

@Suite struct HeldOutTests {
    @Test(arguments: [1, 10, 50, 98]) func splitsBetweenTwo(count: Int) throws {
        let found = try set().holdingOut(.count(count), seed: 3)
        let (kept, held) = (try numbers(found.train), try numbers(try found.pictures(of: .validation)))
        #expect(held.count == count)
        #expect((kept + held).sorted() == Array(0..<101))
        #expect(kept == kept.sorted())
        #expect(held == held.sorted())
    }

    /// 20 of 101: of 60, 30 and 11 pictures 11.88, 5.94 and 2.18.
    @Test func takesOfEachClassItsShare() throws {
        let held = try set().holdingOut(.share(0.2), seed: 3).pictures(of: .validation)
        #expect((0..<3).map { label in (0..<held.count).count { held.label(of: $0) == label } } == [12, 6, 2])
    }

    /// 2 of 101: of 60, 30 and 11 pictures 1.19, 0.59 and 0.22; class `d` has none at all.
    @Test func namesClassesOfWhichNoneIsHeldOut() throws {
        let found = try set().holdingOut(.count(2), seed: 3)
        #expect(
            found.remarks == [
                "`validation` holds no picture out of 1 class, which no evaluation of what is held out tells about: `c`"
            ])
        #expect(try set().holdingOut(.share(0.2), seed: 3).remarks == [])
    }

    @Test func dependsOnTheSeedAlone() throws {
        func held(_ seed: UInt64) throws -> [Int] {
            try numbers(try set().holdingOut(.count(20), seed: seed).pictures(of: .validation))
        }
        #expect(try held(1) == held(1))
        #expect(try held(1) != held(2))
    }

    @Test(arguments: [HeldOut.count(101), .count(500), .share(0.001)]) func refusesWhatLeavesNothing(heldOut: HeldOut) {
        let error = #expect(throws: DataError.self) { try set().holdingOut(heldOut, seed: 0) }
        #expect(error?.message.contains("fewer than the 101 training pictures of `uneven`, found") == true)
    }

    /// Ten of each of ten classes, or as in `Uneven`: nine of ten are the most.
    @Test(arguments: [
        (HeldOut.count(91), 90, "found 91"), (.share(0.95), 90, "found 0.95, which is 95"),
        (.count(99), 90, "found 99"),
    ]) func leavesAPictureOfEachClass(heldOut: HeldOut, most: Int, found: String) throws {
        let set = SyntheticShapes(trainCount: 100).open(in: nil)
        let error = #expect(throws: DataError.self) { try set.holdingOut(heldOut, seed: 0) }
        #expect(
            error?.message
                == "`validation` must leave a picture of each class, so it holds out at most \(most) of the 100 "
                + "training pictures of `synthetic`, \(found)")
        #expect(error?.help == "write `validation: \(most)` or less")
        let kept = try set.holdingOut(.count(most), seed: 0).train
        #expect(Set((0..<kept.count).map(kept.label)).count == 10)
    }

    /// A half of single pictures is none; others make up for it.
    @Test(arguments: 1...98) func noClassIsEmptied(count: Int) throws {
        let found = try set().holdingOut(.count(count), seed: 5)
        #expect(Set((0..<found.train.count).map(found.train.label)) == [0, 1, 2])
        #expect(try found.pictures(of: .validation).count == count)
    }

    @Test func whereNothingCanBeHeldOutItSaysSo() throws {
        for heldOut in [HeldOut.count(1), .count(4), .share(0.5)] {
            let set = SyntheticShapes(trainCount: 4).open(in: nil)
            let error = #expect(throws: DataError.self) { try set.holdingOut(heldOut, seed: 0) }
            #expect(error?.help == "leave out `validation`: nothing can be held out of so few pictures")
        }
    }

    @Test func saysWhereNothingIsHeldOut() {
        let error = #expect(throws: DataError.self) { try set().pictures(of: .validation) }
        #expect(error?.message == "`uneven` has no validation split: no pictures are held out")
    }

    @Test func heldOutPicturesAreNotChanged() throws {
        let data = DataSettings(
            source: SyntheticShapes(trainCount: 50), augmentations: [HorizontalFlip(probability: 1)],
            normalization: .none(channels: 3), validation: .count(10), mixtures: [MixUp()])
        let set = try data.open(in: nil)
        let loader = try BatchLoader(set, .validation, settings: data, plan: BatchPlan(.evaluation, batchSize: 10))
        let batch = try #require(try loader.next())
        let held = try set.pictures(of: .validation)
        for index in 0..<10 {
            let picture = try held.bytes(of: index)
            #expect(Array(batch.pixels[3072 * index..<3072 * (index + 1)]) == picture.map { Float($0) / 255 })
            #expect(batch.targets[index] == Target(held.label(of: index)))
        }
    }
}
