/// A tensor of a program that is being built: its layout, and where its numbers will be.
struct PlacedTensor {
    enum Place: Hashable {
        /// A buffer of the arena, by number.
        case buffer(Int)
        /// Memory that outlives the program: parameters and their gradients.
        case outside(UnsafeMutableRawPointer)
    }

    let descriptor: MemoryDescriptor
    let place: Place

    /// The same numbers under another shape; only for row-major layouts.
    func viewed(as descriptor: MemoryDescriptor) -> PlacedTensor {
        PlacedTensor(descriptor: descriptor, place: place)
    }
}

/// Where the numbers of a placed tensor are, once the arena is there.
struct Addresses {
    let arena: UnsafeMutableRawPointer
    let offsets: [Int]

    subscript(place: PlacedTensor.Place) -> UnsafeMutableRawPointer {
        switch place {
        case .buffer(let number): return arena + offsets[number]
        case .outside(let address): return address
        }
    }

    func floats(_ tensor: PlacedTensor) -> UnsafeMutablePointer<Float> {
        self[tensor.place].assumingMemoryBound(to: Float.self)
    }
}
