import CFuzzer
import Diagnostics
import Glibc
import SpecModules
import SpecSyntax

private let sources = SourceProvider(readsDisk: false, notations: [.yaml])
private let vocabulary = LayerVocabulary(["linear": .one])

/// Reads the bytes as a text with `${…}`, the value of a layer's field, where the spec has constants.
private func expand(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    guard let text = String(validating: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self) else {
        return -1
    }
    let file = SourceFile(path: "spec.yaml", text: text)
    func scalar(_ text: String) -> SyntaxNode { SyntaxNode(.scalar(.init(text)), at: .beginning(of: file)) }
    func mapping(_ key: String, _ value: SyntaxNode) -> SyntaxNode {
        let entry = SyntaxNode.Entry(key: key, keySpan: value.span, value: value)
        return SyntaxNode(.mapping([entry]), at: value.span)
    }
    // Both as the text is and as an expression.
    let steps = [text, "${\(text)}"].map { mapping("linear", mapping("outputs", scalar($0))) }
    let collector = DiagnosticCollector()
    let nothing = SyntaxNode(.mapping([]), at: .beginning(of: file))
    let library = LibraryLoader.load(
        from: nothing, at: "spec.yaml", in: sources, layerNames: ["linear"], into: collector)
    let expanded = Expander.expand(
        SyntaxNode(.sequence(steps), at: .beginning(of: file)), library: library, vocabulary: vocabulary,
        sources: sources,
        constants: [("classes", "10"), ("a", "-3"), ("3x3-reduce", "2147483647"), ("t", "x")].map {
            SyntaxNode.Entry(key: $0, keySpan: .beginning(of: file), value: scalar($1))
        }, into: collector)
    precondition(expanded.layers.count == steps.count)
    _ = DiagnosticText(colour: true, width: 60).render(collector.diagnostics)
    _ = Expression.names(in: text)
    return 0
}

private var count = CommandLine.argc
private var words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
exit(LLVMFuzzerRunDriver(&count, &words) { bytes, count in expand(bytes, count) })
