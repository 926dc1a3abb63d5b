import CKernels
import Dispatch

/// What a test runs on: an instruction set, a number of threads, and whether results go past the caches.
struct Machine: Hashable, Sendable, CustomStringConvertible {
    /// In which order the shares of the work are done: a kernel must not need them side by side or one before another.
    enum Order {
        case lastFirst, firstFirst, atOnce
    }

    let instructions: UInt32
    let threads: Int
    var order = Order.lastFirst

    /// Every instruction set that the processor has, on one to three threads.
    static var all: [Machine] {
        (CkernPortable.rawValue...ckern_best_instructions().rawValue).flatMap { instructions in
            [1, 2, 3].map { Machine(instructions: instructions, threads: $0) }
        }
    }

    static var best: Machine { Machine(instructions: ckern_best_instructions().rawValue, threads: 2) }

    /// More threads than most tensors have blocks, the first before the others and all at once.
    static var manyThreads: [Machine] {
        [Order.firstFirst, .atOnce].map {
            Machine(instructions: ckern_best_instructions().rawValue, threads: 8, order: $0)
        }
    }

    private var streams: Bool { threads == 2 }

    var code: CkernMachine {
        CkernMachine(
            instructions: CkernInstructions(instructions), threads: Int32(threads), parallel: team,
            streamingByteCount: streams ? 0 : .max)
    }

    private var team: CkernParallel? {
        switch (threads, order) {
        case (2, .lastFirst): twoThreads
        case (3, .lastFirst): threeThreads
        case (8, .firstFirst): eightThreadsInOrder
        case (8, .atOnce): eightThreadsAtOnce
        default: nil
        }
    }

    var description: String {
        let name = String(cString: ckern_instructions_name(CkernInstructions(instructions)))
        return "\(name) × \(threads)\(streams ? " streaming" : "") \(order)"
    }
}

typealias Body = @convention(c) (UnsafeMutableRawPointer?, Int32, Int32) -> Void

private func twoThreads(_ body: Body?, _ context: UnsafeMutableRawPointer?) {
    for thread in [1, 0] as [Int32] { body?(context, thread, 2) }
}

private func threeThreads(_ body: Body?, _ context: UnsafeMutableRawPointer?) {
    for thread in [2, 1, 0] as [Int32] { body?(context, thread, 3) }
}

private func eightThreadsInOrder(_ body: Body?, _ context: UnsafeMutableRawPointer?) {
    for thread in 0..<8 as Range<Int32> { body?(context, thread, 8) }
}

private func eightThreadsAtOnce(_ body: Body?, _ context: UnsafeMutableRawPointer?) {
    nonisolated(unsafe) let context = context
    DispatchQueue.concurrentPerform(iterations: 8) { body?(context, Int32($0), 8) }
}
