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
        guard let type, !isDense else { return self }
        guard let format = try sliceableFormat else { preconditionFailure("slices are made of sliceable formats") }
        return try MemoryDescriptor(shape, type: type, format: format)
    }

    /// The format of tensors and of their slices that slices are made of; nil for other layouts.
    var sliceableFormat: Format? {
        get throws {
            if let channelBlocks { return Format(channelBlock: channelBlocks.block) }
            guard let layout, layout.blockCount == 0, let type else { return nil }
            let formats: [Format] = (3...5).contains(rank) ? [.plain, .channelsLast] : [.plain]
            return try formats.first { try MemoryDescriptor(shape, type: type, format: $0).axisOrder == axisOrder }
        }
    }

    /// The axes that have more than one element, from the outermost to the innermost.
    private var axisOrder: [Int] {
        guard let layout else { return [] }
        let (shape, strides) = (shape, strides(of: layout))
        return shape.indices.filter { shape[$0] > 1 }.sorted { (strides[$1], $0) < (strides[$0], $1) }
    }

    /// The axes with more than one element or block of elements.
    private func outerAxes(of layout: ConedLayout) -> [(length: Int, stride: Int)] {
        let strides = strides(of: layout)
        return zip(shape, blockSizes(of: layout)).enumerated().compactMap { axis, size in
            let blocks = (size.0 + size.1 - 1) / size.1
            return blocks > 1 ? (blocks, strides[axis]) : nil
        }
    }

    /// The elements of each axis that are in one block; 1 for an axis without blocks.
    private func blockSizes(of layout: ConedLayout) -> [Int] {
        let sizes = withUnsafeBytes(of: layout.blockSizes) { Array($0.bindMemory(to: Int64.self)) }
        let axes = withUnsafeBytes(of: layout.blockAxes) { Array($0.bindMemory(to: Int64.self)) }
        return (0..<rank).map { axis in
            (0..<Int(layout.blockCount)).reduce(1) { Int(axes[$1]) == axis ? $0 * Int(sizes[$1]) : $0 }
        }
    }

    /// Whether a box begins on blocks, and ends on them or at the edge; true where the library keeps the layout to itself.
    func endsOnBlocks(_ box: [Int], at offsets: [Int]) -> Bool {
        guard let layout else { return true }
        let (shape, blocks) = (shape, blockSizes(of: layout))
        return shape.indices.allSatisfy { axis in
            let end = offsets[axis] + box[axis]
            return offsets[axis] % blocks[axis] == 0 && (end % blocks[axis] == 0 || end == shape[axis])
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
