/// What is told of a fetch while it goes on.
package enum FetchEvent: Hashable, Sendable {
    /// In words, once.
    case note(String)
    /// So many bytes of a file are there.
    case received(file: String, byteCount: Int, of: Int)
    /// So many files are unpacked.
    case unpacked(files: Int)
}
