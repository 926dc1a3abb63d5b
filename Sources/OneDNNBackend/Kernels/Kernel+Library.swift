import Layers

extension SlidingWindow {
    init(_ axes: (height: Window.Axis, width: Window.Axis)) {
        let both = [axes.height, axes.width]
        self.init(
            kernel: both.map(\.kernel), stride: both.map(\.stride), dilation: both.map(\.dilation),
            paddingBefore: both.map(\.padBefore), paddingAfter: both.map { $0.padAfter + $0.overhang })
    }
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
