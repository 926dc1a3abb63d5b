import Foundation
import RandomNetworks

/// The smallest network that still shows a finding.
struct Reduction {
    let draft: NetworkDraft
    let finding: WorkerFinding

    /// Nil for a finding of no trial of a seed.
    init?(_ finding: WorkerFinding) {
        guard let seed = finding.seed, let trial = finding.trial else { return nil }
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).yaml")
        defer { try? FileManager.default.removeItem(at: file) }
        var last = finding
        draft = DraftReducer { draft in
            guard let found = try? Self.finding(in: draft, trial, file), found.isLike(finding) else { return false }
            last = found
            return true
        }.reduced(NetworkGenerator.draft(seed: seed))
        self.finding = last
    }
    /// Nil where nothing is wrong with a draft, or it is no network.
    private static func finding(in draft: NetworkDraft, _ trial: String, _ file: URL) throws -> WorkerFinding? {
        _ = try JudgedNetwork(text: draft.text)
        try draft.text.write(to: file, atomically: true, encoding: .utf8)
        var found: WorkerFinding?
        try WorkerFinding.all(of: ["--spec", file.path, "--case", trial]) { found = $0 }
        return found
    }
}
