import Pixels

/// A small network of 3×3 convolutions for a starter spec: each stage halves the picture and has twice the filters of the one before, down
/// to about 4×4, as in VGG, with batch normalisation.
struct StarterNetwork {
    private let size: PictureSize
    private let channels: Int
    private let reason: String

    init(_ size: PictureSize, channels: Int, _ reason: String) {
        (self.size, self.channels, self.reason) = (size, channels, reason)
    }

    private var shorter: Int { min(size.height, size.width) }
    /// Large pictures are halved at once: a step then takes a fourth of the time.
    private var stemStride: Int { shorter >= 96 ? 2 : 1 }

    private var stages: Int {
        var (side, stages) = (shorter / stemStride, 0)
        while side >= 8, stages < 4 { (side, stages) = (side / 2, stages + 1) }
        return stages
    }

    func lines(_ classCount: Int) -> [String] {
        var lines = [
            "", "# \(reason)" + (channels == 1 ? " They are grey." : ""),
            "input: {channels: \(channels), height: \(size.height), width: \(size.width)}", "classes: \(classCount)",
            "",
            "modules:", "  # A convolution without a bias, which the normalisation behind it would take away.",
            "  unit:",
            "    parameters: {filters: integer, stride: {type: integer, default: 1}}", "    network:",
            "      - convolution: {name: conv, filters: \"${filters}\", kernel: 3, stride: \"${stride}\", pad: 1, bias: false}",
            "      - batch-norm", "      - relu", "",
            "# Each stage halves the picture and has more filters, down to about 4×4.", "network:",
            "  - unit: {name: stem, filters: 32, stride: \(stemStride)}",
        ]
        for stage in 0..<stages {
            let filters = 64 << min(stage, 2)
            lines.append("  - unit: {name: stage_\(stage + 1)_a, filters: \(filters), stride: 2}")
            lines.append("  - unit: {name: stage_\(stage + 1)_b, filters: \(filters)}")
        }
        return lines + ["  - global-average-pool", "  - linear: {name: classifier, outputs: \"${classes}\"}"]
    }
}
