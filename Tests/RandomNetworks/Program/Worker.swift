import Execution
import RandomNetworks
import Tensors

/// Judges networks, and sends messages of how it goes.
struct Worker {
    /// Goes on from seed to seed.
    func judge(from first: UInt64, precisions: [Precision]) {
        for seed in first... { judge(seed, trials: Trial.drawn(seed: seed, precisions: precisions)) }
    }

    func judge(_ seed: UInt64, trials: [Trial]) {
        Message.seed(seed).send()
        judge(NetworkGenerator.draft(seed: seed).text, trials)
    }

    func judge(_ text: String, _ trials: [Trial]) {
        do {
            let judge = Judge(try JudgedNetwork(text: text))
            for trial in trials {
                Message.trial(trial.description).send()
                for mistake in try judge.mistakes(in: trial) { Message.mistake(mistake).send() }
            }
        } catch {
            Message.mistake("\(error)").send()
        }
    }
}
