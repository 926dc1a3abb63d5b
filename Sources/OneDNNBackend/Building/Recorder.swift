import CKernels
import Execution
import Planning

/// What a program will do, in order, and the buffers that it needs for that: kernels add to it, and read nothing back.
///
/// A buffer lives from the first operation that touches it to the last.
final class Recorder {
    /// What the operations that are being added compute: the pass they belong to, and the nodes.
    struct Subject {
        let pass: OperationProfile.Pass
        let nodes: [Int]
    }

    let engine: Engine
    let machine: CkernMachine
    /// What kernels compute on where they can; row-major copies are float32.
    let element: DataType
    /// Whether oneDNN's kernels are taken where there are own ones too.
    let prefersLibrary: Bool
    var subject = Subject(pass: .forward, nodes: [])
    private(set) var operations: [RecordedOperation] = []
    /// Brings the weights into the layouts that the primitives want, before a run when the parameters have changed.
    private(set) var weightOperations: [RecordedOperation] = []
    private var buffers: [BufferRecord] = []
    private var contentCount = 0
    /// Of tensors in other layouts, so that each is made once.
    private var copies: [Int: [(original: MemoryDescriptor, copy: PlacedTensor)]] = [:]

    init(engine: Engine, element: DataType, prefersLibrary: Bool) {
        self.engine = engine
        self.element = element
        self.prefersLibrary = prefersLibrary
        machine = .current
    }

    var profile: [OperationProfile] { (weightOperations + operations).map(\.profile) }

    func add(_ operation: RecordedOperation, touching tensors: some Sequence<PlacedTensor>) {
        for case .buffer(let number) in tensors.map(\.place) { buffers[number].touch(operations.count) }
        operations.append(operation)
    }

    func add(weightOperation operation: RecordedOperation) {
        weightOperations.append(operation)
    }

    func newBuffer(byteCount: Int, isPersistent: Bool) -> PlacedTensor.Place {
        buffers.append(BufferRecord(byteCount: byteCount, isPersistent: isPersistent))
        return .buffer(buffers.count - 1)
    }

    func newContent() -> Int {
        contentCount += 1
        return contentCount
    }

    func knownCopy(of tensor: PlacedTensor, as descriptor: MemoryDescriptor) -> PlacedTensor? {
        copies[tensor.content]?.first { $0.original == tensor.descriptor && $0.copy.descriptor == descriptor }?.copy
    }

    func remember(_ copy: PlacedTensor, of tensor: PlacedTensor) {
        copies[tensor.content, default: []].append((tensor.descriptor, copy))
    }

    /// Whether the numbers are those of a copy that others who want its layout get too.
    func isKnownCopy(_ tensor: PlacedTensor) -> Bool {
        copies.values.contains { $0.contains { $0.copy.content == tensor.content } }
    }
}

extension Recorder {
    /// The size and the life of each buffer.
    var requests: [MemoryPlan.Request] {
        buffers.map { $0.request(lastOperation: max(operations.count - 1, 0)) }
    }

    var workingMemory: WorkingMemory {
        let requests = requests
        let load = MemoryLoad(requests)
        let holdings = requests.indices.filter { requests[$0].lifetime.contains(load.step) }.map { number in
            WorkingMemory.Holding(
                operation: weightOperations.count + (buffers[number].first ?? 0),
                byteCount: requests[number].byteCount)
        }
        return WorkingMemory(
            bufferCount: requests.count, byteCount: MemoryPlan(requests).byteCount, leastByteCount: load.byteCount,
            fullestOperation: weightOperations.count + load.step,
            holdings: holdings.sorted { ($1.byteCount, $0.operation) < ($0.byteCount, $1.operation) })
    }
}
