package import Pixels
package import Recipes

/// In which form a picture is wanted. A set whose pictures have a shape of their own gives that, whatever is wanted.
package enum PictureForm: Sendable {
    /// The picture as it is.
    case whole
    /// All of it, resized.
    case resized(PictureFit)
    /// Of the resized picture the part that the network sees.
    case shown(PictureFit, CropPlace)
    /// A part of it, brought to a size; which part is asked once the picture's size is known.
    case window(_ of: @Sendable (PictureSize) -> PictureWindow, size: PictureSize)
}
