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
    ///   - reserved: what no module can be called.
    ///   - isStandard: whether a field may be left out of a layer.
    ///   - channels: how many a step gives; nil for the pictures' own.
    init(
        _ spec: CaffeSpec, reserved: Set<String>, isStandard: @escaping YAMLConversion.Standard,
        channels: @escaping (Int?) -> Int?
    ) {
        (draft, layout, self.isStandard) = (spec.net.draft, spec.layout, isStandard)
        span = spec.net.span.first
        var moduleNames = StepNames()
        let planes = { (group: StepGroup) in channels(group.entry.step) }
        let found = FoundModule.all(
            StepGroup.all(in: draft, layout), in: draft, names: &moduleNames,
            title: { [draft] in ModuleTitle.text(of: $0, in: draft, reserved) }, planes: planes, isStandard: isStandard)
        let heads = FoundModule.all(
            layout.auxiliaries.map { head(of: $0) }.filter { !draft.hasTies(in: $0.steps) }, in: draft,
            names: &moduleNames, title: ModuleTitle.text(ofHeads:), planes: planes, isStandard: isStandard)
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
        var parameters = module.parameters.map { parameter in
            entry(
                parameter.name,
                parameter.standard.map { mapping([entry("type", plain(parameter.type)), entry("default", $0)]) }
                    ?? plain(parameter.type))
        }
        var entries: [SyntaxNode.Entry] = []
        if module.hasPlanes { parameters.insert(entry("in_planes", plain("integer")), at: 0) }
        if !parameters.isEmpty { entries.append(entry("parameters", mapping(parameters))) }
        if module.hasPlanes { entries.append(entry("expects", mapping([entry("channels", quoted("${in_planes}"))]))) }
        let steps = group.steps.indices.map { place -> SyntaxNode.Entry in
            let step = draft.steps[group.steps[place]]
            let fields = step.fields.compactMap { field -> SyntaxNode.Entry? in
                if let name = module.parameter(for: .init(step: place, field: field.key)) {
                    return entry(field.key, quoted("${\(name)}"))
                }
                return isStandard(step.kind, field) ? nil : field
            }
            return entry(step.kind, mapping([entry("name", .name(group.names[place], at: span))] + fields))
        }
        entries.append(entry("network", SyntaxNode(.sequence(inner(group, steps)), at: span)))
        return entry(module.name, mapping(entries))
    }

    /// The steps of a module: branches where ways from its input meet in one step, else one after the other.
    private func inner(_ group: StepGroup, _ steps: [SyntaxNode.Entry]) -> [SyntaxNode] {
        if let joined = JoinedWays(group, in: draft) {
            let lists = zip(joined.names, joined.ways).map { name, way in
                entry(name, SyntaxNode(.sequence(way.map { mapping([steps[$0]]) }), at: span))
            }
            let join = steps[joined.join]
            return [mapping([entry(join.key, mapping((join.value.mapping ?? []) + lists))])]
                + steps[(joined.join + 1)...].map { mapping([$0]) }
        }
        let places = Dictionary(uniqueKeysWithValues: group.steps.enumerated().map { ($0.element, $0.offset) })
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
            let step = draft.steps[group.steps[parameter.places[0].step]]
            guard let value = step.fields.first(where: { $0.key == parameter.places[0].field })?.value,
                value.description != parameter.standard?.description
            else { return nil }
            return entry(parameter.name, value)
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
