package import Recipes

/// A data source that can be read; every one of `DataSourceCatalogue` is.
package protocol ReadableSource: DataSource {
    /// Reads the set.
    ///
    /// - Parameter opening: names the folder that holds the set's files or is a parent of its standard folder. Sets that need
    ///   no files leave it aside.
    /// - Throws: `DataError` for what is wrong with the files, `FileError` when they cannot be read, `DataMemoryError` when
    ///   they do not fit.
    func open(_ opening: DataOpening) throws -> Dataset
}

extension ReadableSource {
    /// Reads the set from a folder that was chosen for it.
    package func open(in folder: String?) throws -> Dataset { try open(.chosen(folder)) }
}

extension DataSettings {
    /// Reads the set and holds out what is to be held out.
    ///
    /// - Throws: what `ReadableSource.open` throws; `DataError` when there are too few pictures to hold some out, or some are
    ///   set apart already.
    package func open(_ opening: DataOpening) throws -> Dataset {
        guard let readable = source as? any ReadableSource else {
            preconditionFailure("\(type(of: source)) lacks how it is read")
        }
        let dataset = try readable.open(opening.fitting(fit))
        guard let validation else { return dataset }
        do throws(DataError) {
            return try holdingOut(validation, of: dataset)
        } catch {
            guard opening.isSurvey, let skipped = dataset.skipped else { throw error }
            try skipped.report(error.message, help: error.help)
            return dataset
        }
    }

    private func holdingOut(_ validation: HeldOut, of dataset: Dataset) throws(DataError) -> Dataset {
        guard dataset.validation == nil else {
            throw DataError(
                "`validation` holds pictures out to choose by, and `\(dataset.name)` has a split of such already",
                help: "remove `validation` from `data`, or take that split away")
        }
        return try dataset.holdingOut(validation, seed: validationSeed)
    }

    /// The same from a folder that was chosen for it.
    package func open(in folder: String?) throws -> Dataset { try open(.chosen(folder)) }
}
