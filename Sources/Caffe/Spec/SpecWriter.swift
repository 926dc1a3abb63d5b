import Diagnostics
import SpecSyntax

/// Writes a network's steps as those of a spec, one for each layer, with their names and what they read.
struct SpecWriter {
    let draft: NetDraft
    let layout: NetLayout
    /// For each step, its path in the spec: `loss1/conv`.
    private(set) var paths: [Int: String] = [:]
    private var names: [Int: String] = [:]

    init(_ draft: NetDraft, _ layout: NetLayout) {
        self.draft = draft
        self.layout = layout
    }

    /// The items of `network`.
    mutating func network() -> [SyntaxNode] {
        var scope = StepNames()
        for step in layout.chain {
            let name = scope.take(draft.steps[step].name)
            (names[step], paths[step]) = (name, name)
        }
        var items: [SyntaxNode] = []
        var branches = Dictionary(grouping: layout.auxiliaries.indices) { layout.auxiliaries[$0].source }
        var previous: Int?
        for step in layout.chain {
            items.append(item(step, after: previous.map { .step($0) } ?? .pictures, input: .pictures))
            previous = step
            for number in branches.removeValue(forKey: step) ?? [] {
                items.append(auxiliary(layout.auxiliaries[number], in: &scope))
            }
        }
        return items
    }

    private mutating func auxiliary(_ auxiliary: NetLayout.Auxiliary, in scope: inout StepNames) -> SyntaxNode {
        let span = auxiliary.loss.span
        let folder = draft.folder(of: auxiliary.steps)
        let name = scope.take(folder ?? auxiliary.loss.name.value)
        var inner = StepNames()
        inner.reserved = draft.namesOfOwners(for: auxiliary.steps, paths)
        for step in auxiliary.steps {
            let own = inner.take(draft.steps[step].name.dropFirst(folder.map { $0.count + 1 } ?? 0))
            (names[step], paths[step]) = (own, "\(name)/\(own)")
        }
        var previous = NetDraft.Source.step(auxiliary.source)
        var items: [SyntaxNode] = []
        for step in auxiliary.steps {
            items.append(item(step, after: previous, input: .step(auxiliary.source)))
            previous = .step(step)
        }
        return .fields(
            [
                "auxiliary": .fields(
                    [
                        "name": .name(name, at: auxiliary.loss.name.span),
                        "weight": .plain(shortest(auxiliary.loss.weight), at: auxiliary.loss.weightSpan),
                        "network": .list(items, at: span),
                    ], at: span)
            ], at: span)
    }

    /// - Parameters:
    ///   - previous: what the step before gives, which needs no name.
    ///   - input: what `input` means here.
    private func item(_ number: Int, after previous: NetDraft.Source, input: NetDraft.Source) -> SyntaxNode {
        let step = draft.steps[number]
        let place = step.span
        var entries: [SyntaxNode.Entry] = []
        entries.append(.init(key: "name", keySpan: place, value: .name(names[number] ?? "layer", at: place)))
        let sources = step.sources.map { source in
            SyntaxNode.name(source == input ? "input" : source.step.flatMap { names[$0] } ?? "input", at: place)
        }
        if sources.count > 1 {
            entries.append(.init(key: "from", keySpan: place, value: .list(sources, at: place)))
        } else if step.sources != [previous], let source = sources.first {
            entries.append(.init(key: "from", keySpan: place, value: source))
        }
        if let shared = step.sharedWeights(naming: { draft.name(of: $0, for: number, paths) }) {
            entries.append(shared)
        }
        let fields = SyntaxNode(.mapping(entries + step.fields), at: place)
        return SyntaxNode(.mapping([.init(key: step.kind, keySpan: step.kindSpan, value: fields)]), at: step.kindSpan)
    }
}

extension NetDraft {
    /// What a step is called where another stands that has its parameters: what is left of its path behind what is around both.
    func name(of owner: Int, for step: Int, _ paths: [Int: String]) -> String {
        let (path, own) = (paths[owner] ?? "", paths[step] ?? "")
        let around = own.split(separator: "/").dropLast().map { "\($0)/" }.joined()
        return path.hasPrefix(around) ? String(path.dropFirst(around.count)) : path
    }

    /// The first names of the paths of those outside whose parameters some steps have: no step beside these can be called so.
    func namesOfOwners(for steps: [Int], _ paths: [Int: String]) -> Set<String> {
        let owners = steps.flatMap { self.steps[$0].ties }.map(\.owner).filter { !steps.contains($0) }
        return Set(owners.compactMap { paths[$0]?.split(separator: "/").first.map(String.init) })
    }

    /// What stands before the first `/` of the names of some steps, where that is the same for all.
    func folder(of steps: [Int]) -> String? {
        let folders = Set(steps.map { self.steps[$0].name.split(separator: "/", maxSplits: 1).first.map(String.init) })
        let areInFolders = steps.allSatisfy { self.steps[$0].name.contains("/") }
        return areInFolders && folders.count == 1 ? folders.first ?? nil : nil
    }
}

extension SyntaxNode {
    /// A name; in quotes where it would mean that there is none.
    static func name(_ text: String, at span: SourceSpan) -> SyntaxNode {
        SyntaxNode(.scalar(.init(meaning: text)), at: span)
    }
}
