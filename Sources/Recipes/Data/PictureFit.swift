package import Pixels
package import SpecSyntax
package import Tensors

/// How a picture of any size becomes the network's input where nothing random does: it is resized, then the middle is cut out.
///
/// As torchvision's `Resize` and `CenterCrop`, with antialiasing.
package struct PictureFit: Hashable, Sendable {
    package enum Way: Hashable, Sendable {
        /// The picture keeps its shape and just covers a box of this size.
        case cover(Extent)
        /// All of the picture is squeezed to the network's size.
        case stretch
    }

    package let channels: Int
    /// The size of the network's input.
    package let size: Extent
    package let way: Way

    package init(channels: Int, size: Extent, way: Way) {
        self.channels = channels
        self.size = size
        self.way = way
    }

    /// The shape of the network's input, `[C, H, W]`.
    package var shape: Shape { [channels, size.height, size.width] }

    /// The least size that a resized picture has; all resized pictures have this one of a side at least.
    package var box: Extent {
        switch way {
        case .cover(let box): box
        case .stretch: size
        }
    }

    /// The same in pixels.
    package var leastSize: PictureSize { PictureSize(box) }

    /// The size to which a picture is resized.
    ///
    /// One side is the box's; the other is rounded down, as in torchvision.
    package func resized(_ picture: PictureSize) -> PictureSize {
        guard case .cover(let box) = way else { return PictureSize(size) }
        let (height, width) = (picture.height, picture.width)
        return height * box.width <= width * box.height
            ? PictureSize(height: box.height, width: max(box.width, box.height * width / height))
            : PictureSize(height: max(box.height, box.width * height / width), width: box.width)
    }

    /// The part of a resized picture that the network sees.
    ///
    /// The middle is where torchvision's `CenterCrop` has it: half of what is left over, rounded half to even.
    package func window(at place: CropPlace, in resized: PictureSize) -> PictureWindow {
        let (rows, columns) = (resized.height - size.height, resized.width - size.width)
        func half(_ number: Int) -> Int { Int((Double(number) / 2).rounded(.toNearestOrEven)) }
        let (top, left) =
            switch place {
            case .middle: (half(rows), half(columns))
            case .topLeft: (0, 0)
            case .topRight: (0, columns)
            case .bottomLeft: (rows, 0)
            case .bottomRight: (rows, columns)
            }
        return PictureWindow(top: top, left: left, height: size.height, width: size.width)
    }
}

/// What `resize` says.
package enum ResizeChoice: Hashable, Sendable {
    /// To cover 256 for each 224 of the network's size, from 64 on; smaller ones just cover it.
    case usual
    /// So that the picture covers a box of the input's shape whose shorter side is this.
    case shorter(Int)
    case stretch

    /// From this size on the usual way cuts an eighth off.
    private static let leastCutSize = 64

    package func fit(to input: Shape) -> PictureFit {
        let size = Extent(height: input[1], width: input[2])
        let short = min(size.height, size.width)
        let way: PictureFit.Way =
            switch self {
            case .usual where short < Self.leastCutSize: .cover(size)
            case .usual: .cover(size.scaled(by: 256, over: 224))
            case .shorter(let length): .cover(size.scaled(by: length, over: short))
            case .stretch: .stretch
            }
        return PictureFit(channels: input[0], size: size, way: way)
    }
}

extension Extent {
    /// Each length times a fraction, rounded.
    fileprivate func scaled(by numerator: Int, over denominator: Int) -> Extent {
        func scaled(_ length: Int) -> Int { (2 * length * numerator + denominator) / (2 * denominator) }
        return Extent(height: scaled(height), width: scaled(width))
    }
}

extension FieldFormat where Value == ResizeChoice {
    /// `{shorter: 256}` or `stretch`.
    static var resize: FieldFormat {
        FieldFormat(
            "`{shorter: …}` or `stretch`", placeholder: .usual,
            schema: .either([.words(["stretch"]), .fields(FieldReader.declarations(of: shorter))])
        ) { node, context in
            if node.scalar?.text == "stretch" { return .value(.stretch) }
            guard let entries = node.mapping else { return .unfit }
            let fields = FieldReader(entries, of: "resize", at: node.span, context: context)
            let length = shorter(fields)
            fields.finish()
            return fields.failed ? .reported : .value(.shorter(length))
        }
    }

    private static func shorter(_ fields: FieldReader) -> Int {
        fields.required(
            "shorter", .integer(1...largestExtent), help: "what the shorter side becomes, before the middle is cut out")
    }
}
