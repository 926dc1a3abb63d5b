import Foundation
import TestSupport
import Testing

/// `netspec data fetch`, as far as it goes without the sets themselves; the fetch of whole sets is tested in its room.
struct DataFetchTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Proxies of the machine would stand between.
    private static let prelude =
        "unset http_proxy HTTP_PROXY https_proxy HTTPS_PROXY all_proxy ALL_PROXY no_proxy NO_PROXY XDG_DATA_HOME"

    private func fetch(_ arguments: String..., prelude: String = prelude) throws -> Outcome {
        try Program.netspec.run(["data", "fetch"] + arguments, in: folder, prelude: prelude)
    }

    /// A file of zeros that takes no room.
    private func writeSparse(_ name: String, byteCount: UInt64) throws {
        try folder.write("", to: name)
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: folder[name]))
        try file.truncate(atOffset: byteCount)
        try file.close()
    }

    @Test func aSetThatIsThereIsNotFetched() throws {
        let names = (1...5).map { "data_batch_\($0).bin" } + ["test_batch.bin"]
        for name in names { try writeSparse("sets/cifar-10-batches-bin/\(name)", byteCount: 30_730_000) }
        let outcome = try fetch("cifar10", "--data", "sets")
        outcome.expectSuccess()
        #expect(
            outcome.output
                == "cifar10: is there already, in sets/cifar-10-batches-bin\nin specs: data: {source: cifar10}\n")
        let result = try fetch("cifar10", "--data", "sets/cifar-10-batches-bin", "--format", "json").object()
        #expect(result["fetched"] as? Bool == false)
        #expect(result["folder"] as? String == "sets/cifar-10-batches-bin")
        try writeSparse("sets/cifar-10-batches-bin/data_batch_3.bin", byteCount: 30_729_999)
        try fetch("cifar10", "--data", "sets", "--from", "http://127.0.0.1:1").expectRefusal(2)
    }

    @Test func withoutANetworkItSaysWhatToDo() throws {
        try fetch("mnist", "--from", "http://127.0.0.1:1/sets", prelude: Self.prelude + "; export NETSPEC_DATA=sets")
            .expectRefusal(
                2,
                "error: cannot fetch `train-images-idx3-ubyte.gz` from `http://127.0.0.1:1/sets/train-images-idx3-ubyte.gz`: ",
                "= help: put `train-images-idx3-ubyte.gz`, 9912422 bytes, from `https://storage.googleapis.com/cvdf-datasets/mnist/",
                "into `sets` and give the command again; or name a mirror with `--from`")
    }

    @Test func wrongUsage() throws {
        try fetch("cifra10").expectRefusal(64, "cifra10")
        try fetch("cifar10", "--from", "ftp://mirror").expectRefusal(64, "--from must begin with https:// or http://")
        try fetch("cifar10", "--timeout", "0").expectRefusal(64, "--timeout must be from 1 to 3600, found 0")
        for home in ["unset HOME", "HOME=", "HOME=relative"] {
            try fetch("cifar10", prelude: Self.prelude + "; \(home)").expectRefusal(1, "there is no home folder")
        }
        #expect(!folder.exists("relative"))
    }

    @Test func whatAServerSendsIsHeldToTheSet() throws {
        let server = try LoopbackServer { $0.serve([1, 2, 3]) }
        try fetch("cifar10", "--from", server.address)
            .expectRefusal(
                1, "`cifar-10-binary.tar.gz` must have 170052171 bytes, and the server has 3",
                "from `https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz` into")
        #expect(server.requests.map(\.target) == ["/cifar-10-binary.tar.gz"])
        try fetch("cifar10", "--from", server.address + "/mirror/cifar-10-binary.tar.gz").expectRefusal(1)
        #expect(server.requests.last?.target == "/mirror/cifar-10-binary.tar.gz")
    }

    @Test func proxiesAreThoseOfTheEnvironment() throws {
        let proxy = try LoopbackServer { $0.head("403 Forbidden", "Content-Length: 0") }
        try fetch(
            "cifar10", "--from", "http://mirror.example/sets",
            prelude: Self.prelude + "; export http_proxy=\(proxy.address)"
        ).expectRefusal(2, "the server answers with status 403")
        #expect(proxy.requests.map(\.target) == ["http://mirror.example/sets/cifar-10-binary.tar.gz"])
    }

    /// Stopped in the middle, it leaves what has come, in the usual folder, and the next goes on behind it.
    @Test(arguments: [SIGINT, SIGKILL]) func anInterruptedFetchIsGoneOnWith(number: Int32) throws {
        let server = try LoopbackServer { exchange in
            guard exchange.request.headers["range"] == nil else { return exchange.head("503 Service Unavailable") }
            exchange.head("200 OK", "Content-Length: 170052171", "ETag: \"7\"")
            exchange.send([UInt8](repeating: 5, count: 50_000))
            usleep(3_000_000)
        }
        let part = ".local/share/netspec/data/.netspec-fetch/cifar-10-binary.tar.gz.part"
        let arguments = ["data", "fetch", "cifar10", "--from", server.address]
        let program = try Program.netspec.start(arguments, in: folder, prelude: Self.prelude)
        try program.wait(for: "a part") { (try? folder.bytes(part).count) == 50_000 }
        kill(program.process.processIdentifier, number)
        #expect(try program.outcome().signal == number)
        let next = try Program.netspec.run(arguments, in: folder, prelude: Self.prelude)
        next.expectRefusal(
            2, "note: going on with `cifar-10-binary.tar.gz` after 50000 of 170052171 bytes", "with status 503")
        #expect(server.requests.last?.headers["range"] == "bytes=50000-")
        #expect(server.requests.last?.headers["if-range"] == "\"7\"")
        #expect(try folder.bytes(part).count == 50_000)
    }

    /// Where sets are fetched to they are found, without a word about the folder.
    @Test func theUsualFolderIsFound() throws {
        try folder.write(
            TinySpec.text.replacing("{synthetic: {train: 256, test: 64}}", with: "cifar10")
                .replacing("batch: 32", with: "batch: 10"), to: "tiny.yaml")
        for name in (1...5).map({ "data_batch_\($0).bin" }) + ["test_batch.bin"] {
            let bytes = (0..<20).flatMap { [UInt8($0 % 10)] + [UInt8](repeating: UInt8($0), count: 3072) }
            try folder.write(bytes, to: ".local/share/netspec/data/cifar-10-batches-bin/\(name)")
        }
        let check = ["data", "check", "tiny.yaml"]
        try Program.netspec.run(check, in: folder, prelude: Self.prelude).expectSuccess()
        try folder.move(".local/share", to: "elsewhere")
        try Program.netspec.run(check, in: folder, prelude: Self.prelude)
            .expectRefusal(1, "no data folder is given", "fetch it with `netspec data fetch cifar10`")
        try Program.netspec.run(
            check, in: folder, prelude: Self.prelude + "; export XDG_DATA_HOME=\(folder["elsewhere"])"
        ).expectSuccess()
    }

    /// One line that is drawn over on a terminal, and lines elsewhere.
    @Test func progressIsTold() throws {
        let server = try LoopbackServer { exchange in
            exchange.head("200 OK", "Content-Length: 170052171")
            for _ in 0..<4 {
                exchange.send([UInt8](repeating: 5, count: 1_000_000))
                usleep(150_000)
            }
        }
        let outcome = try fetch("cifar10", "--from", server.address, "--timeout", "1")
        #expect(outcome.status == 2)
        #expect(outcome.messages.contains("cifar-10-binary.tar.gz: 0.0 of 170.1 MB, 0 %\n"), "\(outcome.messages)")
        #expect(!outcome.messages.contains("\r"))
        let quiet = try fetch("cifar10", "--from", server.address, "--timeout", "1", "--quiet")
        #expect(!quiet.messages.contains(" MB"), "\(quiet.messages)")
    }
}
