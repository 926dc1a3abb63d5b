import COneDNN

extension MemoryDescriptor {
    /// The layout as oneDNN's format tags name it: the axes `a`, `b`, … from the outermost to the innermost, those that are
    /// cut into blocks as capitals, then the blocks: `abcd` for row-major, `aBcd16b` for channels in blocks of 16. `opaque`
    /// where the library keeps it to itself.
    package var layoutName: String {
        guard let layout else { return "opaque" }
        let letters = Array("abcdef")
        let strides = withUnsafeBytes(of: layout.strides) { Array($0.bindMemory(to: Int64.self)) }
        let sizes = withUnsafeBytes(of: layout.blockSizes) { Array($0.bindMemory(to: Int64.self)) }
        let axes = withUnsafeBytes(of: layout.blockAxes) { Array($0.bindMemory(to: Int64.self)) }
        let blocks = 0..<Int(layout.blockCount)
        let blocked = Set(blocks.map { Int(axes[$0]) })
        let order = (0..<rank).sorted { (strides[$1], $0) < (strides[$0], $1) }
        let outer = order.map { blocked.contains($0) ? letters[$0].uppercased() : String(letters[$0]) }
        return outer.joined() + blocks.map { "\(sizes[$0])\(letters[Int(axes[$0])])" }.joined()
    }
}
