import Layers
import Planning
import Tensors

/// How operations of a plan run on oneDNN: one of them, or a group as one.
///
/// `forward` is called once while a program is built, then, in training, `backward`; both add operations to the program.
protocol Kernel: AnyObject {
    /// Adds the forward operations, and sets the values that they make.
    func forward(_ builder: ProgramBuilder) throws

    /// Adds the backward operations: contributes to the gradients of inputs where wanted, and fills those of parameters.
    ///
    /// - Parameter steps: one for each operation that has one, in their order.
    func backward(_ steps: [BackwardStep], _ builder: ProgramBuilder) throws
}

/// The kernel of one operation.
protocol SingleKernel: Kernel {
    var operation: PlannedOperation { get }

    /// Adds the forward operations; the tensor that will hold the output.
    func output(_ builder: ProgramBuilder) throws -> PlacedTensor

    func backward(_ step: BackwardStep, _ builder: ProgramBuilder) throws
}

/// A kernel that can make its output once more in the backward pass, the same bits, from what is kept until then.
protocol RecomputingKernel: SingleKernel {
    /// Adds the operations to it; nil, and none are added, where it cannot.
    func recomputedOutput(_ builder: ProgramBuilder) throws -> PlacedTensor?
}

extension SingleKernel {
    func forward(_ builder: ProgramBuilder) throws {
        builder.values.set(operation.output, to: try output(builder))
    }

    func backward(_ steps: [BackwardStep], _ builder: ProgramBuilder) throws {
        for step in steps { try backward(step, builder) }
    }
}

extension PlannedOperation {
    /// The row-major lengths of an input with the batch in front, as oneDNN wants them.
    func inputLengths(_ input: Int, batch: Int) -> [Int] { inputShapes[input].batched(batch).lengths }
    func outputLengths(batch: Int) -> [Int] { outputShape.batched(batch).lengths }
}
