import Tensors

/// The shape `[C, H, W]` that layers for pictures take.
struct Picture {
    let channels: Int
    let height: Int
    let width: Int

    init(_ shape: Shape) throws(ShapeError) {
        guard shape.rank == 3 else {
            throw ShapeError(
                "a picture `[channels, height, width]` must arrive, and \(shape) does",
                help: "move the layer before `flatten`, `linear` and poolings that end the picture", blame: .lostPicture
            )
        }
        (channels, height, width) = (shape[0], shape[1], shape[2])
    }
}

func greatestCommonDivisor(_ left: Int, _ right: Int) -> Int {
    right == 0 ? left : greatestCommonDivisor(right, left % right)
}

/// The divisors of a number, for advice: `1, 2, 4`; the first and last few when they are many.
func divisors(of number: Int) -> String {
    let all = (1...min(number, 4096)).filter { number % $0 == 0 }.map(String.init)
    let shown = all.count > 12 ? all.prefix(6) + ["…"] + all.suffix(5) : all
    return shown.joined(separator: ", ")
}
