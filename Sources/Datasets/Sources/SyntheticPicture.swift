import Tensors

/// What one synthetic picture shows, and how it is drawn: `[3, 32, 32]`, a byte for each value.
struct SyntheticPicture {
    private static let side = 32

    private let figure: SyntheticFigure
    /// Half the figure's height, in pixels.
    private let radius: Float
    private let centre: (x: Float, y: Float)
    private let tilt: Float
    private let ground: Colour
    private let ink: Colour
    /// How much the ground brightens from one edge to the other.
    private let slope: (x: Float, y: Float)
    private let noise: Float

    /// Draws all that is random but the noise.
    init(of figure: SyntheticFigure, _ random: inout KeyedRandom) {
        self.figure = figure
        radius = random.uniform(6.5, 12)
        let room = Float(Self.side) / 2 - radius
        centre = (16 + random.uniform(-room, room), 16 + random.uniform(-room, room))
        tilt = random.uniform(-0.15, 0.15)
        (ground, ink) = Colour.contrastingPair(&random)
        slope = (random.uniform(-1.2, 1.2), random.uniform(-1.2, 1.2))
        noise = random.uniform(10, 60)
    }

    func draw(into target: UnsafeMutableBufferPointer<UInt8>, _ random: inout KeyedRandom) {
        let area = Self.side * Self.side
        let grounds = [ground.red, ground.green, ground.blue]
        let inks = [ink.red, ink.green, ink.blue]
        withUnsafeTemporaryAllocation(of: Float.self, capacity: area) { cover in
            trace(into: cover)
            for channel in 0..<3 {
                let rise = inks[channel] - grounds[channel]
                for start in stride(from: 0, to: area, by: 4) {
                    var bits = random.next()
                    let y = Float(start / Self.side) - 16
                    for pixel in start..<start + 4 {
                        // Two bytes make a triangular distribution from −1 to 1.
                        let grain = Float(Int32(bits & 255) + Int32(bits >> 8 & 255) - 255) / 255
                        bits >>= 16
                        let x = Float(pixel % Self.side) - 16
                        let shade = slope.x * x + slope.y * y
                        let value = grounds[channel] + shade + rise * cover[pixel] + noise * grain
                        target[channel * area + pixel] = UInt8(max(0, min(255, value)))
                    }
                }
            }
        }
    }

    /// How much of each pixel the figure covers, from 0 to 1.
    private func trace(into cover: UnsafeMutableBufferPointer<Float>) {
        let turn = (cosine: 1 - tilt * tilt / 2, sine: tilt)
        for y in 0..<Self.side {
            for x in 0..<Self.side {
                let right = Float(x) + 0.5 - centre.x
                let down = Float(y) + 0.5 - centre.y
                let distance = figure.distance(
                    (turn.cosine * right + turn.sine * down) / radius, (turn.cosine * down - turn.sine * right) / radius
                )
                cover[y * Self.side + x] = max(0, min(1, 0.5 - distance * radius))
            }
        }
    }
}

/// A colour in units of a byte.
private struct Colour {
    let red: Float
    let green: Float
    let blue: Float

    private init(_ random: inout KeyedRandom) {
        red = random.uniform(20, 235)
        green = random.uniform(20, 235)
        blue = random.uniform(20, 235)
    }

    /// As the eye weighs the channels (ITU-R BT.601).
    private var brightness: Float { 0.299 * red + 0.587 * green + 0.114 * blue }

    /// Two colours that clearly differ in brightness, either the brighter.
    static func contrastingPair(_ random: inout KeyedRandom) -> (ground: Colour, ink: Colour) {
        while true {
            let pair = (ground: Colour(&random), ink: Colour(&random))
            if abs(pair.ground.brightness - pair.ink.brightness) > 55 { return pair }
        }
    }
}
