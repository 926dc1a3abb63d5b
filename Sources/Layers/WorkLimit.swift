import Tensors

/// The most multiply-adds that one layer may ask for per picture, so that huge numbers in a spec end in a diagnostic
/// and no product of lengths overflows.
enum WorkLimit {
    static let multiplyAdds = 1 << 44

    static func allows(_ lengths: Shape) -> Bool {
        lengths.checkedElementCount(limit: multiplyAdds) != nil
    }

    static func exceeded(_ found: String, help: String, field: String) -> ShapeError {
        ShapeError("a layer must need at most 2^44 multiply-adds, and \(found) need more", help: help, field: field)
    }
}
