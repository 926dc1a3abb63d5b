import Datasets

extension Evaluation: Decodable {
    /// Reads what `encode` wrote; `perClass` is made of the rest.
    ///
    /// - Throws: `DecodingError`, also where the parts do not fit together.
    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        func require(_ holds: Bool, _ key: CodingKeys, _ words: String) throws {
            guard !holds else { return }
            throw DecodingError.dataCorruptedError(forKey: key, in: members, debugDescription: words)
        }
        guard let split = Dataset.Split(rawValue: try members.decode(String.self, forKey: .split)),
            let views = EvaluationViews(rawValue: try members.decode(String.self, forKey: .views))
        else {
            throw DecodingError.dataCorruptedError(forKey: .split, in: members, debugDescription: "unknown word")
        }
        (self.split, self.views) = (split, views)
        samples = try members.decode(Int.self, forKey: .samples)
        loss = try members.decodeIfPresent(Double.self, forKey: .loss) ?? .nan
        top1 = try members.decode(Double.self, forKey: .top1)
        top5 = try members.decode(Double.self, forKey: .top5)
        top = try members.decode(Double.self, forKey: .top)
        topCount = try members.decode(Int.self, forKey: .topCount)
        calibrationError = try members.decode(Double.self, forKey: .calibrationError)
        calibration = try members.decodeIfPresent([CalibrationBin].self, forKey: .calibration) ?? []
        classes = try members.decode([String].self, forKey: .classes)
        confusion = try members.decode([[Int]].self, forKey: .confusion)
        mistakes = try members.decodeIfPresent([WrongAnswer].self, forKey: .mistakes) ?? []
        let count = classes.count
        try require(
            confusion.count == count && confusion.allSatisfy { $0.count == count }, .confusion, "a row for each class")
        // Sums of them are then numbers too.
        try require(
            samples >= 0 && confusion.joined().allSatisfy { (0...samples).contains($0) } && samples < 1 << 40,
            .confusion, "counts of pictures")
        try require(
            mistakes.allSatisfy {
                $0.picture >= 0 && (0..<count).contains($0.label) && (0..<count).contains($0.answer)
            },
            .mistakes, "classes by number")
    }
}
