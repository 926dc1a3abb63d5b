import TestSupport
import Testing

/// What is said of the program itself, and of arguments that are none.
struct UsageTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TinySpec.folder()
    }

    @Test(arguments: [
        [], ["--help"], ["help"], ["validate", "--help"], ["summary", "-h"], ["help", "train"], ["eval", "--help"],
    ])
    func helpIsAResult(arguments: [String]) throws {
        let outcome = try Program.netspec.run(arguments, in: folder)
        outcome.expectSuccess()
        #expect(outcome.output.contains("USAGE: netspec"))
        #expect(outcome.messages == "")
    }

    @Test func helpNamesEveryCommandAndTheExitCodes() throws {
        let help = try Program.netspec.run([], in: folder).output
        for word in ["validate", "summary", "train", "eval", "0", "1", "2", "64"] { #expect(help.contains(word)) }
    }

    @Test func pathsThatAreNoTextAreRefused() throws {
        let line = "exec '\(Program.netspec.path)' validate $'s\\xff.yaml'"
        try Program.bash.run(["-c", line], in: folder)
            .expectRefusal(64, "arguments must be text in UTF-8, and argument 2, `s")
    }

    @Test func versionIsAResult() throws {
        let outcome = try Program.netspec.run(["--version"], in: folder)
        outcome.expectSuccess()
        #expect(outcome.output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
    }

    @Test(arguments: [
        (["trian", "tiny.yaml"], "there is no command `trian`; write `train`"),
        (["transmogrify"], "there is no command `transmogrify`; the commands are `validate`, "),
        (["validate"], "Missing expected argument '<specs> ...'"),
        (["summary", "tiny.yaml", "--colour"], "Unknown option '--colour'"),
        (["plan", "tiny.yaml", "another.yaml"], "Unexpected argument 'another.yaml'"),
        (["validate", "tiny.yaml", "--format", "xml"], "'text', 'json' or 'sarif'"),
        (["summary", "tiny.yaml", "--format", "xml"], "'table', 'json', 'csv' or 'markdown'"),
        (["summary", "tiny.yaml", "--depth=-1"], "--depth must be at least 0, found -1"),
        (["summary", "tiny.yaml", "--depth", "2", "--flat"], "--depth and --flat cannot be used together"),
        (["summary", "tiny.yaml", "--batch", "0"], "--batch must be from 1 to 65536, found 0"),
        (["summary", "tiny.yaml", "--phase", "trial"], "'evaluation' and 'training'"),
        (["summary", "tiny.yaml", "--count", "bias"], "found `bias`; write `biases`"),
        (["summary", "tiny.yaml", "--count", "biases,flops"], "found `flops`; they are `biases`, `batch-norm`"),
        (["train", "tiny.yaml", "--threads", "0"], "--threads must be from 1 to 1024, found 0"),
        (["train", "tiny.yaml", "--threads", "-1"], "--threads must be from 1 to 1024, found -1"),
        (["train", "tiny.yaml", "--max-steps", "-5"], "--max-steps must be at least 1, found -5"),
        (["train", "tiny.yaml", "--time-limit", "-5"], "--time-limit must be a number above 0 and at most 10000000"),
        (["train", "tiny.yaml", "--weights-partial"], "--weights-partial needs --weights"),
        (["train", "tiny.yaml", "--threads", "100000"], "--threads must be from 1 to 1024, found 100000"),
        (["train", "tiny.yaml", "--threads", "many"], "The value 'many' is invalid for '--threads <count>'"),
        (["train", "tiny.yaml", "--max-steps", "0"], "--max-steps must be at least 1, found 0"),
        (["train", "tiny.yaml", "--run", ""], "'--run <folder>': a path must have a letter at least, found nothing"),
        (["train", "tiny.yaml", "--resume"], "--resume needs --run"),
        (["train", "tiny.yaml", "--backend", "abacus"], "'onednn' and 'reference'"),
        (["eval"], "Missing expected argument '<run-or-spec>'"),
    ]) func wrongUsageIs64(arguments: [String], words: String) throws {
        try Program.netspec.run(arguments, in: folder).expectRefusal(64, words, "Usage: netspec")
        #expect(folder.names() == ["tiny.yaml"])
    }

    /// As a variable of a shell leaves it that is not set; it would be the root of the file system.
    @Test(arguments: [
        ["predict", "run", "a.png", "--explain"], ["data", "fetch", "mnist", "--data"],
        ["data", "check", "tiny.yaml", "--data"],
        ["data", "make", ".", "--output"], ["data", "make", ".", "--network"], ["data", "make", ".", "--list"],
        ["data", "split", ".", "--output"], ["eval", "run", "--weights"], ["eval", "run", "--data"],
        ["pack", "run", "-o"],
        ["rate", "tiny.yaml", "--data"], ["report", "run", "--output"], ["compare", "run", "run", "--html"],
        ["reproduce", "run", "--data"], ["schema", "-o"], ["serve", "run", "--weights"],
        ["train", "tiny.yaml", "--weights"],
    ]) func anEmptyPathIsWrongUsage(arguments: [String]) throws {
        try Program.netspec.run(arguments + [""], in: folder)
            .expectRefusal(64, "a path must have a letter at least, found nothing", "Usage: netspec")
        #expect(folder.names() == ["tiny.yaml"])
    }

    /// A number that begins with a dash is a number, and not an option that is none.
    @Test(arguments: [
        ["summary", "--depth"], ["summary", "--batch"], ["diff", "--batch"], ["graph", "--depth"], ["rate", "--every"],
        ["rate", "--steps-per-epoch"], ["eval", "--top"], ["eval", "--batch"], ["eval", "--threads"],
        ["tune", "--batch"],
        ["tune", "--threads"], ["time", "--steps"], ["time", "--batch"], ["time", "--depth"], ["plan", "--batch"],
        ["plan", "--depth"], ["train", "--threads"], ["train", "--max-steps"], ["train", "--time-limit"],
    ]) func negativeNumbersAreOutOfRange(words: [String]) throws {
        let paths = words[0] == "diff" ? ["tiny.yaml", "tiny.yaml"] : ["tiny.yaml"]
        let outcome = try Program.netspec.run([words[0]] + paths + [words[1], "-1"], in: folder)
        outcome.expectRefusal(64, "\(words[1]) must be ", ", found -1")
    }

    @Test(arguments: [["train", "--seeds"], ["reproduce", "--threads"]]) func negativeValuesAreNamed(words: [String])
        throws
    {
        let outcome = try Program.netspec.run([words[0], "tiny.yaml", words[1], "-1"], in: folder)
        #expect(!outcome.messages.contains("Missing value"), "\(outcome.messages)")
        #expect(outcome.status != 0)
    }

    @Test(arguments: [
        ["--help"], ["--version"], ["validate", "tiny.yaml"], ["summary", "tiny.yaml"],
        ["summary", "tiny.yaml", "--format", "json"],
    ])
    func resultThatCannotBeWrittenIsAFailure(arguments: [String]) throws {
        try Program.netspec.run(arguments, in: folder, prelude: "exec >/dev/full")
            .expectRefusal(2, "error: cannot write the result: No space left on device")
        try Program.netspec.run(arguments, in: folder, prelude: "exec >&-").expectRefusal(2, "cannot write the result")
    }

    @Test func messagesThatCannotBeWrittenChangeNothing() throws {
        let outcome = try Program.netspec.run(["summary", "nowhere.yaml"], in: folder, prelude: "exec 2>&-")
        outcome.expectRefusal(2)
    }
}
