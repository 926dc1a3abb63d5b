/// Changes of tones in place, each channel by itself, by the formulas of torchvision on bytes.
extension ChangingPicture {
    /// Keeps the highest bits of each byte.
    package func posterize(bits: Int) {
        let mask = UInt8(truncatingIfNeeded: -1 << (8 - bits))
        for place in bytes.indices { bytes[place] &= mask }
    }

    /// Inverts what is at least so bright.
    package func solarize(from threshold: Double) {
        for place in bytes.indices where Double(bytes[place]) >= threshold { bytes[place] = 255 - bytes[place] }
    }

    /// Stretches each channel from its darkest and brightest byte to 0…255; a channel of one tone stays.
    package func stretchContrast() {
        for channel in 0..<channels {
            let all = channel * area..<(channel + 1) * area
            guard let least = bytes[all].min(), let most = bytes[all].max(), least < most else { continue }
            let scale = 255 / Float(most - least)
            for place in all { bytes[place] = UInt8(min(255, Float(bytes[place] - least) * scale)) }
        }
    }

    /// Makes all tones of a channel about equally frequent; a channel of too few stays.
    package func equalize() {
        for channel in 0..<channels {
            let all = channel * area..<(channel + 1) * area
            var counts = [Int](repeating: 0, count: 256)
            for place in all { counts[Int(bytes[place])] += 1 }
            let last = counts.last { $0 > 0 } ?? 0
            let step = (area - last) / 255
            guard step > 0 else { continue }
            var table = [UInt8](repeating: 0, count: 256)
            var before = 0
            for tone in 0..<256 {
                table[tone] = tone == 0 ? 0 : UInt8(min(255, (before + step / 2) / step))
                before += counts[tone]
            }
            for place in all { bytes[place] = table[Int(bytes[place])] }
        }
    }
}

extension PictureView {
    /// Writes the picture sharpened by a factor above 1, or blurred by one below: away from the mean of each pixel and its
    /// neighbours, in which it counts five times; the outermost pixels stay.
    package func writeSharpened(_ factor: Double, into target: UnsafeMutableBufferPointer<UInt8>) {
        _ = target.update(fromContentsOf: bytes)
        guard height > 2, width > 2 else { return }
        for channel in 0..<channels {
            for row in 1..<height - 1 {
                for column in 1..<width - 1 {
                    let place = channel * area + row * width + column
                    var sum = 4 * Int(bytes[place])
                    for line in [place - width, place, place + width] {
                        sum += Int(bytes[line - 1]) + Int(bytes[line]) + Int(bytes[line + 1])
                    }
                    let blurred = (Float(sum) / 13).rounded(.toNearestOrEven)
                    target[place] = blended(Float(bytes[place]), blurred, factor)
                }
            }
        }
    }
}
