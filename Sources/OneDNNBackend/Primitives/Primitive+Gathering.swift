import COneDNN

extension Primitive {
    /// Σ scale · source over sources of one shape. The primitive chooses the destination's layout if it is nil or `any`.
    ///
    /// Arguments: the sources by number → destination.
    package static func sum(
        engine: Engine, sources: [(scale: Float, descriptor: MemoryDescriptor)], destination: MemoryDescriptor? = nil
    ) throws -> Primitive {
        try Primitive("sum of \(sources.count)", engine: engine) { made in
            coned_sum(
                engine.handle, Int32(clamping: sources.count), sources.map(\.scale),
                sources.map(\.descriptor.handle), destination?.handle ?? ConedDescriptor(), &made)
        }
    }

    /// The sources one after the other along `axis`. The primitive chooses the destination's layout if it is nil or `any`.
    ///
    /// Arguments: the sources by number → destination.
    package static func concatenation(
        engine: Engine, axis: Int, sources: [MemoryDescriptor], destination: MemoryDescriptor? = nil
    ) throws -> Primitive {
        try Primitive("concatenation of \(sources.count)", engine: engine) { made in
            coned_concat(
                engine.handle, Int32(clamping: axis), Int32(clamping: sources.count), sources.map(\.handle),
                destination?.handle ?? ConedDescriptor(), &made)
        }
    }

    /// A copy into another layout or element type.
    ///
    /// Arguments: source → destination.
    package static func reorder(
        engine: Engine, source: MemoryDescriptor, destination: MemoryDescriptor
    ) throws -> Primitive {
        try Primitive("reorder", engine: engine) { made in
            coned_reorder(engine.handle, source.handle, destination.handle, &made)
        }
    }
}
