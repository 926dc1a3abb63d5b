/// Why a file is not the safetensors file that it should be.
package struct SafetensorsError: Error, Hashable, Sendable, CustomStringConvertible {
    package let path: String
    /// What must be and what was found, without the file.
    package let message: String

    package var description: String { "`\(path)` is not a sound safetensors file: \(message)" }
}
