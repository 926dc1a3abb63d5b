import Diagnostics

/// A height and a width, of a kernel, a stride, a dilation or a padding.
package struct Extent: Hashable, Sendable, CustomStringConvertible {
    package let height: Int
    package let width: Int

    package init(height: Int, width: Int) {
        self.height = height
        self.width = width
    }

    package init(_ both: Int) {
        self.init(height: both, width: both)
    }

    package var area: Int { height * width }

    /// `3` for a square, `[3, 5]` otherwise: as it is written in a spec.
    package var description: String { height == width ? "\(height)" : "[\(height), \(width)]" }
}

extension FieldFormat where Value == Extent {
    /// One number for both axes, or `[height, width]`.
    package static func extent(_ range: PartialRangeFrom<Int>) -> FieldFormat {
        let part = FieldFormat<Int>.integer(range.lowerBound...largestExtent)
        return FieldFormat(
            "\(part.description), or `[height, width]`", placeholder: Extent(range.lowerBound),
            schema: .either([part.schema(), .list(of: part.schema(), count: 2...2)])
        ) { node, context in
            if let items = node.sequence {
                guard items.count == 2, case .value(let height) = part.read(items[0], context),
                    case .value(let width) = part.read(items[1], context)
                else { return .unfit }
                return .value(Extent(height: height, width: width))
            }
            guard case .value(let both) = part.read(node, context) else { return .unfit }
            return .value(Extent(both))
        }.suggesting { $0.asExtentRemedy ?? $0.asIntegerRemedy }
    }
}

extension FieldFormat {
    /// A list of values of one format.
    package static func list<Element>(of element: FieldFormat<Element>) -> FieldFormat where Value == [Element] {
        FieldFormat(
            "a list, each item \(element.description)", placeholder: [], schema: .list(of: element.schema())
        ) { node, context in
            guard let items = node.sequence else { return .unfit }
            var values: [Element] = []
            var failed = false
            for (number, item) in items.enumerated() {
                switch element.read(item, context.inside("\(number)", reading: item)) {
                case .value(let value): values.append(value)
                case .reported: failed = true
                case .unfit:
                    failed = true
                    context.report(
                        Diagnostic(
                            .wrongType, "an item here must be \(element.description), found \(item.foundText)",
                            at: item.span,
                            help: element.remedy(item) ?? element.schema().remedy(for: item)))
                }
            }
            return failed ? .reported : .value(values)
        }.suggesting(\.asListRemedy)
    }
}

/// The longest side of a kernel, a stride, a padding or a dilation.
package let largestExtent = Int(Int16.max)
