import COneDNN
import Glibc

/// oneDNN's environment variable that holds it, and netspec's own kernels with it, to an older processor than there is.
enum InstructionLimit {
    /// As the user wrote it, for example `ONEDNN_MAX_CPU_ISA=AVX2`; nil where it is not set.
    static var setting: String? {
        // oneDNN goes by the first that is not empty.
        for name in ["ONEDNN_MAX_CPU_ISA", "DNNL_MAX_CPU_ISA"] {
            guard let value = getenv(name).map({ String(cString: $0) }), !value.isEmpty else { continue }
            return "\(name)=\(value)"
        }
        return nil
    }

    /// oneDNN's name of what it is held to, for example `avx2`; nil where it may use all that the processor has.
    static var instructions: String? {
        guard let word = setting?.split(separator: "=").last, !unlimited.contains(word.uppercased()) else { return nil }
        return String(cString: coned_instructions_name())
    }

    /// oneDNN 2 has the first word, 3 the second.
    private static let unlimited = ["ALL", "DEFAULT"]
}
