package import Execution
import OneDNNBackend
package import Planning

extension Trial {
    /// A plan made ready on oneDNN's backend in the trial's way, its buffers full of what are no numbers.
    package func compile(_ plan: ExecutionPlan, _ parameters: ParameterStore) throws -> any Executable {
        let tuning = algorithmSeed.map { _ in TuningMemory(path: nil) }
        let backend = try OneDNNBackend(threads: threads, precision: precision, tuning: tuning, poisonsMemory: true)
        let fastest = try backend.compile(plan, parameters: parameters)
        // Where nothing was tried, there is one algorithm only.
        guard let seed = algorithmSeed, let findings = backend.findings, findings.contains("\t") else { return fastest }
        let isAdopted = backend.adopt(findings: DrawnAlgorithms(from: findings, seed: seed).text)
        precondition(isAdopted, "a backend must adopt its own findings, found\n\(findings)")
        return try backend.compile(plan, parameters: parameters)
    }
}
