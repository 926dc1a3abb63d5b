package import Recipes

/// A data source that can be read; every one of `DataSourceCatalogue` is.
package protocol ReadableSource: DataSource {
    /// Reads the set.
    ///
    /// - Parameter folder: the folder that holds the set's files or is a parent of its standard folder; see
    ///   `DataFolder.path(option:)`. Sets that need no files leave it aside.
    /// - Throws: `DataError` for what is wrong with the files, `FileError` when they cannot be read, `DataMemoryError` when
    ///   they do not fit.
    func open(in folder: String?) throws -> Dataset
}

extension DataSettings {
    /// Reads the set and holds out what is to be held out.
    ///
    /// - Throws: what `ReadableSource.open` throws; `DataError` when there are too few pictures to hold some out.
    package func open(in folder: String?) throws -> Dataset {
        guard let readable = source as? any ReadableSource else {
            preconditionFailure("\(type(of: source)) lacks how it is read")
        }
        let dataset = try readable.open(in: folder)
        guard let validation else { return dataset }
        return try dataset.holdingOut(validation, seed: validationSeed)
    }
}
