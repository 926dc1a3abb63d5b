package import Files

/// The bytes of a file, as text; what is not UTF-8 is replaced.
package func text(of path: String) throws(FileError) -> String {
    String(decoding: try bytes(ofFile: path, limit: .max, takesStreams: true), as: UTF8.self)
}
