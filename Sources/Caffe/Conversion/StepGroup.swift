/// Steps of a network that read one thing and give one thing, and so could be a module.
struct StepGroup: Sendable {
    /// In their order.
    let steps: [Int]
    let entry: NetDraft.Source
    /// The last step; the only one that others read.
    let exit: Int
    /// What the steps are called inside, one for each.
    var names: [String]
    /// What the group is called.
    let name: String
    /// What the file calls the steps without the group's name, where it calls them by that; see `named(_:)`.
    var ownNames: [String]?
}

extension StepGroup {
    /// The groups of a network: steps whose names have a folder in common, `inception_3a/…`, and beside them the ways between
    /// a step that is read twice and the one where these ways meet.
    static func all(in draft: NetDraft, _ layout: NetLayout) -> [StepGroup] {
        let readers = Readers(draft, layout)
        let folders = byFolder(draft, layout.chain).compactMap { steps -> StepGroup? in
            guard let folder = draft.folder(of: steps), let entry = readers.entry(of: steps, in: draft),
                let exit = readers.exit(of: steps)
            else { return nil }
            let names = steps.map { draft.steps[$0].name.dropFirst(folder.count + 1) }
            return StepGroup(steps: steps, entry: entry, exit: exit, names: distinct(names), name: folder)
        }
        let taken = Set(folders.flatMap(\.steps))
        let ways = byWays(draft, layout.chain, taken, readers)
        // A module cannot name a layer outside.
        return (folders + ways).filter { !draft.hasTies(in: $0.steps) }.sorted {
            ($0.steps.first ?? 0) < ($1.steps.first ?? 0)
        }
    }

    /// Neighbours in the chain with one folder in their names.
    private static func byFolder(_ draft: NetDraft, _ chain: [Int]) -> [[Int]] {
        var groups: [[Int]] = []
        for step in chain {
            if let last = groups.last?.last, draft.folder(of: [last, step]) != nil {
                groups[groups.count - 1].append(step)
            } else {
                groups.append([step])
            }
        }
        return groups.filter { $0.count > 1 }
    }

    /// What stands between a step that several read and the step in which all these ways have met.
    private static func byWays(
        _ draft: NetDraft, _ chain: [Int], _ taken: Set<Int>, _ readers: Readers
    ) -> [StepGroup] {
        let places = Dictionary(uniqueKeysWithValues: chain.enumerated().map { ($0.element, $0.offset) })
        var groups: [StepGroup] = []
        var next = 0
        while next < chain.count {
            defer { next += 1 }
            guard let entry = draft.steps[chain[next]].sources.first, readers.count(of: entry) > 1 else { continue }
            var open = Set<Int>()
            var steps: [Int] = []
            for place in next..<min(chain.count, next + mostSteps) {
                let step = chain[place]
                let isInside = draft.steps[step].sources.allSatisfy {
                    $0 == entry || $0.step.map(open.contains) ?? false
                }
                guard isInside, !taken.contains(step) else { break }
                open.insert(step)
                steps.append(step)
                guard steps.count > 1, draft.steps[step].sources.count > 1, let exit = readers.exit(of: steps) else {
                    continue
                }
                if place + 1 < chain.count, draft.isNamed(chain[place + 1], behind: exit),
                    readers.exit(of: steps + [chain[place + 1]]) != nil, !taken.contains(chain[place + 1])
                {
                    steps.append(chain[place + 1])
                }
                groups.append(ways(draft, steps, entry, joinedIn: exit))
                next = places[steps[steps.count - 1]] ?? next
                break
            }
        }
        return groups
    }

    private static func ways(
        _ draft: NetDraft, _ steps: [Int], _ entry: NetDraft.Source, joinedIn join: Int
    ) -> StepGroup {
        let (names, kinds) = (steps.map { draft.steps[$0].name }, steps.map { draft.steps[$0].kind })
        let folder = commonFolder(of: names).map { String($0.dropLast()) }
        // A folder of more than these steps is no name for them.
        let count = folder.map { folder in
            draft.steps.count {
                $0.name.hasPrefix(folder) && $0.name.dropFirst(folder.count).first.map(isSeparator) ?? true
            }
        }
        let name = draft.steps[join].name
        return StepGroup(
            steps: steps, entry: entry, exit: steps[steps.count - 1], names: namesByKind(kinds),
            name: count == steps.count ? folder ?? name : name, ownNames: ownNames(names, kinds: kinds, group: name))
    }

    private static let mostSteps = 64

    private static func distinct(_ names: [Substring]) -> [String] {
        var scope = StepNames()
        return names.map { scope.take($0) }
    }
}

extension NetDraft {
    /// Whether a step reads another alone and is called after it, as `res2a_relu` behind `res2a` is.
    fileprivate func isNamed(_ step: Int, behind other: Int) -> Bool {
        steps[step].sources == [.step(other)] && steps[step].name.without(steps[other].name) != nil
    }

    /// Whether a step of these has parameters of another.
    func hasTies(in steps: [Int]) -> Bool { steps.contains { !self.steps[$0].ties.isEmpty } }
}

/// Who reads what, auxiliary classifiers and the network's end among them.
private struct Readers {
    private var readers: [NetDraft.Source: Set<Int>] = [:]
    private var ends: Set<Int> = []

    init(_ draft: NetDraft, _ layout: NetLayout) {
        for step in layout.chain {
            for source in draft.steps[step].sources { readers[source, default: []].insert(step) }
        }
        ends = Set(layout.auxiliaries.map(\.source) + layout.chain.suffix(1))
    }

    func count(of source: NetDraft.Source) -> Int { readers[source]?.count ?? 0 }

    /// The one thing from outside that some steps read; nil where there are several.
    func entry(of steps: [Int], in draft: NetDraft) -> NetDraft.Source? {
        let inside = Set(steps)
        let entries = Set(
            steps.flatMap { draft.steps[$0].sources }.filter { $0.step.map { !inside.contains($0) } ?? true })
        return entries.count == 1 ? entries.first : nil
    }

    /// The last of some steps, where nothing outside reads another and all others are read; nil otherwise.
    func exit(of steps: [Int]) -> Int? {
        guard let last = steps.last else { return nil }
        let inside = Set(steps)
        let others = steps.dropLast().allSatisfy { step in
            let reading = readers[.step(step)] ?? []
            return !ends.contains(step) && !reading.isEmpty && reading.isSubset(of: inside)
        }
        return others ? last : nil
    }
}
