/// An axis of a picture `[channels, height, width]`: what it is called, and its place in the shape.
package enum PictureAxis: String, CaseIterable, Sendable {
    case channels, height, width

    package var name: String { rawValue }

    /// 0 for the channels.
    package var index: Int {
        switch self {
        case .channels: 0
        case .height: 1
        case .width: 2
        }
    }

    package init?(index: Int) {
        guard Self.allCases.indices.contains(index) else { return nil }
        self = Self.allCases[index]
    }
}
