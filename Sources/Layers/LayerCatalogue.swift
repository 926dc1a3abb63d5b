/// Every layer type that specs can name. A new layer adds its file and its line here.
package enum LayerCatalogue {
    package static let kinds: [LayerKind] = [
        Convolution.kind
    ]

    package static func kind(named name: String) -> LayerKind? {
        byName[name]
    }

    private static let byName = Dictionary(uniqueKeysWithValues: kinds.map { ($0.name, $0) })
}
