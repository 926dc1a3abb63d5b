import CKernels
import Diagnostics
package import Tensors

/// There are no instructions for a precision, or they are held back; to imitate them would be slower than float32.
package struct UnsupportedPrecision: MachineFailure, Hashable {
    package let precision: Precision
    /// What keeps the processor from using instructions that it has, for example `ONEDNN_MAX_CPU_ISA=AVX2`.
    private let limit: String?

    init(_ precision: Precision) {
        self.precision = precision
        limit = ckern_best_instructions() == CkernAVX512BFloat16 ? InstructionLimit.setting : nil
    }

    package var description: String {
        let instructions = "instructions for \(precision.rawValue) (AVX512-BF16)"
        guard let limit else { return "this processor has no \(instructions)" }
        return "this processor has \(instructions), but `\(limit)` holds it back"
    }

    package var help: String? {
        "compute in float32, with `--precision float32` or `train: {precision: float32}`"
            + (limit == nil ? "" : ", or unset the variable")
    }
}
