import Execution
import FoundationEssentials
@preconcurrency import Glibc
import OneDNNBackend

extension MachineOptions {
    /// The backend that the user chose, with as many threads as asked for.
    func makeBackend() throws -> any Backend {
        switch backend {
        case .onednn: try OneDNNBackend(threads: threads ?? ProcessInfo.processInfo.activeProcessorCount)
        case .reference: ReferenceBackend()
        }
    }
}

/// Notes Ctrl-C, so that a run can end in good order; a second one ends the program at once.
final class Interrupt {
    private nonisolated(unsafe) static var count: sig_atomic_t = 0

    init() {
        signal(SIGINT) { _ in
            Interrupt.count = 1
            signal(SIGINT, SIG_DFL)
        }
    }

    var isRequested: Bool { Interrupt.count != 0 }

    deinit { signal(SIGINT, SIG_DFL) }
}
