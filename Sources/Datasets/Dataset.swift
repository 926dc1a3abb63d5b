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
    package let test: any PictureSet

    package init(
        name: String, classes: [String], train: any PictureSet, validation: (any PictureSet)? = nil,
        test: any PictureSet
    ) {
        self.name = name
        self.classes = classes
        self.train = train
        self.validation = validation
        self.test = test
    }

    /// Nil for a validation split where nothing is held out.
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
                "`\(name)` has no \(split.rawValue) split: no pictures are held out",
                help: "write `validation: 0.1` in `data` to hold a tenth of the training pictures out")
        }
        return pictures
    }

    /// Of the data to learn from, those held out among them: class names, shapes, labels and pixels.
    package var fingerprint: Fingerprint {
        var fingerprint = Fingerprint()
        for name in classes { fingerprint.add(name) }
        train.add(to: &fingerprint)
        return fingerprint
    }
}
