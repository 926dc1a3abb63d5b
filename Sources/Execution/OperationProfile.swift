/// One operation of a prepared plan, as a profile lists it: what it is, whose, and how much it has to do.
package struct OperationProfile: Hashable, Sendable {
    /// What of a run it belongs to.
    package enum Pass: String, Hashable, Sendable, CaseIterable {
        /// Brings changed weights into the layouts that kernels want.
        case weights
        case forward
        case backward
    }

    package let pass: Pass
    /// The nodes of the network that it computes; empty where it belongs to none.
    package let nodes: [Int]
    /// What it does: `convolution forward (winograd)`, `reorder`.
    package let name: String
    /// Who does it: oneDNN's name of its implementation, `netspec`, or `reference` for a layer without a kernel.
    package let implementation: String
    /// How its tensors lie, inputs and then outputs, by oneDNN's names: `aBcd16b, ABcd16b16a → aBcd16b`.
    package let layouts: String
    /// Of convolutions and linear layers, as the layers count them, for the whole batch; 0 for all else.
    package let multiplyAdds: Int
    /// The size of everything it reads and writes, each tensor counted once.
    package let byteCount: Int
    /// What it took when it was tried on its own; nil where it was not.
    package let expectedSeconds: Double?

    /// Whether plain code computes it that is written to be right rather than fast: the library's, or a layer's own reference.
    package var isReference: Bool {
        implementation.split { $0 == ":" || $0 == "_" }.contains("ref") || implementation == Self.layerReference
    }

    /// What computes a layer without a kernel.
    package static let layerReference = "reference"

    /// Whether it is a convolution by Winograd's algorithm in the type that the rest is computed in, by oneDNN's name of the
    /// implementation. In float32 amid bfloat16 it multiplies half as fast, which takes up what it saves.
    var isWinograd: Bool { implementation.contains("wino") && !name.contains("in float32") }

    package init(
        pass: Pass, nodes: [Int], name: String, implementation: String, layouts: String, multiplyAdds: Int,
        byteCount: Int, expectedSeconds: Double? = nil
    ) {
        self.pass = pass
        self.nodes = nodes
        self.name = name
        self.implementation = implementation
        self.layouts = layouts
        self.multiplyAdds = multiplyAdds
        self.byteCount = byteCount
        self.expectedSeconds = expectedSeconds
    }
}
