import COneDNN

extension Primitive {
    /// source [N, C, H, W] → destination [N, C, H', W'] of another size: the nearest number or, if `isLinear`, lines from one
    /// to the next. `destination` may be `any`.
    ///
    /// Arguments: source → destination.
    package static func resamplingForward(
        engine: Engine, direction: Direction, isLinear: Bool, source: MemoryDescriptor, destination: MemoryDescriptor
    ) throws -> Primitive {
        try Primitive("resampling forward", engine: engine) { made in
            coned_resampling_forward(
                engine.handle, direction.code, isLinear, source.handle, destination.handle, &made)
        }
    }

    /// Arguments: destination gradient → source gradient.
    package static func resamplingBackward(
        engine: Engine, isLinear: Bool, sourceGradient: MemoryDescriptor, destinationGradient: MemoryDescriptor,
        hint: Primitive
    ) throws -> Primitive {
        try Primitive("resampling backward", engine: engine) { made in
            coned_resampling_backward(
                engine.handle, isLinear, sourceGradient.handle, destinationGradient.handle, hint.handle, &made)
        }
    }
}
