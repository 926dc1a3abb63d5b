import Files

/// The bytes of a file, as text; what is not UTF-8 is replaced.
package func text(of path: String) throws(FileAccessError) -> String {
    do throws(FileRefusal) {
        return String(decoding: try bytes(ofFile: path, takesStreams: true), as: UTF8.self)
    } catch {
        guard case .unreadable(let error) = error else { preconditionFailure("nothing else is refused") }
        throw FileAccessError(.read, path, reason: error.reason)
    }
}
