import Layers

extension SlidingWindow {
    init(_ axes: (height: Window.Axis, width: Window.Axis)) {
        let both = [axes.height, axes.width]
        self.init(
            kernel: both.map(\.kernel), stride: both.map(\.effectiveStride), dilation: both.map(\.dilation),
            paddingBefore: both.map(\.padBefore), paddingAfter: both.map(\.effectivePadAfter))
    }
}

// With one output along an axis its stride leads nowhere. oneDNN 2.6 takes memory that nobody wrote for a part of the picture
// where the stride is wider than that, so that it is told the stride 1, and the padding that goes with that.
extension Window.Axis {
    private var padAfterAtStride1: Int? {
        let pad = reach - input - padBefore
        return output == 1 && pad >= 0 ? pad : nil
    }

    fileprivate var effectiveStride: Int { padAfterAtStride1 == nil ? stride : 1 }
    fileprivate var effectivePadAfter: Int { padAfterAtStride1 ?? padAfter + overhang }
}

extension Phase {
    var direction: Direction { self == .training ? .training : .inference }
}

extension Primitive {
    /// The descriptor of an argument that the primitive must have.
    func required(_ argument: PrimitiveArgument) throws -> MemoryDescriptor {
        guard let descriptor = try descriptor(of: argument) else {
            preconditionFailure("\(name) has an argument \(argument)")
        }
        return descriptor
    }
}
