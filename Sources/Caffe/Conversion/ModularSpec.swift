import Diagnostics
import SpecSyntax

/// A network's steps as a person would write them: what stands several times as a module, and ways that meet as branches.
struct ModularSpec {
    let draft: NetDraft
    let layout: NetLayout
    /// Of each step, its path in the spec.
    private(set) var paths: [Int: String] = [:]
    private(set) var network: [SyntaxNode] = []
    private(set) var modules: [SyntaxNode.Entry] = []
    private var names: [Int: String] = [:]
    private let span: SourceSpan
    private let isStandard: YAMLConversion.Standard

    /// - Parameters:
    ///   - isStandard: whether a field may be left out of a layer.
    ///   - channels: how many a step gives; nil for the pictures' own.
    init(_ spec: CaffeSpec, isStandard: @escaping YAMLConversion.Standard, channels: @escaping (Int?) -> Int?) {
        (draft, layout, self.isStandard) = (spec.net.draft, spec.layout, isStandard)
        span = spec.net.span.first
        var moduleNames = StepNames()
        let planes = { (group: StepGroup) in channels(group.entry.step) }
        let found = FoundModule.all(
            StepGroup.all(in: draft, layout), in: draft, names: &moduleNames,
            stem: { stem(of: $0.map(\.name)) ?? "block" }, planes: planes)
        let heads = FoundModule.all(
            layout.auxiliaries.map { head(of: $0) }.filter { !draft.hasTies(in: $0.steps) }, in: draft,
            names: &moduleNames,
            stem: { (stem(of: $0.map(\.name)) ?? "auxiliary") + "-head" }, planes: planes)
        modules = (found + heads).map(definition)
        write(found, heads, channels)
    }

    /// What an auxiliary classifier is made of, as a group.
    private func head(of auxiliary: NetLayout.Auxiliary) -> StepGroup {
        let folder = draft.folder(of: auxiliary.steps)
        var scope = StepNames()
        scope.reserved = draft.namesOfOwners(for: auxiliary.steps, paths)
        let names = auxiliary.steps.map { scope.take(draft.steps[$0].name.dropFirst(folder.map { $0.count + 1 } ?? 0)) }
        return StepGroup(
            steps: auxiliary.steps, entry: .step(auxiliary.source), exit: auxiliary.loss.scores.step ?? 0, names: names,
            name: folder ?? auxiliary.loss.name.value)
    }

    private func plain(_ text: String) -> SyntaxNode { .plain(text, at: span) }
    private func quoted(_ text: String) -> SyntaxNode { SyntaxNode(.scalar(.init(text, isPlain: false)), at: span) }
    private func entry(_ key: String, _ value: SyntaxNode) -> SyntaxNode.Entry {
        .init(key: key, keySpan: span, value: value)
    }
    private func mapping(_ entries: [SyntaxNode.Entry]) -> SyntaxNode { SyntaxNode(.mapping(entries), at: span) }

    // MARK: Modules

    private func definition(_ module: FoundModule) -> SyntaxNode.Entry {
        let group = module.uses[0]
        var parameters = module.parameters.map { entry($0.name, plain($0.type)) }
        var entries: [SyntaxNode.Entry] = []
        if module.hasPlanes { parameters.insert(entry("in_planes", plain("integer")), at: 0) }
        if !parameters.isEmpty { entries.append(entry("parameters", mapping(parameters))) }
        if module.hasPlanes { entries.append(entry("expects", mapping([entry("channels", quoted("${in_planes}"))]))) }
        let steps = group.steps.indices.map { place -> SyntaxNode.Entry in
            let step = draft.steps[group.steps[place]]
            let fields = step.fields.compactMap { field -> SyntaxNode.Entry? in
                let parameter = module.parameters.first { $0.step == place && $0.field == field.key }
                if let parameter { return entry(field.key, quoted("${\(parameter.name)}")) }
                return isStandard(step.kind, field) ? nil : field
            }
            return entry(step.kind, mapping([entry("name", .name(group.names[place], at: span))] + fields))
        }
        entries.append(entry("network", SyntaxNode(.sequence(inner(group, steps)), at: span)))
        return entry(module.name, mapping(entries))
    }

    /// The steps of a module: branches where ways from its input meet in its last step, else one after the other.
    private func inner(_ group: StepGroup, _ steps: [SyntaxNode.Entry]) -> [SyntaxNode] {
        let places = Dictionary(uniqueKeysWithValues: group.steps.enumerated().map { ($0.element, $0.offset) })
        if let branches = branches(of: group, places) {
            let join = steps[steps.count - 1]
            var keys = StepNames()
            let lists = branches.map { branch -> SyntaxNode.Entry in
                let main = branch.last { draft.steps[group.steps[$0]].kind != "relu" } ?? branch.last
                let key = keys.take(main.map { group.names[$0] } ?? "shortcut")
                return entry(key, SyntaxNode(.sequence(branch.map { mapping([steps[$0]]) }), at: span))
            }
            return [mapping([entry(join.key, mapping((join.value.mapping ?? []) + lists))])]
        }
        return steps.indices.map { place in
            let sources = draft.steps[group.steps[place]].sources
            let previous = place == 0 ? group.entry : .step(group.steps[place - 1])
            guard sources != [previous] else { return mapping([steps[place]]) }
            let from = sources.map { source in
                SyntaxNode.name(source.step.flatMap { places[$0] }.map { group.names[$0] } ?? "input", at: span)
            }
            let value = from.count == 1 ? from[0] : SyntaxNode(.sequence(from), at: span)
            let fields = steps[place].value.mapping ?? []
            return mapping([
                entry(steps[place].key, mapping(fields.prefix(1) + [entry("from", value)] + fields.dropFirst()))
            ])
        }
    }

    /// For each input of a group's last step the places of the steps that lead to it alone, in their order; nil where these are
    /// not plain ways from the group's entry, one after the other.
    private func branches(of group: StepGroup, _ places: [Int: Int]) -> [[Int]]? {
        guard let last = group.steps.last, draft.steps[last].sources.count > 1 else { return nil }
        var branches: [[Int]] = []
        for source in draft.steps[last].sources {
            var (branch, next): ([Int], NetDraft.Source) = ([], source)
            while let step = next.step, let place = places[step] {
                guard draft.steps[step].sources.count == 1 else { return nil }
                branch.insert(place, at: 0)
                next = draft.steps[step].sources[0]
            }
            guard next == group.entry else { return nil }
            branches.append(branch)
        }
        return branches.flatMap { $0 } == Array(0..<group.steps.count - 1) ? branches : nil
    }

    // MARK: The network

    private mutating func write(_ found: [FoundModule], _ heads: [FoundModule], _ channels: (Int?) -> Int?) {
        var uses: [Int: (FoundModule, StepGroup)] = [:]
        for module in found { for group in module.uses { uses[group.steps[0]] = (module, group) } }
        var scope = StepNames()
        var skipped: Set<Int> = []
        for step in layout.chain where !skipped.contains(step) {
            guard let (_, group) = uses[step] else {
                let name = scope.take(draft.steps[step].name)
                (names[step], paths[step]) = (name, name)
                continue
            }
            take(group, named: scope.take(group.name))
            skipped.formUnion(group.steps)
        }
        var branches = Dictionary(grouping: layout.auxiliaries.indices) { layout.auxiliaries[$0].source }
        var previous = NetDraft.Source.pictures
        for step in layout.chain {
            if let (module, group) = uses[step] {
                network.append(use(of: module, group, previous, names[group.exit] ?? "", channels))
                previous = .step(group.exit)
            } else if !skipped.contains(step) {
                network.append(item(step, after: previous, input: .pictures))
                previous = .step(step)
            } else if step != previous.step {
                continue
            }
            guard case .step(let made) = previous else { continue }
            for number in branches.removeValue(forKey: made) ?? [] {
                network.append(auxiliary(layout.auxiliaries[number], heads, in: &scope, channels))
            }
        }
    }

    /// Names the steps of a module's use.
    private mutating func take(_ group: StepGroup, named name: String, in folder: String = "") {
        for (step, inner) in zip(group.steps, group.names) { paths[step] = "\(folder)\(name)/\(inner)" }
        names[group.exit] = name
    }

    private func use(
        of module: FoundModule, _ group: StepGroup, _ previous: NetDraft.Source, _ name: String,
        _ channels: (Int?) -> Int?
    ) -> SyntaxNode {
        var entries = [entry("name", .name(name, at: span))]
        if group.entry != previous {
            let source = group.entry.step.flatMap { names[$0] } ?? "input"
            entries.append(entry("from", .name(source, at: span)))
        }
        if module.hasPlanes, let planes = channels(group.entry.step) {
            entries.append(entry("in_planes", plain("\(planes)")))
        }
        entries += module.parameters.compactMap { parameter in
            let step = draft.steps[group.steps[parameter.step]]
            return step.fields.first { $0.key == parameter.field }.map { entry(parameter.name, $0.value) }
        }
        return mapping([entry(module.name, mapping(entries))])
    }

    private mutating func auxiliary(
        _ auxiliary: NetLayout.Auxiliary, _ heads: [FoundModule], in scope: inout StepNames, _ channels: (Int?) -> Int?
    ) -> SyntaxNode {
        let group = head(of: auxiliary)
        let name = scope.take(group.name)
        var steps: [SyntaxNode] = []
        if let module = heads.first(where: { $0.uses.contains { $0.steps == group.steps } }) {
            take(group, named: module.name, in: "\(name)/")
            let use = use(of: module, group, group.entry, module.name, channels).mapping?[0]
            // A use without a name is called after its module.
            let rest = use?.value.mapping?.dropFirst() ?? []
            steps = [rest.isEmpty ? plain(module.name) : mapping([entry(module.name, mapping(Array(rest)))])]
        } else {
            for (step, inner) in zip(group.steps, group.names) {
                (names[step], paths[step]) = (inner, "\(name)/\(inner)")
            }
            var previous = group.entry
            for step in group.steps {
                steps.append(item(step, after: previous, input: group.entry))
                previous = .step(step)
            }
        }
        return mapping([
            entry(
                "auxiliary",
                mapping([
                    entry("name", .name(name, at: span)), entry("weight", plain(shortest(auxiliary.loss.weight))),
                    entry("network", SyntaxNode(.sequence(steps), at: span)),
                ]))
        ])
    }

    private func item(_ number: Int, after previous: NetDraft.Source, input: NetDraft.Source) -> SyntaxNode {
        let step = draft.steps[number]
        var entries = [entry("name", .name(names[number] ?? "layer", at: span))]
        let sources = step.sources.map { source in
            SyntaxNode.name(source == input ? "input" : source.step.flatMap { names[$0] } ?? "input", at: span)
        }
        if sources.count > 1 {
            entries.append(entry("from", SyntaxNode(.sequence(sources), at: span)))
        } else if step.sources != [previous], let source = sources.first {
            entries.append(entry("from", source))
        }
        if let shared = step.sharedWeights(naming: { draft.name(of: $0, for: number, paths) }) {
            entries.append(shared)
        }
        let fields = step.fields.filter { !isStandard(step.kind, $0) }
        return mapping([entry(step.kind, mapping(entries + fields))])
    }
}

/// What names have in common at their beginning, without what counts them: `inception` of `inception_3a` and `inception_3b`.
private func stem(of names: [String]) -> String? {
    guard var common = names.first?[...] else { return nil }
    for name in names { while !name.hasPrefix(common) { common = common.dropLast() } }
    while let last = common.last, !last.isLetter { common = common.dropLast() }
    return common.isEmpty ? nil : String(common.replacing("_", with: "-").filter { isNameLetter($0) })
}
