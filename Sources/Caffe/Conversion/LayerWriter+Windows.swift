import SpecSyntax

extension LayerWriter {
    /// Adds the kernel, the step and the padding; false, with the reason reported, where Caffe has no such window.
    ///
    /// - Parameter standard: what a window without a stride steps by.
    func addWindow(to message: inout PrototxtMessage, stride standard: [String] = ["1", "1"]) -> Bool {
        func add(_ name: String, _ stem: String, _ lengths: [String]) {
            if Set(lengths).count == 1 { return message.add(name, lengths[0]) }
            message.add("\(stem)_h", lengths[0])
            message.add("\(stem)_w", lengths[1])
        }
        if let kernel = extent("kernel"), kernel.count == 2 { add("kernel_size", "kernel", kernel) }
        let stride = extent("stride") ?? standard
        if stride.count == 2, stride != ["1", "1"] { add("stride", "stride", stride) }
        guard let sides = layer.resolvedFields["pad"], sides.count == 4 else { return true }
        guard sides[0] == sides[1], sides[2] == sides[3] else {
            let (axis, first, second, places) =
                sides[0] == sides[1]
                ? ("width", sides[2], sides[3], ("to the left", "to the right"))
                : ("height", sides[0], sides[1], ("above", "below"))
            refuse(
                "its padding must be the same on both sides, found \(first) \(places.0) and \(second) \(places.1) of a "
                    + "\(axis) of \(layer.inputShapes[0][axis == "height" ? 1 : 2])", field: "pad",
                help: "write `pad: half`, or a number, where the results may change with it")
            return false
        }
        if sides != [0, 0, 0, 0] { add("pad", "pad", ["\(sides[0])", "\(sides[2])"]) }
        return true
    }

    /// Adds how Caffe rounds where it makes the same lengths; false, with the reason reported, where neither way does.
    func addRounding(to message: inout PrototxtMessage) -> Bool {
        let kernel = extent("kernel")?.compactMap(Int.init) ?? []
        let stride = extent("stride")?.compactMap(Int.init) ?? kernel
        let sides = layer.resolvedFields["pad"] ?? []
        let (input, output) = (layer.inputShapes[0].suffix(2), layer.outputShape.suffix(2))
        guard kernel.count == 2, stride.count == 2, sides.count == 4 else { return true }
        let pads = [sides[0], sides[2]]
        func lengths(isCeiling: Bool) -> [Int] {
            zip(input, zip(pads, zip(kernel, stride))).map { input, window in
                let (pad, (kernel, stride)) = window
                let span = input + 2 * pad - kernel
                let length = (isCeiling ? (span + stride - 1) / stride : span / stride) + 1
                // With padding on either axis, Caffe drops a last window that begins behind the picture.
                return isCeiling && pads != [0, 0] && (length - 1) * stride >= input + pad ? length - 1 : length
            }
        }
        let fits = [true: lengths(isCeiling: true) == Array(output), false: lengths(isCeiling: false) == Array(output)]
        let wantsCeiling = text("round") == "ceil"
        guard let isCeiling = [wantsCeiling, !wantsCeiling].first(where: { fits[$0] == true }) else {
            refuse(
                "it makes \(output.map(String.init).joined(separator: "×")) of "
                    + "\(input.map(String.init).joined(separator: "×")), and Caffe \(lengths(isCeiling: true).map(String.init).joined(separator: "×")) or "
                    + "\(lengths(isCeiling: false).map(String.init).joined(separator: "×"))",
                field: "round")
            return false
        }
        if !isCeiling { message.add("round_mode", "FLOOR") }
        return true
    }
}
