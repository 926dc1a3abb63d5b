import Diagnostics
import Training

extension PredictionReport {
    /// For people: below each picture its most probable classes.
    ///
    ///     photos/1.jpg
    ///        93.12 %  cat
    ///         4.01 %  dog
    package var text: String {
        pictures.map { picture in
            ([printable(picture.path)]
                + picture.top.map { "  \(percent($0.probability))  \(printable($0.name))" }
                + (picture.explanation.map { ["   see \(printable($0))"] } ?? [])).joined(separator: "\n")
                + "\n"
        }.joined(separator: "\n")
    }

    /// A line for each picture and class.
    package var csv: String {
        CSVTable.line(["path", "rank", "class", "label", "probability"])
            + pictures.flatMap { picture in
                picture.top.enumerated().map { place, guess in
                    CSVTable.line([picture.path, "\(place + 1)", guess.name, "\(guess.label)", "\(guess.probability)"])
                }
            }.joined()
    }

    /// ` 93.12 %`, 8 characters.
    private func percent(_ probability: Double) -> String {
        let text = ProgressText.fixed(probability * 100, 2) + " %"
        return String(repeating: " ", count: max(0, 8 - text.count)) + text
    }
}
