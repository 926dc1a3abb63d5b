import ArgumentParser

struct Completions: ParsableCommand {
    static let configuration = CommandConfiguration(
        command: "completions", takes: "<shell>",
        "Writes a script by which a shell completes commands, options and files.",
        examples: ["source <(netspec completions bash)"],
        more: """
            To have them in every new shell, keep the script where the shell looks for it:
              bash: ~/.local/share/bash-completion/completions/netspec
              zsh: _netspec, in a folder of $fpath
              fish: ~/.config/fish/completions/netspec.fish
            """)

    enum Shell: String, ExpressibleByArgument, CaseIterable {
        case bash, zsh, fish

        var completionShell: CompletionShell {
            switch self {
            case .bash: .bash
            case .zsh: .zsh
            case .fish: .fish
            }
        }
    }

    @Argument(help: "The shell.")
    var shell: Shell

    func run() throws {
        try reporting {
            try Terminal.write(Netspec.completionScript(for: shell.completionShell) + "\n")
        }
    }
}

extension CompletionKind {
    /// Runs, which are folders, packed files, and specs.
    static var networks: CompletionKind { .file(extensions: ["yaml", "yml", "prototxt", "safetensors"]) }

    /// Specs and libraries; folders too, in which they may lie.
    static var specs: CompletionKind { .file(extensions: ["yaml", "yml", "prototxt"]) }
}
