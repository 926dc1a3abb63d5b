/// Brings pictures of any size to one: the shorter side to a length, and of that the middle. What networks for ImageNet are
/// evaluated on, torchvision's `Resize(shorterSide)` and `CenterCrop(size)`.
///
/// The longer side becomes `shorterSide · longer / shorter`, rounded down; the crop begins at half of what is left over, rounded half
/// to even. `[C, H, W]` → `[C, size.height, size.width]`.
package struct CentralView: Hashable, Sendable {
    package let shorterSide: Int
    package let size: PictureSize

    /// - Parameter size: what is cut out, no longer than the shorter side on either axis.
    package init(shorterSide: Int, size: PictureSize) {
        precondition(size.height > 0 && size.width > 0, "a picture has pixels")
        precondition(max(size.height, size.width) <= shorterSide, "what is cut out lies in the picture")
        self.shorterSide = shorterSide
        self.size = size
    }

    /// The size that all of a picture is brought to.
    package func resized(_ size: PictureSize) -> PictureSize {
        let shorter = min(size.height, size.width)
        return PictureSize(height: shorterSide * size.height / shorter, width: shorterSide * size.width / shorter)
    }

    /// How pictures of a size are brought to it.
    package func resampling(of size: PictureSize) -> Resampling {
        let resized = resized(size)
        return Resampling(
            of: PictureWindow(allOf: size), to: resized,
            showing: PictureWindow(
                top: halfToEven(resized.height - self.size.height), left: halfToEven(resized.width - self.size.width),
                height: self.size.height, width: self.size.width))
    }

    /// Writes a picture; nothing else is written than what is shown, and nothing else computed.
    package func write(_ picture: PictureView, into target: UnsafeMutableBufferPointer<UInt8>) {
        resampling(of: PictureSize(height: picture.height, width: picture.width)).write(picture, into: target)
    }

    private func halfToEven(_ length: Int) -> Int { Int((Double(length) / 2).rounded(.toNearestOrEven)) }
}
