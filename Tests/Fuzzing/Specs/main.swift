import CFuzzer
import Diagnostics
import Glibc
import SpecCompiler

/// A file in memory, which each input is written to: the bytes take the whole way from a file.
private let descriptor = fuzzer_memory_file()
private let path = "/proc/self/fd/\(descriptor)"

/// Compiles the bytes as a spec and renders all that is said of them, and the resolved spec.
private func compile(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    guard ftruncate(descriptor, 0) == 0, pwrite(descriptor, bytes, count, 0) == count else { abort() }
    // A file that the machine does not give is no finding.
    guard let result = try? SpecCompiler.compile(path) else { return 0 }
    precondition((result.experiment == nil) == result.diagnostics.contains { $0.severity == .error })
    _ = DiagnosticText(colour: true, width: 60).render(result.diagnostics)
    _ = result.diagnostics.map { DiagnosticJSON($0) }
    _ = try? result.experiment?.resolved.text()
    return 0
}

private var count = CommandLine.argc
private var words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
exit(LLVMFuzzerRunDriver(&count, &words) { bytes, count in compile(bytes, count) })
