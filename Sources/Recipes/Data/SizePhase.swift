package import Pixels
package import SpecSyntax
package import Tensors

/// The size of the training pictures up to an epoch: smaller ones teach faster at first.
package struct SizePhase: Hashable, Sendable {
    /// How pictures come to the size.
    package enum Way: String, Sendable {
        /// A window at a random place.
        case crop
        /// All of the picture, resampled.
        case resize
    }

    /// The last epoch of the phase, counted from 1.
    package let until: Int
    package let size: Extent
    package let way: Way

    package init(until: Int, size: Extent, by way: Way = .crop) {
        self.until = until
        self.size = size
        self.way = way
    }

    /// The shape of pictures in the phase that otherwise have another.
    package func shape(of shape: Shape) -> Shape { [shape[0], size.height, size.width] }

    /// Writes a picture in the phase's size; a window must fit into it.
    package func write(
        _ picture: PictureView, into target: UnsafeMutableBufferPointer<UInt8>, _ draws: inout PictureDraws
    ) {
        switch way {
        case .crop: RandomCrop(size: size).apply(to: picture, into: target, &draws)
        case .resize:
            let whole = PictureWindow(top: 0, left: 0, height: picture.height, width: picture.width)
            Resampling(of: whole, to: PictureSize(size)).write(picture, into: target)
        }
    }
}

extension [SizePhase] {
    /// The phase of an epoch that is counted from 0; nil where pictures have their own size.
    package func phase(ofEpoch epoch: Int) -> SizePhase? { first { epoch < $0.until } }
}

extension FieldFormat where Value == [SizePhase] {
    /// `[{until: 6, size: 24}, {until: 10, size: 28, by: resize}]`
    package static var sizePhases: FieldFormat { .list(of: .sizePhase) }
}

extension FieldFormat where Value == SizePhase {
    fileprivate static var sizePhase: FieldFormat {
        FieldFormat(
            "`{until: …, size: …}`", placeholder: SizePhase(until: 1, size: Extent(1)),
            schema: .fields(FieldReader.declarations(of: read))
        ) { node, context in
            guard let entries = node.mapping else { return .unfit }
            let fields = FieldReader(entries, of: "sizes", at: node.span, context: context)
            let phase = read(fields)
            fields.finish()
            return fields.failed ? .reported : .value(phase)
        }
    }

    private static func read(_ fields: FieldReader) -> SizePhase {
        let usual = SizePhase(until: 1, size: Extent(1))
        return SizePhase(
            until: fields.required("until", .integer(1...1_000_000), help: "the last epoch with pictures of this size"),
            size: fields.required("size", .extent(1...), help: "height and width of the pictures"),
            by: fields.optional(
                "by", .word(["crop": .crop, "resize": .resize]), default: usual.way,
                help: "a window at a random place, or all of the picture made smaller"))
    }
}
