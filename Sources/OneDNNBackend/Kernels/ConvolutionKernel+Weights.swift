import Planning
import Tensors

// Weights and biases in the layouts and groups of primitives, and back.
extension ConvolutionKernel {
    /// Weights and biases as they are learned.
    func learned(
        _ primitive: Primitive, _ builder: ProgramBuilder
    ) throws -> [PrimitiveArgument: PlacedTensor] {
        var arguments = [
            PrimitiveArgument.weights: try weights(
                builder.weights.parameter(node, 0, shape: weightLengths), of: [node], for: primitive, builder)
        ]
        if hasBias { arguments[.bias] = try builder.weights.parameter(node, 1, shape: [filters]) }
        return arguments
    }

    /// In the layout of a primitive, and in its groups.
    func weights(
        _ kept: PlacedTensor, of nodes: [Int], for primitive: Primitive, _ builder: ProgramBuilder
    ) throws -> PlacedTensor {
        let descriptor = try primitive.required(.weights)
        guard descriptor.shape != weightLengths, let wider = problem(builder).widerGroups else {
            return try builder.weights.weight(kept, of: nodes, as: descriptor)
        }
        let wide = try widened ?? builder.recorder.plain(Shape(wider.lengths(weightLengths)), isPersistent: true)
        if widened == nil {
            widened = wide
            builder.weights.own("widen groups", of: nodes, making: [wide]) { addresses in
                let (from, to) = (addresses.floats(kept), addresses.floats(wide))
                return { wider.widen(from, into: to) }
            }
        }
        return try builder.weights.weight(wide, of: nodes, as: descriptor)
    }

    /// Brings the gradient of the weights to where it is kept, as the weights are.
    func keep(_ made: PlacedTensor, as kept: PlacedTensor, _ builder: ProgramBuilder) throws {
        guard made.descriptor.shape != weightLengths, let wider = problem(builder).widerGroups else {
            if made.descriptor != kept.descriptor { try builder.recorder.reorder(made, to: kept) }
            return
        }
        let wide = try builder.recorder.plain(made)
        builder.recorder.own("narrow groups", touching: [wide, kept]) { addresses in
            let (from, to) = (addresses.floats(wide), addresses.floats(kept))
            return { wider.narrow(from, into: to) }
        }
    }
}

// What batch normalisation becomes in evaluation.
extension ConvolutionKernel {
    /// Weights and biases with the batch normalisations folded in: `factor · weight` and `factor · bias + summand`.
    func folded(
        _ primitive: Primitive, _ builder: ProgramBuilder
    ) throws -> [PrimitiveArgument: PlacedTensor] {
        let (filters, count) = (filters, weightLengths.reduce(1, *))
        let weights = builder.recorder.tensor(try MemoryDescriptor(weightLengths), isPersistent: true)
        let biases = builder.recorder.tensor(try MemoryDescriptor([filters]), isPersistent: true)
        let learnedWeights = try builder.weights.parameter(node, 0, shape: weightLengths)
        let learnedBiases = hasBias ? try builder.weights.parameter(node, 1, shape: [filters]) : nil
        let norms = followers.norms.map { $0.coefficients(builder) }
        let nodes = parts.flatMap(\.operation.nodes)
        builder.weights.own(
            "fold batch normalisation", of: nodes, making: [weights, biases], readsStatistics: !norms.isEmpty
        ) { addresses in
            let (from, to) = (addresses.floats(learnedWeights), addresses.floats(weights))
            let (oldBiases, newBiases) = (learnedBiases.map(addresses.floats), addresses.floats(biases))
            let length = count / filters
            return {
                for (filter, channel) in norms.flatMap({ $0() }).enumerated() {
                    for place in filter * length..<(filter + 1) * length { to[place] = channel.factor * from[place] }
                    newBiases[filter] = channel.factor * (oldBiases?[filter] ?? 0) + channel.summand
                }
            }
        }
        return [
            .weights: try self.weights(weights, of: nodes, for: primitive, builder), .bias: biases,
        ]
    }
}
