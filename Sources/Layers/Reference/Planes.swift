import Tensors

/// A batch read as `[pictures, channels, area]`: `[N, C, H, W]` with `area = H·W`, or `[N, C]` with `area = 1`.
struct Planes {
    let pictures: Int
    let channels: Int
    let area: Int

    init(_ batch: Shape) {
        pictures = batch[0]
        channels = batch[1]
        area = batch.lengths.dropFirst(2).reduce(1, *)
    }

    /// Calls `body` with the place of every number of one channel, in every picture.
    func visit(channel: Int, _ body: (_ place: Int) -> Void) {
        for picture in 0..<pictures {
            let start = (picture * channels + channel) * area
            for place in start..<start + area { body(place) }
        }
    }

    /// The places of all channels at one spot of one picture.
    func column(_ picture: Int, _ spot: Int) -> StrideTo<Int> {
        let start = picture * channels * area + spot
        return stride(from: start, to: start + channels * area, by: area)
    }
}

extension Shape {
    /// - Throws: `ShapeError` unless this is a vector or a picture, batch left out.
    func requireChannels() throws(ShapeError) {
        guard rank == 1 || rank == 3 else {
            throw ShapeError(
                "a vector `[channels]` or a picture `[channels, height, width]` must arrive, and \(self) does",
                help: "put the layer before the loss", blame: .lostPicture)
        }
    }
}
