import COneDNN

/// What a pooling keeps of its window.
package enum PoolingKind: Hashable, Sendable {
    case maximum
    /// Divides by the whole window.
    case averageIncludingPadding
    /// Divides by the part of the window that lies inside the source.
    case averageExcludingPadding

    var code: ConedPoolingKind {
        switch self {
        case .maximum: ConedPoolingMax
        case .averageIncludingPadding: ConedPoolingAverageIncludingPadding
        case .averageExcludingPadding: ConedPoolingAverageExcludingPadding
        }
    }
}

extension Primitive {
    /// source [N, C, H, W], not `any` → destination [N, C, H', W'], which may be `any`.
    ///
    /// Arguments: source → destination (workspace for the maximum in training).
    package static func poolingForward(
        engine: Engine, direction: Direction, kind: PoolingKind, source: MemoryDescriptor,
        destination: MemoryDescriptor, window: SlidingWindow
    ) throws -> Primitive {
        try Primitive("pooling forward", engine: engine) { made in
            window.withShim {
                coned_pooling_forward(
                    engine.handle, direction.code, kind.code, source.handle, destination.handle, $0, &made)
            }
        }
    }

    /// `sourceGradient` may be `any`.
    ///
    /// Arguments: destination gradient, workspace if the forward primitive has one → source gradient.
    package static func poolingBackward(
        engine: Engine, kind: PoolingKind, sourceGradient: MemoryDescriptor, destinationGradient: MemoryDescriptor,
        window: SlidingWindow, hint: Primitive
    ) throws -> Primitive {
        try Primitive("pooling backward", engine: engine) { made in
            window.withShim {
                coned_pooling_backward(
                    engine.handle, kind.code, sourceGradient.handle, destinationGradient.handle, $0, hint.handle, &made)
            }
        }
    }
}
