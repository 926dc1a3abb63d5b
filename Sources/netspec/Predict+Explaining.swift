import Datasets
import Files
import Netspec
import Training

/// Pictures of where a network saw what it took pictures for, in a folder.
struct ExplanationFolder {
    private let path: String

    /// - Throws: `FileError` where the folder cannot be made.
    init(_ path: String) throws {
        self.path = path
        try makeFolders(path)
    }

    /// Writes a picture for each that was predicted, named by it and by its class. No file is replaced: where there is one of the
    /// name, a number follows.
    ///
    /// - Returns: the path for each picture, by its number.
    func write(
        _ predictions: [Prediction], of pictures: GivenPictures, by network: TrainedNetwork
    ) throws -> [Int: String] {
        let labels = Dictionary(predictions.map { ($0.picture, $0.guesses[0].label) }) { first, _ in first }
        var written: [Int: String] = [:]
        try network.activationMaps(of: pictures, labels: labels) { picture, map, shown in
            let file = free(name(of: pictures.paths[picture], network.classes[map.label]))
            try DurableFile.write(shown.overlay(map), to: file)
            written[picture] = file
        }
        return written
    }

    private func name(of picture: String, _ className: String) -> String {
        let file = picture.split(separator: "/").last ?? "picture"
        let stem = file.lastIndex(of: ".").map { file[..<$0] } ?? file
        return "\(path)/\(String(stem.prefix(80)))-\(String(RunFolder.safeName(className).prefix(60)))"
    }

    private func free(_ start: String) -> String {
        var number = 1
        while true {
            let path = start + (number == 1 ? "" : "-\(number)") + ".png"
            if !exists(path) { return path }
            number += 1
        }
    }
}
