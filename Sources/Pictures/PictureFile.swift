/// A picture file in memory, whose header is sound: JPEG, PNG or WebP, told by its contents.
///
/// A picture comes as it is to be seen, turned by its EXIF orientation, and otherwise as Pillow's `convert("RGB")` and
/// `convert("L")` give it, which is what networks are usually trained on with PyTorch:
///
/// - alpha is left out, and the colours below it stay as they are; nothing is blended with a background;
/// - of 16 bits the upper 8 are taken, also in grey, where Pillow makes white of all above 255; bits fewer than 8 are spread over 0…255;
/// - a palette becomes its colours; four inks become colours without a profile; profiles and gammas are not looked at;
/// - grey is `(19595 · red + 38470 · green + 7471 · blue + 32768) >> 16` of a picture in colour, and red, green and blue alike
///   of a grey one;
/// - of an animation it is the first frame.
///
/// A picture that is damaged or cut short is an error, also where the library could guess the rest of it.
package struct PictureFile: Sendable {
    package let header: PictureHeader
    let bytes: [UInt8]

    /// Its pixels are not looked at, nor how many they are.
    ///
    /// - Throws: `PictureError` for what is no such picture or has no sound header, `OutOfMemory`
    package init(_ bytes: [UInt8]) throws {
        header = try PictureFormat(of: bytes).decoder.header(of: bytes)
        self.bytes = bytes
    }
}
