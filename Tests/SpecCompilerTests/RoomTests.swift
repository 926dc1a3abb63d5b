import Foundation
import Testing

/// The wall between the front end and the engine. The package manager lets a room import any other that is built, whatever
/// the manifest says, so the sources themselves are looked at.
@Suite struct RoomTests {
    /// From text to a checked experiment nothing is needed that computes, reads data or trains.
    @Test func frontEndKnowsNoEngine() throws {
        let engine = [
            "CJPEG", "CKernels", "COneDNN", "CPNG", "CWebP", "CZlib", "Datasets", "Execution", "Interchange",
            "OneDNNBackend", "Pictures", "Planning", "Training",
        ]
        let known = try rooms(behind: "SpecCompiler")
        #expect(known.isSuperset(of: ["CLibYAML", "Networks", "Recipes", "SpecSyntax"]))
        for room in engine {
            #expect(!known.contains(room), "\(room)")
            #expect(FileManager.default.fileExists(atPath: sources.appendingPathComponent(room).path), "\(room)")
        }
    }

    private let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Sources")

    /// The rooms and libraries that a room imports, and that those do.
    private func rooms(behind room: String) throws -> Set<String> {
        var (known, unread): (Set<String>, [String]) = ([], [room])
        while let next = unread.popLast() {
            for name in try imports(of: next) where known.insert(name).inserted { unread.append(name) }
        }
        return known
    }

    /// None of what is no room of Swift files.
    private func imports(of room: String) throws -> Set<String> {
        let folder = sources.appendingPathComponent(room)
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        var names: Set<String> = []
        for case let file as URL in files ?? FileManager.DirectoryEnumerator() where file.pathExtension == "swift" {
            for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
                if let match = line.wholeMatch(of: /(?:@\w+ )?(?:\w+ )?import (\w+)/) { names.insert(String(match.1)) }
            }
        }
        return names
    }
}
