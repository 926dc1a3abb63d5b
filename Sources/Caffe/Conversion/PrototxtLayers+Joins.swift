import SpecSyntax

/// Layers that take several layers of Caffe's, with blobs of their own between them.
extension PrototxtLayers {
    /// A part of the channels: one of the tops of a `Slice`, whose others nothing reads.
    static let slice: Rule = { writer in
        let first = writer.text("first").flatMap(parseInteger) ?? 0
        let (arriving, count) = (writer.layer.inputShapes[0][0], writer.layer.outputShape[0])
        var message = PrototxtMessage()
        var (tops, unread): ([String], [String]) = ([writer.top], [])
        if first > 0 {
            message.add("slice_point", "\(first)")
            unread.append(writer.blob("before"))
            tops.insert(unread[0], at: 0)
        }
        if first + count < arriving {
            message.add("slice_point", "\(first + count)")
            unread.append(writer.blob("after"))
            tops.append(writer.blob("after"))
        }
        let slice = PrototxtLayer(
            name: writer.layer.path, type: "Slice", bottoms: writer.bottoms, tops: tops,
            parameters: ("slice_param", message))
        let silence = PrototxtLayer(name: writer.name("silence"), type: "Silence", bottoms: unread, tops: [])
        return unread.isEmpty ? [slice] : [slice, silence]
    }

    /// A part of the picture, which in Caffe is as large as a second blob: one of that size that holds nothing.
    static let crop: Rule = { writer in
        var (shape, message) = (PrototxtMessage(), PrototxtMessage())
        shape.add("shape", PrototxtMessage(shape: [1, 1] + writer.layer.outputShape.suffix(2)))
        for offset in writer.layer.resolvedFields["offset"] ?? [] { message.add("offset", "\(offset)") }
        let size = PrototxtLayer(
            name: writer.name("size"), type: "DummyData", bottoms: [], tops: [writer.blob("size")],
            parameters: ("dummy_data_param", shape))
        let crop = PrototxtLayer(
            name: writer.layer.path, type: "Crop", bottoms: writer.bottoms + size.tops, tops: [writer.top],
            parameters: ("crop_param", message))
        return [size, crop]
    }

    /// A product of blobs of one shape; or of a picture and one number for each channel, which is a `Scale` from axis 0 on of
    /// what `Flatten` makes a row of.
    static let multiply: Rule = { writer in
        let shapes = writer.layer.inputShapes
        guard shapes.contains(where: { $0 != shapes[0] }) else {
            var message = PrototxtMessage()
            message.add("operation", "PROD")
            return writer.chain([Part("Eltwise", "eltwise_param", message)])
        }
        guard shapes.count == 2 else {
            writer.refuse(
                "one number for each channel is multiplied with one picture alone, and here are \(shapes.count)")
            return nil
        }
        let small = shapes[0] == writer.layer.outputShape ? 1 : 0
        let flatten = PrototxtLayer(
            name: writer.name("flatten"), type: "Flatten", bottoms: [writer.bottoms[small]],
            tops: [writer.blob("flatten")])
        var message = PrototxtMessage()
        message.add("axis", "0")
        let scale = PrototxtLayer(
            name: writer.layer.path, type: "Scale", bottoms: [writer.bottoms[1 - small]] + flatten.tops,
            tops: [writer.top], parameters: ("scale_param", message))
        return [flatten, scale]
    }
}
