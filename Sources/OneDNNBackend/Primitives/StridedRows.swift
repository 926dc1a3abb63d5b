import COneDNN

/// A tensor or slice as rows: runs of elements without gaps, each as far from the next as any other. An image's elements, or
/// a slice's part of them, are a row of blocks of channels and of row-major order; a pixel's channels are one where the
/// channels lie innermost.
package struct StridedRows: Hashable {
    package let type: DataType
    /// From the memory's address to the first element; in elements, as all here.
    package let offset: Int
    package let count: Int
    /// The padding of blocks counted.
    package let length: Int
    /// From a row to the next.
    package let stride: Int

    /// Whether the rows follow each other without a gap, from the start of the memory.
    package var isDense: Bool { offset == 0 && (count == 1 || stride == length) }

    /// One row cut into as many as another tensor of the same elements has; nil where that cannot be.
    package func cut(like other: StridedRows) -> StridedRows? {
        if count == other.count, length == other.length { return self }
        guard count == 1, length == other.count * other.length else { return nil }
        return StridedRows(
            type: type, offset: offset, count: other.count, length: other.length, stride: other.length)
    }
}

extension MemoryDescriptor {
    /// Nil for layouts that the library keeps to itself, and for those whose gaps are of several kinds.
    package var rows: StridedRows? {
        guard let layout, let type = DataType(layout.type) else { return nil }
        let axes = outerAxes(of: layout).sorted { ($0.stride, $0.length) < ($1.stride, $1.length) }
        var length = blockElementCount(of: layout)
        let inner = axes.prefix { axis in
            guard axis.stride == length else { return false }
            length *= axis.length
            return true
        }
        let outer = axes.dropFirst(inner.count)
        let stride = outer.first?.stride ?? length
        var count = 1
        for axis in outer {
            guard axis.stride == stride * count else { return nil }
            count *= axis.length
        }
        return StridedRows(type: type, offset: Int(layout.offset), count: count, length: length, stride: stride)
    }

    /// Whether the elements, with the padding of blocks, fill the memory from its start: no slice of a larger tensor. Layouts
    /// that the library keeps to itself are never slices.
    package var isDense: Bool {
        guard let layout else { return true }
        let count = outerAxes(of: layout).reduce(blockElementCount(of: layout)) { $0 * $1.length }
        return layout.offset == 0 && byteCount == count * (DataType(layout.type)?.byteCount ?? 0)
    }

    /// The same shape, type and order of elements, without gaps.
    package func dense() throws -> MemoryDescriptor {
        guard let layout, let type, !isDense else { return self }
        if let blocks = channelBlocks { return try blocks.descriptor() }
        precondition(layout.blockCount == 0, "slices are made of blocks of channels, or of layouts without blocks")
        var strides = [Int](repeating: 1, count: rank)
        var next = 1
        let shape = shape
        let layoutStrides = self.strides(of: layout)
        for axis in shape.indices.sorted(by: { (layoutStrides[$0], $1) < (layoutStrides[$1], $0) }) {
            strides[axis] = next
            next *= shape[axis]
        }
        return try MemoryDescriptor(shape, type: type, strides: strides)
    }

    /// The axes with more than one element or block of elements.
    private func outerAxes(of layout: ConedLayout) -> [(length: Int, stride: Int)] {
        let sizes = withUnsafeBytes(of: layout.blockSizes) { Array($0.bindMemory(to: Int64.self)) }
        let axes = withUnsafeBytes(of: layout.blockAxes) { Array($0.bindMemory(to: Int64.self)) }
        let strides = strides(of: layout)
        return shape.enumerated().compactMap { axis, length in
            let block = (0..<Int(layout.blockCount)).reduce(1) { Int(axes[$1]) == axis ? $0 * Int(sizes[$1]) : $0 }
            let blocks = (length + block - 1) / block
            return blocks > 1 ? (blocks, strides[axis]) : nil
        }
    }

    private func blockElementCount(of layout: ConedLayout) -> Int {
        withUnsafeBytes(of: layout.blockSizes) { sizes in
            sizes.bindMemory(to: Int64.self).prefix(Int(layout.blockCount)).reduce(1) { $0 * Int($1) }
        }
    }

    private func strides(of layout: ConedLayout) -> [Int] {
        withUnsafeBytes(of: layout.strides) { $0.bindMemory(to: Int64.self).prefix(rank).map(Int.init) }
    }
}
