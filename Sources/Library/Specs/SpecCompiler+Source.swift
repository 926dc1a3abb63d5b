package import SpecCompiler

extension SpecCompiler {
    /// Compiles the spec that weights belong to; see `compile(_:from:overrides:isStrict:assertions:)`. That of a packed
    /// file names no other file.
    package static func compile(
        _ spec: WeightsSource.Spec, overrides: [String] = [], isStrict: Bool = false
    ) throws -> Compilation {
        switch spec {
        case .file(let path): try compile(path, overrides: overrides, isStrict: isStrict)
        case .packed(let file):
            compile(text: file.specText, named: file.specName, overrides: overrides, isStrict: isStrict)
        }
    }

    /// Whether changes to a spec, as `--set` has them, are meant to show the network other pictures than it was trained on.
    package static func changePictures(_ overrides: [String]) -> Bool {
        overrides.contains { change in
            let path = change.prefix { $0 != "=" }
            return ["data", "input"].contains { path == $0 || path.hasPrefix("\($0).") }
        }
    }
}
