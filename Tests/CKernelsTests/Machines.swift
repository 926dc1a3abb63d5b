import CKernels

/// What a test runs on: an instruction set, a number of threads, and whether results go past the caches.
struct Machine: Hashable, Sendable, CustomStringConvertible {
    let instructions: UInt32
    let threads: Int

    /// Every instruction set that the processor has, on one to three threads.
    static var all: [Machine] {
        (CkernPortable.rawValue...ckern_best_instructions().rawValue).flatMap { instructions in
            [1, 2, 3].map { Machine(instructions: instructions, threads: $0) }
        }
    }

    static var best: Machine { Machine(instructions: ckern_best_instructions().rawValue, threads: 2) }

    private var streams: Bool { threads == 2 }

    var code: CkernMachine {
        CkernMachine(
            instructions: CkernInstructions(instructions), threads: Int32(threads), parallel: team,
            streamingByteCount: streams ? 0 : .max)
    }

    private var team: CkernParallel? {
        switch threads {
        case 2: twoThreads
        case 3: threeThreads
        default: nil
        }
    }

    var description: String {
        let name = String(cString: ckern_instructions_name(CkernInstructions(instructions)))
        return "\(name) × \(threads)\(streams ? " streaming" : "")"
    }
}

typealias Body = @convention(c) (UnsafeMutableRawPointer?, Int32, Int32) -> Void

/// Threads that run one after the other, the last first: a kernel must not need them side by side or in order.
private func twoThreads(_ body: Body?, _ context: UnsafeMutableRawPointer?) {
    for thread in [1, 0] as [Int32] { body?(context, thread, 2) }
}

private func threeThreads(_ body: Body?, _ context: UnsafeMutableRawPointer?) {
    for thread in [2, 1, 0] as [Int32] { body?(context, thread, 3) }
}
