import Execution
import Layers

/// The parameters as tensors, where they are kept and in the layouts of primitives.
final class WeightTable {
    private let parameters: ParameterStore
    private let recorder: Recorder
    /// In the layouts of primitives.
    private var copies: [PlacedTensor.Place: [PlacedTensor]] = [:]
    /// What weights are made of; see `own`.
    private(set) var sources: Set<ParameterSpecification.Role> = [.learned]

    init(_ parameters: ParameterStore, _ recorder: Recorder) {
        self.parameters = parameters
        self.recorder = recorder
    }

    /// A parameter where it is kept, row-major under any shape of as many numbers.
    func parameter(_ node: Int, _ index: Int, shape: [Int]) throws -> PlacedTensor {
        outside(parameters.values(node: node, index: index), try MemoryDescriptor(shape))
    }

    /// The gradient of a learned parameter where it is kept.
    func gradient(_ node: Int, _ index: Int, shape: [Int]) throws -> PlacedTensor {
        outside(parameters.gradient(node: node, index: index), try MemoryDescriptor(shape))
    }

    private func outside(_ numbers: UnsafeMutableBufferPointer<Float>, _ descriptor: MemoryDescriptor) -> PlacedTensor {
        guard let address = numbers.baseAddress else { preconditionFailure("parameters are never empty") }
        return PlacedTensor(
            descriptor: descriptor, place: .outside(UnsafeMutableRawPointer(address)), content: recorder.newContent())
    }

    /// A weight in the layout of a primitive, brought up to date before a run when the parameters have changed.
    func weight(_ node: Int, _ index: Int, as descriptor: MemoryDescriptor) throws -> PlacedTensor {
        try weight(parameter(node, index, shape: descriptor.shape), of: [node], as: descriptor)
    }

    /// Numbers made of parameters, row-major, in the layout of a primitive.
    ///
    /// - Parameter nodes: whose parameters they are.
    func weight(_ kept: PlacedTensor, of nodes: [Int], as descriptor: MemoryDescriptor) throws -> PlacedTensor {
        if kept.descriptor == descriptor { return kept }
        if let copy = copies[kept.place]?.first(where: { $0.descriptor == descriptor }) { return copy }
        let copy = recorder.tensor(descriptor, isPersistent: true)
        let primitive = try Primitive.reorder(engine: recorder.engine, source: kept.descriptor, destination: descriptor)
        let arguments = [PrimitiveArgument.source: kept, .destination: copy]
        let subject = Recorder.Subject(pass: .weights, nodes: nodes)
        recorder.add(
            weightOperation: RecordedOperation(
                profile: recorder.profile(primitive, arguments, of: subject, multiplyAdds: 0),
                work: .primitive(primitive, try recorder.withScratchpad(primitive, arguments, isPersistent: true))))
        copies[kept.place, default: []].append(copy)
        return copy
    }

    /// Adds an operation of netspec's own to what is done before a run when the parameters have changed.
    ///
    /// - Parameters:
    ///   - made: what it makes, which lasts.
    ///   - readsStatistics: whether it reads running statistics beside learned numbers.
    func own(
        _ name: String, of nodes: [Int], making made: [PlacedTensor], readsStatistics: Bool = false,
        _ make: @escaping (Addresses) -> () -> Void
    ) {
        if readsStatistics { sources.insert(.buffer) }
        let profile = OperationProfile(
            pass: .weights, nodes: nodes, name: name, implementation: "netspec", layouts: "plain",
            multiplyAdds: 0, byteCount: made.reduce(0) { $0 + $1.byteCount })
        recorder.add(weightOperation: RecordedOperation(profile: profile, work: .own(make)))
    }
}
