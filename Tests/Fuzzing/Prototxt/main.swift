import CFuzzer
import Caffe
import Diagnostics
import Glibc
import Networks
import Reports
import SpecCompiler
import SpecSyntax
import Tensors

/// Compiles the bytes as one of Caffe's files, renders all that is said of it, and writes what compiled as YAML and in Caffe's
/// notation again, which must then compile too.
private func compile(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    guard let text = String(validating: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self) else {
        return -1
    }
    let path = "net.prototxt"
    let sources = SourceProvider.memory([path: text])
    guard let result = try? SpecCompiler.compile(path, from: sources) else { return 0 }
    precondition((result.experiment == nil) == result.diagnostics.contains { $0.severity == .error })
    _ = DiagnosticText(colour: true, width: 60).render(result.diagnostics)
    guard let experiment = result.experiment else { return 0 }
    let network = experiment.network
    let values = network.valuesByPath
    let standard = StandardFields()
    let converted = YAMLConversion.text(
        of: experiment.file, from: sources, into: DiagnosticCollector(), reserved: StandardFields.layerNames,
        isStandard: { standard.contain($1, of: $0) },
        channels: { path in
            guard let path else { return network.inputShape[0] }
            return values[path].map { network.shape(of: $0)[0] }
        })
    guard let converted else { preconditionFailure("what compiles can be converted") }
    let back = try? SpecCompiler.compile("back.yaml", from: .memory(["back.yaml": converted]))
    precondition(back?.experiment?.network.nodes.count == network.nodes.count, converted)
    // What Caffe has no words for is refused.
    guard let text = PrototxtConversion.text(of: experiment, into: DiagnosticCollector()) else { return 0 }
    let again = try? SpecCompiler.compile("again.prototxt", from: .memory(["again.prototxt": text]))
    precondition(again?.experiment?.network.nodes.count == network.nodes.count, text)
    return 0
}

private var count = CommandLine.argc
private var words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
exit(LLVMFuzzerRunDriver(&count, &words) { bytes, count in compile(bytes, count) })
