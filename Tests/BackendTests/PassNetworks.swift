import Layers
import Networks
import Testing

/// Networks that the passes change.
enum PassNetworks {
    static let names = [
        "inception", "dense", "residual", "bottleneck", "plain", "shared", "flattened", "pools", "grouped", "tied",
        "scaled",
    ]

    static func network(_ name: String) throws -> Network {
        let all = [
            "inception": inception, "dense": dense, "residual": residual, "bottleneck": bottleneck, "plain": plain,
            "shared": shared, "flattened": flattened, "pools": pools, "grouped": grouped, "tied": tied,
            "scaled": scaled,
        ]
        let steps = try #require(all[name])
        return try GraphNetwork.network(of: steps).adding(loss: SoftmaxCrossEntropy(labelSmoothing: 0.1))
    }

    /// An inception module with batch normalisation, one of whose siblings has no whole blocks; then a second one.
    static let inception = """
        [{convolution: {name: stem, filters: 16, kernel: 3, pad: 1}}, {batch-norm: {name: stem_bn}}, {relu: {name: x}}, \
        {convolution: {name: a, from: x, filters: 16, kernel: 1}}, {batch-norm: {name: a_bn}}, {relu: {name: a_out}}, \
        {convolution: {name: b, from: x, filters: 24, kernel: 1}}, batch-norm, relu, \
        {convolution: {filters: 16, kernel: 3, pad: 1}}, batch-norm, {relu: {name: b_out}}, \
        {convolution: {name: c, from: x, filters: 32, kernel: 1}}, batch-norm, {relu: {name: c_out}}, \
        {max-pool: {from: x, kernel: 3, stride: 1, pad: 1}}, {convolution: {filters: 20, kernel: 1}}, batch-norm, \
        {relu: {name: d_out}}, {concat: {name: y, from: [a_out, b_out, c_out, d_out]}}, \
        {convolution: {name: e, from: y, filters: 16, kernel: 1, bias: false}}, {relu: {name: e_out}}, \
        {convolution: {name: f, from: y, filters: 32, kernel: 1, bias: false}}, batch-norm, {relu: {name: f_out}}, \
        {average-pool: {from: y, kernel: 2, stride: 1, pad: 1}}, {convolution: {filters: 16, kernel: 2}}, \
        {relu: {name: g_out}}, {concat: {from: [e_out, f_out, g_out]}}, {max-pool: {kernel: 2, stride: 2}}, \
        {linear: {outputs: 4}}]
        """

    /// Each layer reads all before it, side by side.
    static let dense = """
        [{convolution: {name: a, filters: 16, kernel: 1}}, {batch-norm: {}}, {relu: {}}, \
        {convolution: {filters: 16, kernel: 3, pad: 1}}, {relu: {name: b}}, {concat: {name: ab, from: [b, a]}}, \
        {batch-norm: {}}, {relu: {}}, {convolution: {filters: 16, kernel: 3, pad: 1}}, {batch-norm: {}}, {relu: {name: c}}, \
        {concat: {name: abc, from: [ab, c]}}, {batch-norm: {}}, relu, {max-pool: {kernel: 2, stride: 2}}, \
        {linear: {outputs: 4}}]
        """

    /// A block whose input is added to its output, and a value that is added to itself.
    static let residual = """
        [{convolution: {filters: 16, kernel: 1}}, {batch-norm: {}}, {relu: {name: x}}, \
        {convolution: {filters: 16, kernel: 3, pad: 1}}, batch-norm, relu, {convolution: {filters: 16, kernel: 1}}, \
        {batch-norm: {name: y}}, {add: {name: sum, from: [x, y]}}, {relu: {name: z}}, {add: {from: [z, z, x]}}, \
        {global-average-pool: {}}, {linear: {outputs: 4}}]
        """

    /// Convolutions whose ReLU can take their place, and one sibling that learns from nothing but the output.
    static let plain = """
        [{convolution: {name: x, filters: 16, kernel: 3}}, {relu: {}}, {convolution: {name: a, filters: 16, kernel: 2}}, \
        {relu: {name: a_out}}, {convolution: {name: b, from: relu, filters: 17, kernel: 2}}, {relu: {name: b_out}}, \
        {concat: {from: [a_out, b_out]}}, {average-pool: {kernel: 2}}, {dropout: {}}, {linear: {outputs: 4}}]
        """

    /// A block whose shortcut is a convolution, and one whose shortcut is read again; sums that nothing is done to.
    private static let bottleneck = """
        [{convolution: {name: stem, filters: 16, kernel: 3, pad: 1, bias: false}}, batch-norm, {relu: {name: x}}, \
        {convolution: {filters: 16, kernel: 1}}, {batch-norm: {name: y}}, \
        {convolution: {from: x, filters: 16, kernel: 1}}, {batch-norm: {name: shortcut}}, \
        {add: {from: [y, shortcut]}}, {relu: {name: z}}, {convolution: {filters: 16, kernel: 3, pad: 1}}, {relu: {}}, \
        {convolution: {name: w, filters: 16, kernel: 1}}, {add: {name: sum, from: [z, w]}}, \
        {convolution: {name: v, from: z, filters: 16, kernel: 1}}, {add: {from: [sum, v]}}, relu, {dropout: {}}, \
        {linear: {outputs: 8}}, relu, dropout, {linear: {outputs: 4}}]
        """

    /// Siblings of which the first adds what both read.
    private static let shared = """
        [{convolution: {name: x, filters: 16, kernel: 1}}, {convolution: {name: a, from: x, filters: 16, kernel: 1}}, \
        {add: {name: s, from: [x, a]}}, {convolution: {name: b, from: x, filters: 16, kernel: 1}}, {relu: {name: r}}, \
        {concat: {from: [s, r]}}, {linear: {outputs: 4}}]
        """

    /// Factors and summands of channels behind convolutions: behind batch norm, which has its own or none, alone, before a sum and
    /// before a ReLU; of siblings; and one whose batch norm is read twice.
    private static let scaled = """
        [{convolution: {name: stem, filters: 16, kernel: 3, pad: 1}}, {batch-norm: {scale: false, shift: false}}, \
        {scale: {shift: true}}, {relu: {name: x}}, {convolution: {name: a, from: x, filters: 16, kernel: 1}}, batch-norm, \
        {scale: {name: y}}, {add: {from: [y, x]}}, {relu: {name: z}}, \
        {convolution: {name: b, from: z, filters: 16, kernel: 1, bias: false}}, {scale: {scale: false, shift: true}}, \
        {relu: {name: b_out}}, {convolution: {name: c, from: z, filters: 32, kernel: 1, bias: false}}, {scale: {shift: true}}, \
        {relu: {name: c_out}}, {convolution: {from: z, filters: 16, kernel: 3, pad: 1}}, {batch-norm: {name: n}}, \
        {scale: {name: d}}, {add: {name: e, from: [n, d]}}, {concat: {from: [b_out, c_out, e]}}, {linear: {outputs: 4}}]
        """

    /// Layers that have the parameters of others: of siblings, in other groups of followers, and of one that nothing reads.
    private static let tied = """
        [{convolution: {name: x, filters: 16, kernel: 1}}, batch-norm, {relu: {name: r}}, \
        {convolution: {name: a, from: r, filters: 16, kernel: 1}}, {batch-norm: {name: a_bn}}, {relu: {name: a_out}}, \
        {convolution: {name: b, from: r, filters: 16, kernel: 1}}, batch-norm, {relu: {name: b_out}}, \
        {convolution: {name: c, from: r, filters: 16, kernel: 1, weights-from: a}}, batch-norm, {relu: {name: c_out}}, \
        {convolution: {name: unread, from: r, filters: 16, kernel: 3, pad: 1}}, \
        {convolution: {name: d, from: b_out, filters: 16, kernel: 1, weights-from: b}}, {batch-norm: {weights-from: a_bn}}, \
        {relu: {name: d_out}}, {convolution: {name: e, filters: 16, kernel: 3, pad: 1, weights-from: unread}}, \
        {relu: {name: e_out}}, {concat: {from: [a_out, c_out, e_out]}}, {linear: {outputs: 4}}]
        """

    /// Pools whose input others keep: read by a convolution, by several, by batch normalisation, by a pool, and by nothing
    /// that wants them again; one of a part of a concatenation; numbers of both signs.
    private static let pools = """
        [{convolution: {name: x, filters: 16, kernel: 1}}, {convolution: {name: a, from: x, filters: 16, kernel: 3, pad: 1}}, \
        {max-pool: {name: p, from: x, kernel: 3, stride: 1, pad: 1}}, {convolution: {name: b, filters: 32, kernel: 1}}, \
        {convolution: {name: c, from: p, filters: 32, kernel: 3, pad: 1}}, {max-pool: {name: q, from: p, kernel: 3, stride: 1, \
        pad: 1}}, {convolution: {name: d, filters: 16, kernel: 1}}, {average-pool: {name: r, from: x, kernel: 3, stride: 1, \
        pad: 1}}, {batch-norm: {name: e}}, {concat: {name: y, from: [a, b, c, d, e]}}, \
        {max-pool: {name: s, from: b, kernel: 3, stride: 1, pad: 1}}, {convolution: {name: f, filters: 16, kernel: 1}}, \
        {convolution: {name: g, from: y, filters: 16, kernel: 1}}, {max-pool: {name: t, from: y, kernel: 3, stride: 1, pad: 1}}, \
        {concat: {from: [f, g, t]}}, {linear: {outputs: 4}}]
        """

    /// Convolutions in groups of 4 channels, whose blocks have 4 too, beside such of others: side by side, first and second, and
    /// added.
    private static let grouped = """
        [{convolution: {name: stem, filters: 64, kernel: 1}}, \
        {convolution: {name: a, filters: 64, kernel: 3, pad: 1, groups: 16, bias: false}}, {batch-norm: {name: a_bn}}, \
        {relu: {name: a_out}}, {max-pool: {name: p, kernel: 3, stride: 1, pad: 1}}, \
        {convolution: {name: b, from: stem, filters: 16, kernel: 1}}, {relu: {name: b_out}}, \
        {concat: {name: y, from: [p, b_out]}}, {convolution: {name: c, filters: 80, kernel: 3, pad: 1, groups: 20}}, \
        {batch-norm: {name: c_bn}}, {add: {name: s, from: [c_bn, y]}}, {relu: {name: s_out}}, \
        {convolution: {name: d, from: y, filters: 32, kernel: 1}}, {concat: {from: [d, s_out]}}, \
        {average-pool: {kernel: 2}}, {linear: {outputs: 4}}]
        """

    /// Two that flatten one value, one of which a ReLU follows.
    private static let flattened = """
        [{convolution: {name: x, filters: 16, kernel: 3}}, {flatten: {name: f}}, {relu: {name: r}}, \
        {flatten: {name: g, from: x}}, {add: {from: [r, g]}}, {linear: {outputs: 4}}]
        """
}
