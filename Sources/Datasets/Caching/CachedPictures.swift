import Pixels
package import Recipes
package import Tensors

/// The pictures of a folder, resized once and kept.
///
/// Evaluation sees the same as without a cache. A training that cuts windows out of whole pictures cuts them out of the resized
/// ones here, which show less of the finest detail.
package final class CachedPictures: PictureSet {
    private let pictures: FolderPictures
    private let store: any PictureStore

    /// Fills the store, if it is not filled, on all processors.
    ///
    /// - Parameter tell: told from time to time how many pictures are done.
    package init(
        _ pictures: FolderPictures, _ fit: PictureFit, in store: any PictureStore, tell: @escaping (String) -> Void
    ) throws {
        self.pictures = pictures
        var store = store
        if !store.isFilled {
            let filler = try CacheFiller(pictures, .resized(fit), tell: tell)
            try store.fill(count: pictures.count) { try filler.next() }
        }
        self.store = store
    }

    package var count: Int { pictures.count }
    package func label(of index: Int) -> Int { pictures.label(of: index) }
    package func add(to fingerprint: inout Fingerprint) { pictures.add(to: &fingerprint) }
    package func name(of index: Int) -> String? { pictures.name(of: index) }
    package func substitute(for index: Int) -> Int? { pictures.substitute(for: index) }

    package func read(_ index: Int, as form: PictureForm, into room: inout PictureRoom) throws -> Shape {
        guard let shape = try store.shape(of: index) else {
            // It tells again what is wrong with it.
            return try pictures.read(index, as: form, into: &room)
        }
        return try store.withPicture(index, shape, &room) { bytes, room in
            let size = PictureSize(height: shape[1], width: shape[2])
            guard let resampling = form.resampling(ofResized: size) else {
                _ = try room.bytes(bytes.count).update(fromContentsOf: bytes)
                return shape
            }
            let target = resampling.size
            resampling.write(
                PictureView(bytes, shape: shape), into: try room.bytes(shape[0] * target.height * target.width))
            return [shape[0], target.height, target.width]
        }
    }
}

extension PictureForm {
    /// How a picture that is resized already comes to this form; nil where it has it.
    fileprivate func resampling(ofResized size: PictureSize) -> Resampling? {
        switch self {
        case .whole, .resized: return nil
        case .shown(let fit, let place):
            let window = fit.window(at: place, in: size)
            return window == PictureWindow(allOf: size)
                ? nil : Resampling(of: window, to: PictureSize(height: window.height, width: window.width))
        case .window(let window, let target): return Resampling(of: window(size), to: target)
        }
    }
}
