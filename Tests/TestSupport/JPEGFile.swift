import Foundation

/// Baseline JPEG files for tests, written without a library: colour without subsampling, and nothing thrown away but by rounding.
///
/// Source: ITU-T T.81; its codes need not be short, so all that may follow each other have the same length.
package enum JPEGFile {
    /// - Parameter planes: `[3, height, width]`, red, green and blue; height and width are multiples of 8.
    package static func bytes(planes: [UInt8], height: Int, width: Int) -> [UInt8] {
        var file: [UInt8] = [0xFF, 0xD8]
        file += segment(0xDB, [0] + [UInt8](repeating: 1, count: 64))
        let size: [UInt8] = twoBytes(height) + twoBytes(width)
        file += segment(0xC0, [8] + size + [3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0])
        file += segment(0xC4, [0x00] + lengths(directs.count, 4) + directs)
        file += segment(0xC4, [0x10] + lengths(alternates.count, 8) + alternates)
        file += segment(0xDA, [3, 1, 0, 2, 0, 3, 0, 0, 63, 0])
        return file + scan(planes, height: height, width: width) + [0xFF, 0xD9]
    }

    /// Sizes of a block's mean.
    private static let directs: [UInt8] = Array(0...11)
    /// How many zeros come before a number, in the upper half, and its size; the end of a block, and sixteen zeros.
    private static let alternates: [UInt8] = {
        var symbols: [UInt8] = [0, 0xF0]
        for run in UInt8(0)...15 {
            for size in UInt8(1)...10 { symbols.append(run << 4 | size) }
        }
        return symbols
    }()

    private static func lengths(_ count: Int, _ length: Int) -> [UInt8] {
        (1...16).map { $0 == length ? UInt8(count) : 0 }
    }

    private static func segment(_ marker: UInt8, _ contents: [UInt8]) -> [UInt8] {
        [0xFF, marker] + twoBytes(contents.count + 2) + contents
    }

    private static func twoBytes(_ number: Int) -> [UInt8] { [UInt8(number >> 8), UInt8(number & 255)] }

    private static func scan(_ planes: [UInt8], height: Int, width: Int) -> [UInt8] {
        var bits = Bits()
        var means = [0, 0, 0]
        let area = height * width
        for top in stride(from: 0, to: height, by: 8) {
            for left in stride(from: 0, to: width, by: 8) {
                for component in 0..<3 {
                    let block = (0..<64).map { place -> Double in
                        let pixel = (top + place / 8) * width + left + place % 8
                        var value: Double = component == 0 ? -128 : 0
                        for channel in 0..<3 {
                            value += weights[component][channel] * Double(planes[channel * area + pixel])
                        }
                        return value
                    }
                    write(transformed(block), &means[component], &bits)
                }
            }
        }
        return bits.flushed
    }

    /// Brightness and the two differences of colour (JFIF).
    private static let weights: [[Double]] = [
        [0.299, 0.587, 0.114], [-0.168736, -0.331264, 0.5], [0.5, -0.418688, -0.081312],
    ]

    private static let cosines: [[Double]] = (0..<8).map { frequency in
        let scale: Double = frequency == 0 ? 0.125.squareRoot() : 0.5
        return (0..<8).map { place in
            let angle = Double(2 * place + 1) * Double(frequency) * Double.pi / 16
            return scale * cos(angle)
        }
    }

    /// The cosine transform of a block, in the order of rising frequency.
    private static func transformed(_ block: [Double]) -> [Int] {
        var rows = [Double](repeating: 0, count: 64)
        for row in 0..<8 {
            for frequency in 0..<8 {
                for column in 0..<8 {
                    rows[8 * row + frequency] += cosines[frequency][column] * block[8 * row + column]
                }
            }
        }
        return zigzag.map { place in
            var sum = 0.0
            for row in 0..<8 { sum += cosines[place / 8][row] * rows[8 * row + place % 8] }
            return max(-1023, min(1023, Int(sum.rounded())))
        }
    }

    private static let zigzag: [Int] = (0..<64).sorted { left, right in
        let (first, second) = (left / 8 + left % 8, right / 8 + right % 8)
        if first != second { return first < second }
        return first % 2 == 0 ? left > right : left < right
    }

    private static func write(_ numbers: [Int], _ mean: inout Int, _ bits: inout Bits) {
        let difference = numbers[0] - mean
        mean = numbers[0]
        bits.add(size(difference), 4)
        bits.add(number: difference)
        var zeros = 0
        for number in numbers.dropFirst() {
            if number == 0 {
                zeros += 1
                continue
            }
            while zeros > 15 {
                bits.add(code(0xF0), 8)
                zeros -= 16
            }
            bits.add(code(UInt8(zeros << 4 | size(number))), 8)
            bits.add(number: number)
            zeros = 0
        }
        if zeros > 0 { bits.add(code(0), 8) }
    }

    private static func code(_ symbol: UInt8) -> Int { alternates.firstIndex(of: symbol) ?? 0 }

    fileprivate static func size(_ number: Int) -> Int {
        number == 0 ? 0 : Int.bitWidth - abs(number).leadingZeroBitCount
    }
}

private struct Bits {
    private var bytes: [UInt8] = []
    private var pending = 0
    private var count = 0

    mutating func add(_ value: Int, _ length: Int) {
        for place in (0..<length).reversed() {
            pending = pending << 1 | value >> place & 1
            count += 1
            guard count == 8 else { continue }
            bytes.append(UInt8(pending))
            if pending == 0xFF { bytes.append(0) }
            (pending, count) = (0, 0)
        }
    }

    mutating func add(number: Int) {
        let size = JPEGFile.size(number)
        add(number < 0 ? number + (1 << size) - 1 : number, size)
    }

    /// Filled up with ones.
    var flushed: [UInt8] {
        var whole = self
        while whole.count != 0 { whole.add(1, 1) }
        return whole.bytes
    }
}
