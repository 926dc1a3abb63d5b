package import Diagnostics
import Layers
import Networks
package import Recipes
import SpecModules
package import SpecSyntax
package import Tensors

/// The top level of a spec, its fields read; the network's steps are still to be expanded.
package struct Spec: Sendable {
    /// The version of the language that this program reads.
    static let languageVersion = 1

    /// The whole, with misspelt keys read as what they most likely mean.
    package let tree: SyntaxNode
    /// Where its values are written: `train.batch`.
    let written: WrittenValues
    package let name: String
    /// Nil after a mistake in it, as `classes`, `network`, `data` and `training`.
    package let input: Shape?
    package let classes: Int?
    package let network: SyntaxNode?
    package let networkSpan: SourceSpan
    package let data: DataSettings?
    package let training: TrainSettings?
    let lints: LintSettings
    let assertions: [SyntaxNode.Entry]
    /// The fields that are missing, or have a mistake in them or in their names.
    let faulty: Set<String>
    private let beginning: SourceSpan

    /// Nil, with the reason reported, for what is no spec at all.
    init?(_ tree: SyntaxNode, file: SourceFile, into collector: DiagnosticCollector) {
        guard let entries = tree.mapping else {
            collector.report(
                Diagnostic(
                    .wrongType,
                    "a spec must be a mapping with `netspec`, `input` and `network`, "
                        + "found \(tree.foundText)", at: tree.span,
                    help: tree.sequence == nil
                        ? "begin with `netspec: 1`, `input: {channels: 3, height: 32, width: 32}` and `network:`"
                        : "write the layers below `network:`, beside `netspec: 1` and `input: {channels: …}`"))
            return nil
        }
        if let modules = entries.first(where: { $0.key == "modules" }), Self.isLibrary(tree) {
            collector.report(
                Diagnostic(
                    .library, "a spec must have a network, and this file holds only modules", at: modules.keySpan,
                    help: "name the file in `include` of a spec, and give that spec"))
            return nil
        }
        let values = WrittenValueCollector()
        let context = FieldContext(collector: collector, written: values)
        let written = entries.withStrays(in: "data", of: DataSettings.read).withStrays(
            in: "train", of: TrainSettings.read)
        let fields = FieldReader(written, of: "spec", at: .beginning(of: file), context: context)
        self.init(fields, tree: tree, file: file, values)
        if let meant = fields.corrected {
            self.init(
                FieldReader(meant, of: "spec", at: .beginning(of: file), context: context),
                tree: SyntaxNode(.mapping(meant), at: tree.span), file: file, values)
        }
    }

    /// What a spec may have at its top level.
    static var declarations: [FieldReader.Declaration] {
        let file = SourceFile(path: "", text: "")
        let nothing = SyntaxNode(.mapping([]), at: .beginning(of: file))
        return FieldReader.declarations { Self($0, tree: nothing, file: file, WrittenValueCollector()) }
    }

    /// Reads and declares the fields.
    private init(_ fields: FieldReader, tree: SyntaxNode, file: SourceFile, _ values: WrittenValueCollector) {
        _ = fields.required(
            "netspec", .version(Self.languageVersion), onResume: .mayChange, help: "the version of the spec language")
        name =
            fields.ifPresent(
                "name", .text, onResume: .mayChange,
                help: "what the network is called; the file's name if left out")
            ?? Self.name(ofFileAt: file.path)
        // What libraries, modules and steps become is compared layer by layer; see `NetworkComparison`.
        _ = fields.ifPresent(
            "include", .includes, onResume: .mayChange,
            help: "libraries whose modules the spec uses, relative to this file")
        _ = fields.ifPresent("modules", .modules, onResume: .mayChange, help: "modules of the spec's own")
        let shape = fields.required(
            "input", .pictureShape, onResume: .mustStay("the weights were learned on pictures of that shape"),
            help: "the shape of a picture")
        // The data and the network have it too.
        classes = fields.ifPresent("classes", .integer(1...), onResume: .mayChange, help: "how many classes there are")
        let steps = fields.required("network", .network, onResume: .mayChange, help: "the layers, first to last")
        let read =
            fields.ifPresent(
                "data", .mapping(of: "data", DataSettings.read),
                onResume: .mustStay("the steps so far were made on other pictures"),
                help: "where the pictures come from") ?? nil
        training =
            fields.ifPresent(
                "train", .mapping(of: "train", TrainSettings.read), onResume: .mustStay(Self.reasonToStay),
                help: "how the network is trained") ?? nil
        lints =
            (fields.ifPresent(
                "lint", .mapping(of: "lint", LintSettings.read), onResume: .mayChange,
                help: "what is warned of, and what not") ?? nil)
            ?? .standard
        assertions =
            fields.ifPresent(
                "assert", .assertions, onResume: .mayChange, help: "totals and shapes that must hold") ?? []
        fields.finish()
        faulty = fields.faulty
        input = faulty.contains("input") ? nil : shape
        data = input.map { read?.fitted(to: $0) } ?? read
        network = faulty.contains("network") ? nil : steps
        networkSpan = tree.mapping?.first { $0.key == "network" }?.keySpan ?? .beginning(of: file)
        (self.tree, written, beginning) = (tree, values.values, .beginning(of: file))
    }

    /// Why a value must stay when a run goes on, where its field says no more.
    static let reasonToStay = "the steps so far would have been others"

    /// Where the shape of a picture is given.
    var inputSpan: SourceSpan { span(of: "input") }

    /// The place of a value by the way to it, or of the whole where it is left out.
    func span(of field: String) -> SourceSpan { written[field]?.span ?? beginning }

    /// What `${…}` may name in the network itself.
    var constants: [SyntaxNode.Entry] { tree.mapping?.filter { $0.key == "classes" } ?? [] }

    /// What `${…}` may name, but for a mistake.
    var invalidConstants: Set<String> { faulty.intersection(["classes"]) }

    /// Whether `include` and `modules` are written as they must be.
    var namesAllModules: Bool { faulty.isDisjoint(with: ["include", "modules"]) }

    /// Whether a file with modules is meant to be included by specs.
    private static func isLibrary(_ tree: SyntaxNode) -> Bool {
        tree["network"] == nil && tree["input"] == nil
    }

    /// `nets/lenet.yaml` is called `lenet`.
    private static func name(ofFileAt path: String) -> String {
        let file = path.split(separator: "/").last.map(String.init) ?? path
        return file.split(separator: ".").first.map(String.init) ?? file
    }
}
