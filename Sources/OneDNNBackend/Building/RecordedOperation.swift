import Execution
import Planning

/// An operation before the addresses are known.
struct RecordedOperation {
    enum Work {
        case primitive(Primitive, [PrimitiveArgument: PlacedTensor])
        case own((Addresses) -> () -> Void)
    }

    let profile: OperationProfile
    let work: Work

    func operation(_ addresses: Addresses) throws -> Program.Operation {
        switch work {
        case .own(let make): return .own(make(addresses))
        case .primitive(let primitive, let arguments):
            let memories = try arguments.mapValues {
                try Memory($0.descriptor, engine: primitive.engine, data: addresses[$0.place])
            }
            return .primitive(try BoundPrimitive(primitive, memories))
        }
    }
}

/// A buffer's size and life while the program grows.
struct BufferRecord {
    let byteCount: Int
    let isPersistent: Bool
    /// The first operation that touches it; nil where none does.
    private(set) var first: Int?
    private var last = 0

    init(byteCount: Int, isPersistent: Bool) {
        self.byteCount = byteCount
        self.isPersistent = isPersistent
    }

    mutating func touch(_ operation: Int) {
        first = first ?? operation
        last = operation
    }

    func request(lastOperation: Int) -> MemoryPlan.Request {
        let lifetime = isPersistent ? 0...lastOperation : (first ?? 0)...max(first ?? 0, last)
        return MemoryPlan.Request(byteCount: byteCount, lifetime: lifetime)
    }
}
