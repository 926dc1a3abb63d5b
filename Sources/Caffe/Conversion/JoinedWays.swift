import SpecSyntax

/// A group of steps as ways from its input that meet in one step, with what stands behind that one.
struct JoinedWays {
    /// The place of the step in which the ways meet.
    let join: Int
    /// For each input of this step the places of the steps that lead to it alone, in their order.
    let ways: [[Int]]
    /// What the ways are called, one name for each.
    let names: [String]

    /// Nil where the ways are not plain, one step after the other.
    init?(_ group: StepGroup, in draft: NetDraft) {
        let steps = group.steps.map { draft.steps[$0] }
        guard let join = steps.lastIndex(where: { $0.sources.count > 1 }) else { return nil }
        let behind = steps.indices.dropFirst(join + 1)
        guard behind.allSatisfy({ steps[$0].sources == [.step(group.steps[$0 - 1])] }) else { return nil }
        let places = Dictionary(uniqueKeysWithValues: group.steps.enumerated().map { ($0.element, $0.offset) })
        var ways: [[Int]] = []
        for source in steps[join].sources {
            var (way, next): ([Int], NetDraft.Source) = ([], source)
            while let step = next.step, let place = places[step] {
                guard draft.steps[step].sources.count == 1 else { return nil }
                way.insert(place, at: 0)
                next = draft.steps[step].sources[0]
            }
            guard next == group.entry else { return nil }
            ways.append(way)
        }
        guard ways.flatMap({ $0 }) == Array(0..<join) else { return nil }
        (self.join, self.ways) = (join, ways)
        names = Self.names(of: ways, group, steps, isSum: steps[join].kind == "add")
    }

    /// A residual block's are `body` and `shortcut`, which has fewer weights; others are called after the last step with any.
    private static func names(of ways: [[Int]], _ group: StepGroup, _ steps: [NetDraft.Step], isSum: Bool) -> [String] {
        let weights = ways.map { way in way.count { steps[$0].mainField != nil } }
        if isSum, ways.count == 2, weights[0] != weights[1] {
            return weights[0] < weights[1] ? ["shortcut", "body"] : ["body", "shortcut"]
        }
        var keys = StepNames()
        return ways.map { way in
            let main = way.last { steps[$0].mainField != nil } ?? way.last { steps[$0].kind != "relu" } ?? way.last
            return keys.take(main.map { group.names[$0] } ?? "shortcut")
        }
    }
}

extension JoinedWays {
    /// The ways of a residual block; nil for other groups.
    static func residual(_ group: StepGroup, in draft: NetDraft) -> (body: [Int], shortcut: [Int])? {
        guard let joined = JoinedWays(group, in: draft), let body = joined.names.firstIndex(of: "body"),
            let shortcut = joined.names.firstIndex(of: "shortcut")
        else { return nil }
        return (joined.ways[body], joined.ways[shortcut])
    }
}

extension NetDraft.Step {
    /// The field that says how many channels the step makes; nil for steps without weights of their own.
    var mainField: String? { fields.lazy.map(\.key).first { ["filters", "outputs"].contains($0) } }
}
