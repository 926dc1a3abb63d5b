import Execution
import Foundation
import LayerCases
import Layers
import OneDNNBackend
import Planning
import Tensors
import Testing
import ThisMachine

/// Backends that try convolutions and remember what was fastest.
@Suite(.serialized) struct TunedBackendTests {
    private static let winograd = LayerCase(
        "convolution: {filters: 64, kernel: 3, pad: 1}", on: [64, 16, 16], batch: 4)

    @Test(arguments: PassNetworks.names, [Phase.training, .evaluation])
    func agreesWithTheReference(_ name: String, _ phase: Phase) throws {
        try Self.withFile { try expectResults(of: name, phase, by: "what was tried", in: $0) }
    }

    /// Whatever was faster here: a memory that says otherwise is heeded.
    @Test(.needsWinograd, arguments: PassNetworks.names, [Phase.training, .evaluation])
    func agreesWithTheReferenceByEitherAlgorithm(_ name: String, _ phase: Phase) throws {
        try Self.withFile { path in
            try expectResults(of: name, phase, by: "what was tried", in: path)
            for algorithm in ["direct", "winograd"] where try prefer(algorithm, in: path) {
                try expectResults(of: name, phase, by: algorithm, in: path)
            }
        }
    }

    private func expectResults(of name: String, _ phase: Phase, by algorithm: String, in path: String) throws {
        let network = try PassNetworks.network(name)
        let expected = try GraphNetwork.results(network, ReferenceBackend(), phase, passes: [])
        let backend = try OneDNNBackend(threads: 2, tuning: TuningMemory(path: path))
        expectAgreement(
            try GraphNetwork.results(network, backend, phase), expected, within: 2e-5, algorithm)
    }

    /// What is stored in bfloat16 may be computed in float32: within the bounds of `BFloat16Tests`, by either way.
    @Test(.needsWinograd, .needsBFloat16, arguments: PassNetworks.names, [Phase.training, .evaluation])
    func bfloat16AgreesByEitherAlgorithm(_ name: String, _ phase: Phase) throws {
        let network = try PassNetworks.network(name)
        let expected = try GraphNetwork.results(network, ReferenceBackend(), phase, passes: [])
        func backend(_ path: String) throws -> OneDNNBackend {
            try OneDNNBackend(threads: 2, precision: .bfloat16, tuning: TuningMemory(path: path))
        }
        try Self.withFile { path in
            func check(_ what: String) throws {
                for passes in [PlanPass.all, []] {
                    let found = try GraphNetwork.results(network, backend(path), phase, passes: passes)
                    let gradients = expected.filter { $0.key.contains(".") && phase == .training }
                    expectAgreement(found, gradients, within: 0.3, "\(what), \(passes.count) passes")
                    let others = expected.filter { gradients[$0.key] == nil }
                    expectAgreement(found, others, within: 0.06, "\(what), \(passes.count) passes")
                }
            }
            try check("as tried")
            let tried = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
            // These have no 3×3 convolution of 16 channels and more in one group.
            #expect(tried.contains(Self.wide) != ["plain", "shared", "flattened", "grouped"].contains(name))
            guard !tried.isEmpty else { return }
            // One way for all products, then another way forward than backward.
            for wide in [["forward", "backward"], [], ["forward"], ["backward"]] {
                let lines = tried.split(separator: "\n").map { line in
                    let isWide = wide.contains { line.hasPrefix($0) }
                    let (wanted, other) = isWide ? (Self.wide, "direct") : ("direct", Self.wide)
                    return Self.rewritten(String(line), toPrefer: wanted, to: other)
                }
                try lines.joined().write(toFile: path, atomically: true, encoding: .utf8)
                try check("\(wide) in float32")
            }
        }
    }

    @Test(.needsWinograd, .needsBFloat16) func bfloat16IsTriedInFloat32Too() throws {
        try Self.withFile { path in
            func backend() throws -> OneDNNBackend {
                try OneDNNBackend(threads: 2, precision: .bfloat16, tuning: TuningMemory(path: path))
            }
            _ = try Self.algorithms(backend())
            let text = try String(contentsOfFile: path, encoding: .utf8)
            #expect(text.split(separator: "\n").count == 3 && text.split(separator: Self.wide).count == 4)
            for (wanted, other) in [("direct", Self.wide), (Self.wide, "direct")] {
                #expect(try prefer(wanted, to: other, in: path))
                #expect(try Self.algorithms(backend()) == [wanted])
            }
        }
    }

    private static let wide = "winograd in float32"

    /// Rewrites a memory so that one algorithm was always the fastest; false where nothing was tried.
    private func prefer(_ wanted: String, to other: String? = nil, in path: String) throws -> Bool {
        guard let known = try? String(contentsOfFile: path, encoding: .utf8) else { return false }
        try Self.rewritten(known, toPrefer: wanted, to: other).write(toFile: path, atomically: true, encoding: .utf8)
        return true
    }

    private static func rewritten(_ text: String, toPrefer wanted: String, to other: String? = nil) -> String {
        let times = "\(wanted)\t1\t\(other ?? (wanted == "direct" ? "winograd" : "direct"))\t2"
        return text.split(separator: "\n").map { line in
            line.hasPrefix("#") ? "\(line)\n" : "\(line.prefix { $0 != "\t" })\t\(times)\n"
        }.joined()
    }

    /// Without Winograd's algorithm there is nothing to choose.
    @Test(.needsNoWinograd) func whereThereIsNoChoiceTheOneWayIsTimed() throws {
        try Self.withFile { path in
            let found = try Self.algorithms(OneDNNBackend(threads: 2, tuning: TuningMemory(path: path)))
            #expect(found == ["direct"])
            let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
            #expect(lines.count == 3 && lines.allSatisfy { $0.contains("\tdirect\t") })
        }
    }

    /// A choice that is in doubt is made again, unless it was doubted before.
    @Test(arguments: ["doubtful", "confirmed"])
    func whatIsInDoubtIsTriedAgain(_ standing: String) throws {
        try Self.withFile { path in
            _ = try Self.algorithmsInGroups(OneDNNBackend(threads: 2, tuning: TuningMemory(path: path)))
            // So many milliseconds no trial takes here.
            let absurd = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map { line in
                "\(line.prefix { $0 != "\t" })\t\(Self.wider)\t1e5\tdirect\t2e5\t\(standing)\n"
            }.joined()
            try absurd.write(toFile: path, atomically: true, encoding: .utf8)
            _ = try Self.algorithmsInGroups(OneDNNBackend(threads: 2, tuning: TuningMemory(path: path)))
            let after = try String(contentsOfFile: path, encoding: .utf8)
            #expect((after == absurd) == (standing == "confirmed"))
            #expect(after.contains("\t1e5\t") == (standing == "confirmed"))
        }
    }

    /// What a run went by is doubted in the file, and not in the run's own findings.
    @Test func doubtsAreForTheNextProcess() throws {
        try Self.withFile { path in
            _ = try Self.algorithmsInGroups(OneDNNBackend(threads: 2, tuning: TuningMemory(path: path)))
            #expect(try prefer("direct", in: path))
            let backend = try OneDNNBackend(threads: 2, tuning: TuningMemory(path: path))
            _ = try Self.algorithmsInGroups(backend)
            let findings = backend.findings
            #expect(!backend.doubtFindings(of: .evaluation), "no product of evaluation was used")
            #expect(backend.doubtFindings(of: .training))
            #expect(!backend.doubtFindings(of: .training), "once is enough")
            let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
            #expect(lines.count == 3 && lines.allSatisfy { $0.hasSuffix("\tdoubtful") })
            #expect(backend.findings == findings)
        }
    }

    @Test func whatWasFastestIsTakenAgain() throws {
        try Self.withFile { path in
            _ = try Self.algorithmsInGroups(OneDNNBackend(threads: 2, tuning: TuningMemory(path: path)))
            let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
            #expect(lines.count == 3, "forward, backward data, backward weights")
            for wanted in ["direct", Self.wider] {
                #expect(try prefer(wanted, in: path))
                let found = try Self.algorithmsInGroups(OneDNNBackend(threads: 2, tuning: TuningMemory(path: path)))
                #expect(found == Set([wanted]))
            }
        }
    }

    @Test(arguments: ["", "forward\n", "a\tdirect\n\u{0}\t\t\t\nb\tquick\t1\n", "c\tdirect\tnan\n"])
    func aFileThatIsNoneIsAsGoodAsNone(_ text: String) throws {
        try Self.withFile(in: "") { path in
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            #expect(try !Self.algorithms(OneDNNBackend(threads: 2, tuning: TuningMemory(path: path))).isEmpty)
        }
    }

    @Test func aFolderThatCannotBeWrittenIsDoneWithout() throws {
        let tuning = TuningMemory(path: "/proc/none/convolutions.tsv")
        #expect(try !Self.algorithms(OneDNNBackend(threads: 2, tuning: tuning)).isEmpty)
    }

    @Test func whatAnotherProcessFoundIsAdopted() throws {
        try Self.withFile { path in
            let first = try OneDNNBackend(threads: 2, tuning: TuningMemory(path: path, machine: "this-one"))
            _ = try Self.algorithmsInGroups(first)
            let findings = try #require(first.findings)
            #expect(findings.hasPrefix("# this-one\n"))
            #expect(findings.split(separator: "\n").count == 1 + 3, "the machine; three products")
            for (wanted, known) in [("direct", Self.wider), (Self.wider, "direct")] {
                // What the file says is sure, so that a refusal does not try again and find something else.
                #expect(try prefer(known, in: path))
                let others = Self.rewritten(findings, toPrefer: wanted)
                for (machine, found) in [("this-one", Set([wanted])), ("another", Set([known]))] {
                    let backend = try OneDNNBackend(threads: 2, tuning: TuningMemory(path: path, machine: machine))
                    #expect(backend.adopt(findings: others) == (machine == "this-one"))
                    #expect(try Self.algorithmsInGroups(backend) == found)
                }
            }
        }
    }

    /// A run that began without trials goes on without, whatever is asked for later.
    @Test func thatNothingWasTriedIsAdoptedToo() throws {
        let untried = try OneDNNBackend(threads: 2)
        let algorithms = try Self.algorithmsInGroups(untried)
        let findings = try #require(untried.findings)
        let other = try OneDNNBackend(threads: 2, tuning: TuningMemory(path: nil))
        #expect(other.adopt(findings: findings))
        #expect(try Self.algorithmsInGroups(other) == algorithms)
        #expect(other.findings == findings)
    }

    @Test func whatWasFoundFirstStays() throws {
        try Self.withFile { path in
            let late = try OneDNNBackend(threads: 2, tuning: TuningMemory(path: path))
            _ = try Self.algorithmsInGroups(OneDNNBackend(threads: 2, tuning: TuningMemory(path: path)))
            // As it is where nothing disturbed the trials.
            #expect(try prefer("direct", in: path))
            let first = try String(contentsOfFile: path, encoding: .utf8)
            _ = try Self.algorithmsInGroups(late)
            let written = first.replacingOccurrences(of: "\t1\t", with: "\t1.0\t")
                .replacingOccurrences(of: "\t2\n", with: "\t2.0\n")
            #expect(try String(contentsOfFile: path, encoding: .utf8) == written)
        }
    }

    /// Those of a convolution of which every library has two.
    private static func algorithmsInGroups(_ backend: OneDNNBackend) throws -> Set<String> {
        try algorithms(
            backend,
            of: LayerCase("convolution: {filters: 32, kernel: 3, pad: 1, groups: 8}", on: [32, 16, 16], batch: 4))
    }

    private static let wider = "direct in wider groups"

    /// Those of a convolution, in all directions.
    private static func algorithms(
        _ backend: OneDNNBackend, of layerCase: LayerCase = winograd
    ) throws -> Set<String> {
        let network = try CaseNetwork(layerCase).network
        let parameters = try ParameterStore(network)
        parameters.initialize(seed: 1)
        let executable = try backend.compile(
            ExecutionPlan(network, phase: .training, batch: 4), parameters: parameters)
        let names = executable.profile.filter { $0.name.hasPrefix("convolution") }.map(\.name)
        return Set(names.compactMap { $0.split(separator: "(").last.map { String($0.dropLast()) } })
    }

    private static func withFile(
        in folderName: String = "cache/", _ body: (String) throws -> Void
    ) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.appendingPathComponent("\(folderName)convolutions.tsv").path)
    }
}
