/// What is wrong with one network in one trial.
struct WorkerFinding {
    /// Nil for a network of no seed.
    var seed: UInt64?
    /// Nil where it came to none.
    var trial: String?
    var mistakes: [String] = []
    /// What the worker died of.
    var death: String?

    /// Whether another is a crash too, or wrong numbers too.
    func isLike(_ other: WorkerFinding) -> Bool { (death == nil) == (other.death == nil) }

    var lines: [String] { mistakes + [death.map { "the program \($0)" }].compactMap { $0 } }

    /// Starts a worker, and hands over what it finds until it ends, or `isDone`.
    ///
    /// - Parameter progress: called at each message.
    /// - Returns: the seed at which it died; nil where it was done.
    @discardableResult static func all(
        of arguments: [String], isDone: () -> Bool = { false }, progress: (Message) -> Void = { _ in },
        body: (WorkerFinding) throws -> Void
    ) throws -> UInt64? {
        let worker = try WorkerProcess(arguments)
        var current = WorkerFinding()
        func handOver() throws { if !current.lines.isEmpty { try body(current) } }
        while true {
            switch worker.next() {
            case .message(let message):
                progress(message)
                switch message {
                case .mistake(let text): current.mistakes.append(text)
                case .seed(let seed):
                    try handOver()
                    current = WorkerFinding(seed: seed)
                case .trial(let text):
                    try handOver()
                    current = WorkerFinding(seed: current.seed, trial: text)
                }
                if isDone() {
                    worker.stop()
                    return nil
                }
            case .end(let death):
                current.death = death
                try handOver()
                return death == nil ? nil : current.seed
            }
        }
    }
}
