import Pixels
import SpecSyntax
import Tensors

/// What evaluation does to a picture before a network sees it, as a file of weights says it:
///
///     {"channels":3,"crops":[[64,64]],"deviation":[0.229,0.224,0.225],"mean":[0.485,0.456,0.406],"resize":"cover","size":[73,73]}
///
/// A picture gets these colours, is resized, has its middle cut out once or several times, and each byte becomes
/// `(byte / 255 − mean) / deviation`. Sizes are `[height, width]`.
package struct Preprocessing: Hashable, Sendable, Codable {
    package enum Resize: String, Codable, Sendable {
        /// The picture keeps its proportions and just covers `size`.
        case cover
        /// All of it is squeezed to `size`.
        case stretch
        /// The pictures of the data had `size`; others are resized to cover it.
        case none
    }

    /// 1 for grey, 3 for red, green and blue.
    package let channels: Int
    package let resize: Resize
    package let size: [Int]
    /// What is cut out of the middle, one after the other.
    package let crops: [[Int]]
    /// Of each channel, where black is 0 and full is 1, as are the deviations.
    package let mean: [Float]
    package let deviation: [Float]
}

extension Preprocessing {
    /// How others differ, completing "pictures must be …, and the spec has them …"; nil where they do the same.
    package func difference(to other: Preprocessing) -> (wanted: String, found: String)? {
        guard self != other else { return nil }
        if channels != other.channels { return (colours, other.colours) }
        if (resize, size, crops) != (other.resize, other.size, other.crops) { return (shape, other.shape) }
        return (normalization, other.normalization)
    }

    private var colours: String { channels == 1 ? "grey" : channels == 3 ? "in colour" : "of \(channels) channels" }

    private var shape: String {
        let way =
            switch resize {
            case .cover: "resized to cover \(text(size))"
            case .stretch: "stretched to \(text(size))"
            case .none: "of \(text(size))"
            }
        return ([way] + crops.map { "cut to \(text($0))" }).joined(separator: ", ")
    }

    private var normalization: String { "normalised by `{mean: \(mean), deviation: \(deviation)}`" }

    private func text(_ size: [Int]) -> String { size.map(String.init).joined(separator: "×") }
}

extension DataSettings {
    /// - Throws: `DataError` where an augmentation does not suit the pictures, or pictures of several sizes stay such.
    package func preprocessing() throws(DataError) -> Preprocessing {
        let resize: Preprocessing.Resize =
            switch fit?.way {
            case .cover: .cover
            case .stretch: .stretch
            case nil: .none
            }
        let arriving: Shape
        if let fit {
            arriving = [source.channels, fit.box.height, fit.box.width]
        } else if let shape = source.shape {
            arriving = shape
        } else {
            arriving = try pictureShape()
        }
        var (shape, crops) = (arriving, [[Int]]())
        for step in steps(in: .evaluation) {
            let changed = try step.augmentation.outputShape(of: shape)
            if changed != shape { crops.append([changed[1], changed[2]]) }
            shape = changed
        }
        return Preprocessing(
            channels: source.channels, resize: resize, size: [arriving[1], arriving[2]], crops: crops,
            mean: normalization.mean, deviation: normalization.deviation)
    }
}
