/// A spec of convolutions and ReLUs by turns, on pictures of three channels.
struct LayerChain {
    let layers: Int
    /// Filters of the last convolution; the others have `width`.
    var last = Self.width

    private static let width = 8

    /// The same chain with a wider end.
    var widened: LayerChain { LayerChain(layers: layers, last: 2 * Self.width) }

    private var filters: [Int] {
        [Int](repeating: Self.width, count: layers / 2 - 1) + [last]
    }

    var text: String {
        let steps = filters.enumerated().map { index, filters in
            "  - convolution: {name: conv_\(index + 1), filters: \(filters), kernel: 3, pad: same}\n  - relu\n"
        }
        return "netspec: 1\nname: chain\ninput: {channels: 3, height: 32, width: 32}\nnetwork:\n" + steps.joined()
    }

    /// Nine weights for each pair of channels, and a bias for each filter.
    var parameters: Int {
        zip([3] + filters, filters).reduce(0) { $0 + 9 * $1.0 * $1.1 + $1.1 }
    }
}
