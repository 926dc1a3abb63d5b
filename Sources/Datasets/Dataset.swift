package import Recipes

/// Pictures with labels, in splits: one to learn from, one to be tested with, and where a spec wants it one that is held out
/// of those to learn from.
package struct Dataset: Sendable {
    package enum Split: String, Sendable, CaseIterable {
        case train, validation, test
    }

    package let name: String
    /// The name of each class; a label is a place in this list.
    package let classes: [String]
    package let train: any PictureSet
    /// Nil where nothing is held out.
    package let validation: (any PictureSet)?
    /// Nil where the data have none to test with.
    package let test: (any PictureSet)?

    /// What a user should know of the data, a line each.
    package let remarks: [String]
    /// Nil where no picture is ever left out.
    package let skipped: SkippedPictures?

    package init(
        name: String, classes: [String], train: any PictureSet, validation: (any PictureSet)? = nil,
        test: (any PictureSet)?, remarks: [String] = [], skipped: SkippedPictures? = nil
    ) {
        self.remarks = remarks
        self.skipped = skipped
        self.name = name
        self.classes = classes
        self.train = train
        self.validation = validation
        self.test = test
    }

    /// Nil for a split that there is not.
    package subscript(split: Split) -> (any PictureSet)? {
        switch split {
        case .train: train
        case .validation: validation
        case .test: test
        }
    }

    /// - Throws: `DataError` where there is no such split.
    package func pictures(of split: Split) throws(DataError) -> any PictureSet {
        guard let pictures = self[split] else {
            throw DataError(
                split == .test
                    ? "`\(name)` has no test split"
                    : "`\(name)` has no \(split.rawValue) split: no pictures are held out",
                help: split == .test && validation != nil
                    ? "evaluate the pictures that are held out, with `--split validation`"
                    : "write `validation: 0.1` in `data` to hold a tenth of the training pictures out")
        }
        return pictures
    }

    /// The split that tells how good a network is: the test, or where there is none, the pictures that are held out.
    ///
    /// - Throws: `DataError` where there is neither.
    package func finalSplit() throws(DataError) -> Split {
        try requireEvaluation()
        return test == nil ? .validation : .test
    }

    /// - Throws: `DataError` where there is nothing to evaluate a network by.
    package func requireEvaluation() throws(DataError) {
        guard test == nil, validation == nil else { return }
        throw DataError(
            "`\(name)` must have pictures to evaluate by, and all of its \(train.count) are to learn from",
            help: "write `validation: 0.1` in `data` to hold a tenth of them out, or give it a test split")
    }

    /// Of the data to learn from, those held out among them: class names, shapes, labels and pixels.
    package var fingerprint: Fingerprint {
        var fingerprint = Fingerprint()
        for name in classes { fingerprint.add(name) }
        train.add(to: &fingerprint)
        return fingerprint
    }
}
