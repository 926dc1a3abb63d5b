/// Curves over each other in a terminal: each is drawn with its letter; where several meet, an asterisk stands.
struct LetterChart {
    let labels: [String]
    let curves: [[(x: Double, y: Double)]]
    /// What x counts.
    let xName: String
    /// How a value is written.
    let text: (Double) -> String

    private static let rowCount = 12

    func lines(width: Int?) -> [String] {
        let curves = curves.map { $0.filter { $0.x.isFinite && $0.y.isFinite } }
        let points = curves.joined()
        guard let low = points.map(\.y).min(), let high = points.map(\.y).max(), let right = points.map(\.x).max()
        else {
            return ["nothing yet"]
        }
        let margin = [text(low), text(high)].reduce(0) { max($0, $1.count) }
        let columns = max(8, min(width ?? 80, 100) - margin - 2)
        var rows = [[String]](repeating: [String](repeating: " ", count: columns), count: Self.rowCount)
        for (label, curve) in zip(labels, curves) {
            for column in 0..<columns {
                let x = right * (Double(column) + 0.5) / Double(columns)
                guard let y = Self.value(curve, at: x) else { continue }
                let part = high > low ? (y - low) / (high - low) : 0
                let row = min(Self.rowCount - 1, max(0, Int(((1 - part) * Double(Self.rowCount - 1)).rounded())))
                rows[row][column] = rows[row][column] == " " ? label : "*"
            }
        }
        let body = rows.enumerated().map { index, cells in
            let label = index == 0 ? text(high) : index == Self.rowCount - 1 ? text(low) : ""
            return (padded(label, to: margin, onLeft: true) + " │" + cells.joined()).trimmingEnd()
        }
        let end = "\(decimal(max(0, right), places: 1)) \(xName)"
        let foot = String(repeating: " ", count: margin + 2) + padded(end, to: columns, onLeft: true)
        return body + [String(repeating: " ", count: margin) + " └" + String(repeating: "─", count: columns), foot]
    }

    /// On the line between the points next to it; nil beyond its ends. One point is a line up to it.
    private static func value(_ curve: [(x: Double, y: Double)], at x: Double) -> Double? {
        guard let first = curve.first, let next = curve.firstIndex(where: { $0.x >= x }) else { return nil }
        guard next > 0 else { return curve.count == 1 ? first.y : nil }
        let (before, after) = (curve[next - 1], curve[next])
        let part = after.x > before.x ? (x - before.x) / (after.x - before.x) : 1
        return before.y + part * (after.y - before.y)
    }
}
