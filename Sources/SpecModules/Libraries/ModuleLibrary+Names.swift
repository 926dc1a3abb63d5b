import Diagnostics

extension ModuleLibrary {
    /// Names for modules of one name, that tell them apart where all stand in one file: the spec's own keeps its name, the
    /// others have that of their library in front. Modules whose name no other has are not in it.
    package var distinctNames: [ModuleDefinition.Identity: String] {
        var names: [ModuleDefinition.Identity: String] = [:]
        for same in Dictionary(grouping: definitions, by: \.name).values where same.count > 1 {
            var taken = Set(definitions.map(\.name))
            for module in same where module.file != Self.spec {
                let name = module.freeName(besides: taken)
                taken.insert(name)
                names[module.identity] = name
            }
        }
        return names
    }
}

extension ModuleDefinition {
    /// The shortest name with words of the library's path in front that no other module has.
    fileprivate func freeName(besides taken: Set<String>) -> String {
        let mostWords = nameSpan.file.path.count { $0 == "/" } + 1
        let names = (1...mostWords).lazy.map { qualifiedName(words: $0) }
        if let free = names.first(where: { !taken.contains($0) }) { return free }
        // Two paths that differ only in what a name cannot hold.
        let numbered = (2...).lazy.map { "library_\($0)/\(name)" }
        return numbered.first { !taken.contains($0) } ?? name
    }
}
