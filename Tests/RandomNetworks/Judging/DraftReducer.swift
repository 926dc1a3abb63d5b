import Tensors

/// Takes parts out of a network for as long as what it is looked at for still shows.
package struct DraftReducer {
    private let shows: (NetworkDraft) -> Bool

    /// - Parameter shows: whether a draft, which may be no right network, still shows it.
    package init(_ shows: @escaping (NetworkDraft) -> Bool) {
        self.shows = shows
    }

    /// The smallest that was found.
    package func reduced(_ draft: NetworkDraft) -> NetworkDraft {
        var best = draft
        while let smaller = best.reductions.first(where: shows) { best = smaller }
        return best
    }
}

extension NetworkDraft {
    /// Networks with a little less in them, those first of which most is gone.
    fileprivate var reductions: [NetworkDraft] {
        let parts =
            layers.indices.reversed().flatMap { withoutLayer($0) } + layers.indices.flatMap { withFewerInputs($0) }
        return (withoutUnread.map { [$0] } ?? []) + parts + smaller + layers.indices.flatMap { plainer($0) }
    }

    /// Nil where somebody reads each layer but the last.
    private var withoutUnread: NetworkDraft? {
        var result = self
        let read = Set(layers.flatMap(\.inputs))
        result.layers = layers.filter { read.contains($0.name) || !$0.nested.isEmpty || $0.name == layers.last?.name }
        return result.layers.count < layers.count ? result : nil
    }

    /// One layer less; its readers read one of its inputs.
    private func withoutLayer(_ index: Int) -> [NetworkDraft] {
        let gone = layers[index]
        return Set(gone.inputs).sorted().map { input in
            var result = self
            result.layers.remove(at: index)
            for place in result.layers.indices {
                result.layers[place].inputs = result.layers[place].inputs.map { $0 == gone.name ? input : $0 }
            }
            return result
        }
    }

    private func withFewerInputs(_ index: Int) -> [NetworkDraft] {
        guard layers[index].inputs.count > 2 else { return [] }
        return layers[index].inputs.indices.map { place in
            var result = self
            result.layers[index].inputs.remove(at: place)
            return result
        }
    }

    private var smaller: [NetworkDraft] {
        var results: [NetworkDraft] = []
        for count in Set([1, batch / 2, batch - 1]) where count >= 1 && count < batch {
            var result = self
            result.batch = count
            results.append(result)
        }
        for axis in 0..<3 {
            for length in Set([1, input[axis] / 2, input[axis] - 1]) where length >= 1 && length < input[axis] {
                var (result, lengths) = (self, input.lengths)
                lengths[axis] = length
                result.input = .init(lengths)
                results.append(result)
            }
        }
        return results.sorted { ($0.batch, $0.input.elementCount) < ($1.batch, $1.input.elementCount) }
    }

    /// A layer without one of its fields, or with a smaller number in it.
    private func plainer(_ index: Int) -> [NetworkDraft] {
        layers[index].fields.indices.flatMap { place in
            let value = layers[index].fields[place].value
            var without = self
            without.layers[index].fields.remove(at: place)
            let others =
                Int(value).map { number in [1, 16, number / 2, number - 1].filter { $0 >= 1 && $0 < number } } ?? []
            return [without]
                + others.map { other in
                    var result = self
                    result.layers[index].fields[place].value = "\(other)"
                    return result
                }
        }
    }
}
