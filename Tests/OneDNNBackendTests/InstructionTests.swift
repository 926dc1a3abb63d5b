import CKernels
import Foundation
import OneDNNBackend
import Testing
import ThisMachine

/// oneDNN's variable holds netspec's own kernels too. The suite is run with `ONEDNN_MAX_CPU_ISA` unset and set.
@Suite struct InstructionTests {
    /// What the variable's words leave to netspec's own kernels.
    private static let words = [
        "SSE41": CkernPortable, "AVX": CkernPortable, "AVX2": CkernAVX2, "AVX512_CORE": CkernAVX512,
        "AVX512_CORE_VNNI": CkernAVX512,
    ]

    private var word: String? { ProcessInfo.processInfo.environment["ONEDNN_MAX_CPU_ISA"]?.uppercased() }

    private var expected: CkernInstructions {
        let limit = word.flatMap { Self.words[$0] } ?? CkernAVX512BFloat16
        return limit.rawValue < ckern_best_instructions().rawValue ? limit : ckern_best_instructions()
    }

    @Test func theOwnKernelsAreHeldAsTheLibraryIs() {
        #expect(CkernInstructions.best == expected)
        #expect(CkernMachine.current.instructions == expected)
    }

    /// What a tuning memory is called after tells a processor that is held back from one that is not.
    @Test func theMachinesNameTellsOfTheLimit() {
        let version = Engine.libraryVersion
        switch word {
        case nil: #expect(TuningMemory.machine(threads: 2).hasSuffix("-onednn-\(version)-2"))
        case "SSE41", "AVX2":
            let suffix = "-onednn-\(version)-\(word?.lowercased() ?? "")-2"
            #expect(TuningMemory.machine(threads: 2).hasSuffix(suffix))
        default: break
        }
    }

    /// So that no test is skipped where the machine has what it needs.
    @Test func theTestsKnowTheMachine() {
        #expect(ThisMachine.hasBFloat16 == (expected == CkernAVX512BFloat16))
        let isVersion2 = Engine.libraryVersion.hasPrefix("2.")
        #expect(ThisMachine.hasWinograd == (isVersion2 && expected.rawValue >= CkernAVX512.rawValue))
    }
}
