import Diagnostics

/// Why a file is not the safetensors file that it should be.
package struct SafetensorsError: UserMistake, Hashable {
    package let path: String
    /// What must be and what was found, without the file.
    package let message: String

    package var description: String { "`\(path)` is not a sound safetensors file: \(message)" }

    package var help: String? {
        "give a file of weights in safetensors, as a run keeps them in `checkpoints`; get it again if it was cut short"
    }
}
