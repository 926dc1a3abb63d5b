import Foundation

/// A network on which something was wrong once, in `Tests/RandomNetworks/Cases`: a spec, whose first line says in which
/// trial and what it was: `# training,float32,all,2,untuned,17: …`.
package struct KeptCase: Sendable, CustomStringConvertible {
    /// The file's, without its ending.
    package let name: String
    package let text: String
    package let trial: Trial

    package static var all: [KeptCase] {
        get throws {
            let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .appendingPathComponent("Cases")
            let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            return try files.filter { $0.pathExtension == "yaml" }.map(KeptCase.init).sorted { $0.name < $1.name }
        }
    }

    private init(_ file: URL) throws {
        name = file.deletingPathExtension().lastPathComponent
        text = try String(contentsOf: file, encoding: .utf8)
        let trialText = text.dropFirst(2).prefix { $0 != "\n" }.components(separatedBy: ": ")[0]
        guard text.hasPrefix("# "), let trial = Trial(trialText) else {
            throw UnnamedTrial(name: name)
        }
        self.trial = trial
    }

    package var description: String { name }
}

/// A case does not say how it is run.
struct UnnamedTrial: Error, CustomStringConvertible {
    let name: String

    var description: String {
        "`\(name)` must begin with `# `, a trial as `training,float32,all,2,untuned,17`, `: ` and what was wrong"
    }
}
