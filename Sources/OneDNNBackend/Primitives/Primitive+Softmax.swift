import COneDNN

extension Primitive {
    /// Exponentials along `axis` divided by their sum. `destination` may be `any`.
    ///
    /// Arguments: source → destination.
    package static func softmaxForward(
        engine: Engine, direction: Direction, source: MemoryDescriptor, destination: MemoryDescriptor, axis: Int
    ) throws -> Primitive {
        try Primitive("softmax forward", engine: engine) { made in
            coned_softmax_forward(
                engine.handle, direction.code, source.handle, destination.handle, Int32(clamping: axis), &made)
        }
    }

    /// `sourceGradient` may be `any`.
    ///
    /// Arguments: destination, destination gradient → source gradient.
    package static func softmaxBackward(
        engine: Engine, sourceGradient: MemoryDescriptor, destinationGradient: MemoryDescriptor,
        destination: MemoryDescriptor, axis: Int, hint: Primitive
    ) throws -> Primitive {
        try Primitive("softmax backward", engine: engine) { made in
            coned_softmax_backward(
                engine.handle, sourceGradient.handle, destinationGradient.handle, destination.handle,
                Int32(clamping: axis), hint.handle, &made)
        }
    }
}
