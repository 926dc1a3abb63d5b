import SpecSyntax

/// What a module that was found is called.
enum ModuleTitle {
    /// What the names of its uses begin with, `inception`; a residual block is called as its kind is.
    ///
    /// - Parameter reserved: what no module can be called.
    static func text(of uses: [StepGroup], in draft: NetDraft, _ reserved: Set<String>) -> String {
        if let residual = residual(uses[0], in: draft) { return residual }
        let stem = stem(of: uses.map(\.name)) ?? "block"
        return reserved.contains(stem) ? "\(stem)-block" : stem
    }

    /// The same for auxiliary classifiers.
    static func text(ofHeads uses: [StepGroup]) -> String { (stem(of: uses.map(\.name)) ?? "auxiliary") + "-head" }

    /// As He et al. (CVPR 2016, figure 5) call the blocks with two convolutions and with three; `projection-` where the shortcut
    /// has weights too.
    private static func residual(_ group: StepGroup, in draft: NetDraft) -> String? {
        guard let (body, shortcut) = JoinedWays.residual(group, in: draft) else { return nil }
        func weighted(_ way: [Int]) -> [NetDraft.Step] {
            way.map { draft.steps[group.steps[$0]] }.filter { $0.mainField != nil }
        }
        let kernels = weighted(body).map { step in step.fields.first { $0.key == "kernel" }?.value.description }
        let isBottleneck = kernels.count == 3 && kernels[0] == "1" && kernels[2] == "1"
        let isProjection = !weighted(shortcut).isEmpty
        if isBottleneck { return isProjection ? "projection-bottleneck" : "bottleneck" }
        if kernels.count == 2 { return isProjection ? "projection-block" : "basic-block" }
        return isProjection ? "projection-residual-block" : "residual-block"
    }

    /// What names have in common at their beginning, without what counts them: `inception` of `inception_3a` and `inception_3b`.
    private static func stem(of names: [String]) -> String? {
        guard var common = names.first?[...] else { return nil }
        for name in names { while !name.hasPrefix(common) { common = common.dropLast() } }
        while let last = common.last, !last.isLetter { common = common.dropLast() }
        return common.isEmpty ? nil : String(common.replacing("_", with: "-").filter { isNameLetter($0) })
    }
}
