package import Tensors

/// Pictures by number, with labels: in memory, drawn, or decoded when they are asked for.
package protocol PictureSet: Sendable {
    var count: Int { get }

    /// The class of a picture.
    func label(of index: Int) -> Int

    /// Writes a picture as `[C, H, W]`, a byte for each value, into the first bytes of a room. Called by several threads at a
    /// time, each with rooms of its own.
    ///
    /// - Returns: the picture's shape.
    /// - Throws: `SkippedPicture` for one that is left out.
    func read(_ index: Int, as form: PictureForm, into room: inout PictureRoom) throws -> Shape

    /// The path of a picture's file in its folder; nil where it has none of its own.
    func name(of index: Int) -> String?

    /// What training takes in the place of a picture that is left out: another of the same class; nil where there is none.
    func substitute(for index: Int) -> Int?

    /// Adds what tells these pictures from others: shapes, labels and pixels, or what they are all made from.
    func add(to fingerprint: inout Fingerprint)
}

extension PictureSet {
    package func name(of index: Int) -> String? { nil }

    package func substitute(for index: Int) -> Int? { nil }

    /// The pictures of each class.
    package func counts(classes: Int) -> [Int] {
        var counts = [Int](repeating: 0, count: classes)
        for index in 0..<count where counts.indices.contains(label(of: index)) { counts[label(of: index)] += 1 }
        return counts
    }

    /// Writes a picture as it is.
    package func read(_ index: Int, into room: inout PictureRoom) throws -> Shape {
        try read(index, as: .whole, into: &room)
    }
}

/// Pictures whose shapes are known before they are read.
package protocol ShapedPictures: PictureSet {
    /// The shape of a picture, `[C, H, W]`.
    func shape(of index: Int) -> Shape

    /// Writes a picture as `[C, H, W]`, a byte for each value. Called by several threads at a time.
    func copy(_ index: Int, into target: UnsafeMutableBufferPointer<UInt8>) throws
}

extension ShapedPictures {
    package func read(_ index: Int, as form: PictureForm, into room: inout PictureRoom) throws -> Shape {
        let shape = shape(of: index)
        try copy(index, into: room.bytes(shape.elementCount))
        return shape
    }
}
