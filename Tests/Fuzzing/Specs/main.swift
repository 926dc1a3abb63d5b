import CFuzzer
import Diagnostics
import Glibc
import SpecCompiler

/// Compiles the bytes as a spec and renders all that is said of them, and the resolved spec.
private func compile(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    guard let text = String(validating: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self) else {
        return -1
    }
    let compilation = SpecCompiler.compile(text: text)
    precondition((compilation.experiment == nil) == compilation.diagnostics.contains { $0.severity == .error })
    _ = DiagnosticText(colour: true, width: 60).render(compilation.diagnostics)
    _ = compilation.diagnostics.map { DiagnosticJSON($0) }
    _ = try? compilation.experiment?.resolved.text()
    return 0
}

private var count = CommandLine.argc
private var words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
exit(LLVMFuzzerRunDriver(&count, &words) { bytes, count in compile(bytes, count) })
