/// What TensorBoard shows at a step; written as TensorFlow's `Event` (`event.proto`, `summary.proto`, `graph.proto`).
package struct TensorBoardEvent: Sendable {
    package enum Value: Sendable {
        case scalar(Float)
        case histogram(TensorBoardHistogram)
        /// A PNG file.
        case picture([UInt8], width: Int, height: Int, isGrey: Bool)
    }

    package let bytes: [UInt8]

    private init(time: Double, step: Int, _ body: (inout ProtobufMessage) -> Void) {
        var event = ProtobufMessage()
        // What is 0 is left out, as protobuf's own writers do.
        if time != 0 { event.add(1, time) }
        if step != 0 { event.add(2, step) }
        body(&event)
        bytes = event.bytes
    }

    /// What each file begins with.
    ///
    /// - Parameter time: in seconds since 1970, as in all of them.
    package static func beginning(time: Double) -> TensorBoardEvent {
        TensorBoardEvent(time: time, step: 0) { $0.add(3, "brain.Event:2") }
    }

    /// Numbers and pictures by their names; a `/` in a name makes a group.
    package init(time: Double, step: Int, values: [(name: String, value: Value)]) {
        self.init(time: time, step: step) { event in
            var summary = ProtobufMessage()
            for (name, value) in values { summary.add(1, Self.message(name, value)) }
            event.add(5, summary)
        }
    }

    package init(time: Double, graph: [TensorBoardNode]) {
        self.init(time: time, step: 0) { event in
            var definition = ProtobufMessage()
            for node in graph { definition.add(1, node.message) }
            event.add(4, definition)
        }
    }

    private static func message(_ name: String, _ value: Value) -> ProtobufMessage {
        var message = ProtobufMessage()
        message.add(1, name)
        switch value {
        case .scalar(let number): message.add(2, number)
        case .histogram(let histogram): message.add(5, histogram.message)
        case .picture(let bytes, let width, let height, let isGrey):
            var picture = ProtobufMessage()
            picture.add(1, height)
            picture.add(2, width)
            picture.add(3, isGrey ? 1 : 3)
            picture.add(4, bytes)
            message.add(4, picture)
        }
        return message
    }
}

/// A box of the graph: a layer, with the names of those that it reads.
package struct TensorBoardNode: Sendable {
    private let name: String
    private let kind: String
    private let inputs: [String]
    /// Batch left out.
    private let outputShape: [Int]

    package init(name: String, kind: String, inputs: [String], outputShape: [Int]) {
        (self.name, self.kind, self.inputs, self.outputShape) = (name, kind, inputs, outputShape)
    }

    /// A `NodeDef`, whose `_output_shapes` are written along the edges.
    fileprivate var message: ProtobufMessage {
        var message = ProtobufMessage()
        message.add(1, name)
        message.add(2, kind)
        for input in inputs { message.add(3, input) }
        var shape = ProtobufMessage()
        // A batch of any size.
        for length in [-1] + outputShape {
            var dimension = ProtobufMessage()
            dimension.add(1, length)
            shape.add(2, dimension)
        }
        var (list, value, entry) = (ProtobufMessage(), ProtobufMessage(), ProtobufMessage())
        list.add(7, shape)
        value.add(1, list)
        entry.add(1, "_output_shapes")
        entry.add(2, value)
        message.add(5, entry)
        return message
    }
}
