import Diagnostics
import Tensors

/// The machine has not the memory for a data set.
package struct DataMemoryError: MachineFailure, Hashable {
    /// What the memory is for; completes "… needs … MiB".
    package let purpose: String
    package let byteCount: Int

    package var description: String {
        "\(purpose) needs \(mebibytes(byteCount)) of memory in one piece, more than the machine will give"
    }

    package var help: String? { "end other programs, or raise the limit that `ulimit -v` tells" }

    /// Memory for data.
    static func memory(_ byteCount: Int, for purpose: String) throws(DataMemoryError) -> MemoryBlock {
        do throws(OutOfMemory) {
            return try MemoryBlock(byteCount: byteCount)
        } catch {
            throw DataMemoryError(purpose: purpose, byteCount: error.byteCount)
        }
    }
}
