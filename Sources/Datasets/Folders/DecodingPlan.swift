import Pictures
import Pixels
import Recipes

/// How a picture of a size is decoded and resized to be in the form that is wanted.
struct DecodingPlan {
    /// The part of the picture that is decoded; nil for all of it.
    let window: PictureWindow?
    /// The size below which that must not be decoded; nil for all of its pixels. It is at least twice what it is resized to: bytes then
    /// differ from those of resizing all pixels by 0.5 to 1.3 in the mean, and by 5 to 11 at most (1/f noise, as photographs have, at
    /// quality 90; by Pillow's `draft` and `resize(box=…)`, which do the same).
    let leastSize: PictureSize?
    /// What is decoded is brought to this size, and this part of that is wanted, nil for all; nil where nothing is resized.
    private let target: (size: PictureSize, shown: PictureWindow?)?

    init(_ size: PictureSize, as form: PictureForm) {
        switch form {
        case .whole: (window, target) = (nil, nil)
        case .resized(let fit):
            let resized = fit.resized(size)
            (window, target) = (nil, resized == size ? nil : (resized, nil))
        case .shown(let fit, let place):
            let resized = fit.resized(size)
            let shown = fit.window(at: place, in: resized)
            (window, target) = (nil, shown == PictureWindow(allOf: size) ? nil : (resized, shown))
        case .window(let chosen, let wanted): (window, target) = (chosen(size), (wanted, nil))
        }
        leastSize = target.map { PictureSize(height: 2 * $0.size.height, width: 2 * $0.size.width) }
    }

    /// - Parameter part: what was decoded.
    func resampling(of part: PicturePart) -> Resampling? {
        target.map { Resampling(of: PictureWindow(allOf: part.size), box: part.box, to: $0.size, showing: $0.shown) }
    }

    /// - Parameter size: of a picture all of whose pixels are there.
    func resampling(ofDecoded size: PictureSize) -> Resampling? {
        let window = window ?? PictureWindow(allOf: size)
        return target.map { Resampling(of: window, to: $0.size, showing: $0.shown) }
    }

    /// The size that is written at last; nil where what is decoded stays as it is.
    var targetSize: PictureSize? { target.map { $0.shown?.size ?? $0.size } }
}
