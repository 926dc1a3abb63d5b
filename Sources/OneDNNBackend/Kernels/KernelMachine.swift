package import CKernels
import COneDNN

extension CkernMachine {
    /// The best that the processor has and oneDNN uses, on oneDNN's team of threads. Call it on the engine thread.
    package static var current: CkernMachine {
        var machine = ckern_machine(coned_thread_count()) { body, context in coned_parallel(body, context) }
        machine.instructions = .best
        return machine
    }
}

extension CkernInstructions {
    /// The best that both the processor has and oneDNN uses: what holds the library to an older processor
    /// (`InstructionLimit`) holds netspec's own kernels too.
    package static var best: CkernInstructions {
        let ofProcessor = ckern_best_instructions()
        return ofProcessor.rawValue < ofLibrary.rawValue ? ofProcessor : ofLibrary
    }

    /// Channels that oneDNN's kernels take at once.
    var channelBlock: Int { rawValue >= CkernAVX512.rawValue ? 16 : 8 }

    private static var ofLibrary: CkernInstructions {
        if coned_uses(ConedInstructionsAVX512BFloat16) { return CkernAVX512BFloat16 }
        if coned_uses(ConedInstructionsAVX512) { return CkernAVX512 }
        return coned_uses(ConedInstructionsAVX2) ? CkernAVX2 : CkernPortable
    }
}
