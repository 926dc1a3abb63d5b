import TestSupport

/// A network that can be worked out by hand: the mean of each colour, of a byte `b` the number `b / 255`, and two scores, `red` and
/// `blue + 0.5`.
///
/// Of the colour (51, 102, 204) these are 0.2 and 1.3, and softmax makes them 1 / (1 + e^1.1) = 0.24973989 and 0.75026011.
enum MeanColour {
    static let spec = """
        netspec: 1
        name: means
        input: {channels: 3, height: 4, width: 4}
        classes: 2
        network:
          - global-average-pool
          - linear: {name: scores, outputs: "${classes}"}
        data: {source: {folder: photos}, normalize: {mean: [0, 0, 0], deviation: [1, 1, 1]}}

        """

    static let colour: [UInt8] = [51, 102, 204]
    static let probabilities = [0.24973989, 0.75026011]

    /// A folder with `spec.yaml`, `weights.safetensors` and `picture.png` of that colour, 6 × 5.
    static func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write(spec, to: "spec.yaml")
        try folder.write(
            WeightsFile.bytes(
                [("scores.weight", [2, 3], [1, 0, 0, 0, 0, 1]), ("scores.bias", [2], [0, 0.5])],
                metadata: ["classes": #"["reddish","bluish"]"#]), to: "weights.safetensors")
        let planes = colour.flatMap { [UInt8](repeating: $0, count: 30) }
        try folder.write(PNGFile.bytes(planes: planes, channels: 3, height: 6, width: 5), to: "picture.png")
        return folder
    }
}
