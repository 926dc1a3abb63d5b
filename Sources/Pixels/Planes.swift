import CPixels

/// Splits pixels of red, green and blue into three planes one behind the other.
package func split(_ pixels: UnsafeBufferPointer<UInt8>, into planes: UnsafeMutableBufferPointer<UInt8>) {
    precondition(pixels.count == planes.count && pixels.count % 3 == 0, "each pixel has three bytes")
    guard let start = planes.baseAddress else { return }
    let area = planes.count / 3
    cpix_split_3(pixels.baseAddress, area, [start, start + area, start + 2 * area])
}

/// Writes planes of a picture as others: grey (1), red, green and blue (3) or cyan, magenta, yellow and black (4) as grey or as
/// red, green and blue, by the formulas of Pillow.
package func convert(
    _ source: UnsafeBufferPointer<UInt8>, _ planes: Int, to channels: Int,
    into target: UnsafeMutableBufferPointer<UInt8>
) {
    let area = source.count / planes
    precondition(target.count == channels * area, "the picture keeps its size")
    switch (planes, channels) {
    case (1, _):
        for channel in 0..<channels {
            _ = UnsafeMutableBufferPointer(rebasing: target[channel * area..<(channel + 1) * area])
                .update(fromContentsOf: source)
        }
    case (3, 1):
        for pixel in 0..<area {
            target[pixel] = grey(source[pixel], source[pixel + area], source[pixel + 2 * area])
        }
    case (4, 1):
        for pixel in 0..<area {
            let black = source[pixel + 3 * area]
            target[pixel] = grey(
                inkless(source[pixel], black), inkless(source[pixel + area], black),
                inkless(source[pixel + 2 * area], black))
        }
    case (4, 3):
        for channel in 0..<3 {
            for pixel in 0..<area {
                target[pixel + channel * area] = inkless(source[pixel + channel * area], source[pixel + 3 * area])
            }
        }
    default: _ = target.update(fromContentsOf: source)
    }
}

/// The brightness of a colour (ITU-R BT.601) in 16 bits, rounded half up.
private func grey(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> UInt8 {
    let (red, green, blue) = (19595 * UInt32(red), 38470 * UInt32(green), 7471 * UInt32(blue))
    return UInt8((red + green + blue + 0x8000) >> 16)
}

/// What two inks leave of the light, each 255 for no ink: `black − (255 − ink) · black / 255`, the quotient rounded half up.
private func inkless(_ ink: UInt8, _ black: UInt8) -> UInt8 {
    let product = UInt32(255 - ink) * UInt32(black) + 128
    return black - UInt8(((product >> 8) + product) >> 8)
}
