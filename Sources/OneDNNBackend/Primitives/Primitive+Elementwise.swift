import COneDNN

extension Primitive {
    /// x < 0 ? slope x : x, in place if source and destination are one memory. `data` must not be `any`.
    /// `keepsDestination`: the backward pass will read the destination in place of the source; the slope is then ≥ 0.
    ///
    /// Arguments: source → destination.
    package static func reluForward(
        engine: Engine, direction: Direction, data: MemoryDescriptor, slope: Float = 0, keepsDestination: Bool = false
    ) throws -> Primitive {
        try Primitive("ReLU forward", engine: engine) { made in
            coned_relu_forward(engine.handle, direction.code, data.handle, slope, keepsDestination, &made)
        }
    }

    /// `dataGradient` may be `any`.
    ///
    /// Arguments: source, or destination if it was kept; destination gradient → source gradient.
    package static func reluBackward(
        engine: Engine, dataGradient: MemoryDescriptor, data: MemoryDescriptor, slope: Float = 0,
        keepsDestination: Bool = false, hint: Primitive
    ) throws -> Primitive {
        try Primitive("ReLU backward", engine: engine) { made in
            coned_relu_backward(
                engine.handle, dataGradient.handle, data.handle, slope, keepsDestination, hint.handle, &made)
        }
    }

    /// first + second, the shapes equal or 1 in `second`. `destination` may be `any`.
    ///
    /// Arguments: source, second source → destination.
    package static func addition(
        engine: Engine, first: MemoryDescriptor, second: MemoryDescriptor, destination: MemoryDescriptor
    ) throws -> Primitive {
        try Primitive("addition", engine: engine) { made in
            coned_add(engine.handle, first.handle, second.handle, destination.handle, &made)
        }
    }
}
