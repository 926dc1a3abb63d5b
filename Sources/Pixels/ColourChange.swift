/// Changes of colours in place, by the formulas of torchvision on bytes: results are cut to 0…255 and rounded towards 0.
extension ChangingPicture {
    /// `factor · value`: 0 makes it black, 1 leaves it.
    package func adjustBrightness(_ factor: Double) {
        for place in bytes.indices { bytes[place] = blended(Float(bytes[place]), 0, factor) }
    }

    /// Away from the mean grey, or towards it: 0 makes all of it that grey.
    package func adjustContrast(_ factor: Double) {
        let sum = (0..<area).reduce(0) { $0 + (channels == 3 ? Int(grey($1)) : Int(bytes[$1])) }
        let mean = Float(Double(sum) / Double(area))
        for place in bytes.indices { bytes[place] = blended(Float(bytes[place]), mean, factor) }
    }

    /// Away from each pixel's grey, or towards it: 0 leaves no colour. Nothing where there is one channel.
    package func adjustSaturation(_ factor: Double) {
        guard channels == 3 else { return }
        for pixel in 0..<area {
            let grey = Float(grey(pixel))
            for place in stride(from: pixel, to: 3 * area, by: area) {
                bytes[place] = blended(Float(bytes[place]), grey, factor)
            }
        }
    }

    /// Moves every hue by a part of the whole circle of colours, from −½ to ½. Nothing where there is one channel.
    package func adjustHue(_ part: Double) {
        guard channels == 3 else { return }
        for pixel in 0..<area {
            var colour = HueColour(
                red: Float(bytes[pixel]) / 255, green: Float(bytes[pixel + area]) / 255,
                blue: Float(bytes[pixel + 2 * area]) / 255)
            colour.turn(by: Float(part))
            let (red, green, blue) = colour.rgb
            bytes[pixel] = byte(red)
            bytes[pixel + area] = byte(green)
            bytes[pixel + 2 * area] = byte(blue)
        }
    }

    /// Brightness of a pixel as the eye weighs the channels (ITU-R BT.601).
    private func grey(_ pixel: Int) -> UInt8 {
        let (red, green, blue) = (bytes[pixel], bytes[pixel + area], bytes[pixel + 2 * area])
        return UInt8(0.2989 * Float(red) + 0.587 * Float(green) + 0.114 * Float(blue))
    }

    /// 0…1 as a byte, each of the 256 from a like part of it.
    private func byte(_ value: Float) -> UInt8 { UInt8(max(0, min(255, value * 255.999))) }
}

/// `factor · value + (1 − factor) · other`, as a byte.
func blended(_ value: Float, _ other: Float, _ factor: Double) -> UInt8 {
    UInt8(max(0, min(255, Float(factor) * value + Float(1 - factor) * other)))
}

/// A colour by hue, saturation and value, each from 0 to 1 (Smith, SIGGRAPH 1978).
private struct HueColour {
    private var hue: Float
    private let saturation: Float
    private let value: Float

    init(red: Float, green: Float, blue: Float) {
        let most = max(red, green, blue)
        let range = most - min(red, green, blue)
        value = most
        guard range > 0 else {
            (hue, saturation) = (0, 0)
            return
        }
        saturation = range / most
        let (r, g, b) = ((most - red) / range, (most - green) / range, (most - blue) / range)
        let sixths = most == red ? b - g : most == green ? 2 + r - b : 4 + g - r
        hue = (sixths / 6 + 1).truncatingRemainder(dividingBy: 1)
    }

    mutating func turn(by part: Float) {
        let turned = hue + part
        hue = turned - turned.rounded(.down)
    }

    var rgb: (Float, Float, Float) {
        let sector = (hue * 6).rounded(.down)
        let part = hue * 6 - sector
        let p = max(0, min(1, value * (1 - saturation)))
        let q = max(0, min(1, value * (1 - saturation * part)))
        let t = max(0, min(1, value * (1 - saturation * (1 - part))))
        switch Int(sector) % 6 {
        case 0: return (value, t, p)
        case 1: return (q, value, p)
        case 2: return (p, value, t)
        case 3: return (p, q, value)
        case 4: return (t, p, value)
        default: return (value, p, q)
        }
    }
}
