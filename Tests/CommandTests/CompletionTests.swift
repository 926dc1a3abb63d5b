import Foundation
import TestSupport
import Testing

/// The scripts that shells complete commands by.
struct CompletionTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TinySpec.folder()
        for shell in ["bash", "zsh", "fish"] {
            let outcome = try Program.netspec.run(["completions", shell], in: folder)
            outcome.expectSuccess()
            try folder.write(outcome.output, to: "netspec.\(shell)")
        }
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func everyCommandIsKnown(shell: String) throws {
        let script = try folder.text("netspec.\(shell)")
        for word in [
            "validate", "summary", "train", "eval", "pack", "serve", "schema", "completions", "yaml", "safetensors",
            "onednn",
        ] {
            #expect(script.contains(word), "\(word)")
        }
    }

    /// Every argument that is a spec is completed with the files that can be one.
    @Test(arguments: [
        "validate", "summary", "expand", "why", "diff", "graph", "rate", "train", "eval", "time", "schema",
    ])
    func specsAreCompletedInEveryShell(command: String) throws {
        let fish = try folder.text("netspec.fish")
        let zsh = try folder.text("netspec.zsh")
        let ofFish = fish.split(separator: "\n").filter { $0.contains(" \(command)\"") || $0.contains(" \(command)'") }
        #expect(ofFish.contains { $0.contains("yaml") }, "\(ofFish)")
        let ofZsh = try #require(zsh.components(separatedBy: "_netspec_\(command)() {").dropFirst().first)
        #expect(ofZsh.prefix { $0 != "}" }.contains("_files -g"), "\(command)")
        #expect(ofZsh.components(separatedBy: "\n}")[0].contains("yaml"), "\(command)")
    }

    /// The shells of this machine, with how each is told only to read a script. There is always bash.
    private static let readers = [["/bin/bash", "-n"], ["/usr/bin/zsh", "-n"], ["/usr/bin/fish", "--no-execute"]]
        .filter { FileManager.default.isExecutableFile(atPath: $0[0]) }

    @Test(arguments: readers) func theShellCanReadIt(reader: [String]) throws {
        let shell = URL(fileURLWithPath: reader[0]).lastPathComponent
        let outcome = try Program(name: reader[0]).run([reader[1], "netspec.\(shell)"], in: folder)
        outcome.expectSuccess()
        #expect(outcome.messages == "")
    }

    @Test(arguments: [
        ("netspec va", ["validate"]),
        ("netspec s", ["schema", "serve", "summary"]),
        ("netspec validate t", ["tiny.yaml"]),
        ("netspec validate netspec.", []),
        ("netspec diff t", ["tiny.yaml"]),
        ("netspec diff tiny.yaml t", ["tiny.yaml"]),
        ("netspec graph t", ["tiny.yaml"]),
        ("netspec why t", ["tiny.yaml"]),
        ("netspec schema t", ["tiny.yaml"]),
        ("netspec validate --wa", ["--watch"]),
        ("netspec eval run --format ", ["json", "text"]),
        ("netspec train tiny.yaml --backend o", ["onednn"]),
        ("netspec eval fold", ["folder"]),
        ("netspec explain unknown-ke", ["unknown-key"]),
        ("netspec completions f", ["fish"]),
    ]) func bashCompletes(line: String, words: [String]) throws {
        try folder.write("", to: "folder/file")
        // `complete` is told what an interactive shell would tell it; compopt works only inside of one.
        let script = """
            compopt() { :; }
            source netspec.bash
            function=$(complete -p netspec | sed 's/.*-F \\([^ ]*\\).*/\\1/')
            COMP_LINE='\(line)' COMP_POINT=\(line.count) COMP_TYPE=9 COMP_KEY=9
            read -ra COMP_WORDS <<< "$COMP_LINE"
            [[ "$COMP_LINE" == *' ' ]] && COMP_WORDS+=('')
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            "$function" netspec "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
            printf '%s\\n' "${COMPREPLY[@]}"
            """
        let outcome = try Program.bash.run(["-c", script], in: folder)
        #expect(outcome.messages == "")
        let found = outcome.output.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        #expect(found.sorted() == words)
    }
}
