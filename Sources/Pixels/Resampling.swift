import CPixels

/// Brings a part of a picture to another size with a triangle filter that is as wide as what is left out, so that nothing
/// flickers where pictures become smaller: bilinear with antialiasing, bit for bit as Pillow up to 12 resizes the part cut out,
/// which is what torchvision does with pictures of Pillow's. (Pillow 13 takes rows before columns where that is less work, which
/// differs by 1 in some bytes.)
///
/// Output `i` of an axis lies at `c = b + (i + ½) · s`, with `b` where the box begins and `s` its length by the new one; input `j` counts
/// `max(0, 1 − |j + ½ − c| / max(s, 1))`, divided by the sum of them all, in fixed point with 22 bits. Columns first, then rows,
/// each rounded to bytes, half up.
package struct Resampling: Sendable {
    private let window: PictureWindow
    private let rows: ResamplingAxis
    private let columns: ResamplingAxis
    /// The rows of the window that are needed, which `rows` counts from the first of them.
    private let neededRows: Range<Int>

    /// - Parameters:
    ///   - window: what is taken from; nothing beside it counts.
    ///   - box: what of the window is brought to the size, as the `box` of Pillow's `resize`; nil for all of it.
    ///   - part: what is written of the picture in its new size; nil for all of it.
    package init(
        of window: PictureWindow, box: PictureBox? = nil, to size: PictureSize, showing part: PictureWindow? = nil
    ) {
        let (box, part) = (box ?? PictureBox(allOf: window.size), part ?? PictureWindow(allOf: size))
        precondition(part.top >= 0 && part.left >= 0, "what is shown is a part of the picture")
        precondition(part.top + part.height <= size.height && part.left + part.width <= size.width)
        self.window = window
        columns = ResamplingAxis(
            from: window.width, box: (box.left, box.width), to: size.width, showing: part.left..<part.left + part.width)
        let rows = ResamplingAxis(
            from: window.height, box: (box.top, box.height), to: size.height, showing: part.top..<part.top + part.height
        )
        neededRows = rows.inputs
        self.rows = rows.counting(from: rows.inputs.lowerBound)
    }

    /// The size that is written.
    package var size: PictureSize { PictureSize(height: rows.count, width: columns.count) }

    /// Writes `[channels, height, width]` of the size that is shown.
    package func write(_ picture: PictureView, into target: UnsafeMutableBufferPointer<UInt8>) {
        precondition(window.top >= 0 && window.top + window.height <= picture.height, "the window lies in the picture")
        precondition(window.left >= 0 && window.left + window.width <= picture.width, "the window lies in the picture")
        precondition(target.count == picture.channels * size.area, "the picture fits exactly")
        guard let source = picture.bytes.baseAddress, let target = target.baseAddress else { return }
        let width = columns.count
        withUnsafeTemporaryAllocation(of: Int16.self, capacity: window.width + columns.taps) { room in
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: neededRows.count * width) { narrowed in
                for channel in 0..<picture.channels {
                    let first = channel * picture.area + window.top * picture.width + window.left
                    columns.withCAxis { columns, _ in
                        for (place, row) in neededRows.enumerated() {
                            cpix_resample_row(
                                source + first + row * picture.width, window.width, columns,
                                narrowed.baseAddress?.advanced(by: place * width), room.baseAddress)
                        }
                    }
                    rows.withCAxis { rows, counts in
                        cpix_resample_columns(
                            narrowed.baseAddress, width, rows, counts, target + channel * size.area)
                    }
                }
            }
        }
    }
}
