import Pixels
import SpecSyntax

extension PictureSize {
    /// As a spec says it.
    init(_ extent: Extent) {
        self.init(height: extent.height, width: extent.width)
    }
}
