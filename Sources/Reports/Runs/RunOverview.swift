import Files
package import Training

/// A run among others: how it stands, and what it came to.
package struct RunOverview: Sendable {
    /// The folder, as the user wrote it.
    package let path: String
    package let name: String
    package let state: RunState
    package let journal: RunJournal?
    package let history: RunHistory
    /// Nil where the run's spec cannot be read.
    package let spec: SpecValues?
    /// What of its files could not be read and is passed over, a sentence each.
    package let doubts: [String]

    /// - Throws: `FileError` when the metrics cannot be read.
    package init(_ run: RunFolder) throws {
        path = run.path
        let record = RunJournal.reading(of: run.journalPath)
        journal = record.journal
        state = RunState(run, journal)
        let metrics = try MetricsLog.reading(of: run.metricsPath)
        history = RunHistory(metrics.lines)
        spec = SpecValues(specPath: run.specPath)
        let ofSpec = spec == nil ? "`\(run.specPath)` is no spec that this netspec reads" : nil
        doubts = [record.doubt, metrics.doubt, ofSpec].compactMap { $0 }
        name = spec?.values["name"] ?? journal?.name ?? "–"
    }

    /// `3/15`
    package var epochs: String {
        let last = history.epochs.last.map { "\($0.number)" } ?? "0"
        return journal.map { "\(last)/\($0.epochs)" } ?? last
    }

    /// The runs in a folder and in the folders in it, by their names; the folder itself if it is one. One that several paths lead to,
    /// by links, is there once.
    ///
    /// - Throws: `FileError` when the folder cannot be read.
    package static func folders(in path: String) throws -> [String] {
        if RunFolder.holdsRun(path) { return [path] }
        func inside(_ path: String) throws -> [String] {
            try names(inFolder: path).filter { !$0.hasPrefix(".") }.map { "\(path)/\($0)" }.filter(isFolder)
        }
        let base = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        let found = try inside(base).flatMap { folder -> [String] in
            if RunFolder.holdsRun(folder) { return [folder] }
            // Trainings with several seeds have a folder each.
            return ((try? inside(folder)) ?? []).filter(RunFolder.holdsRun)
        }
        let root = absolutePath(base) ?? base
        let ways = Dictionary(grouping: found) { absolutePath($0) ?? $0 }
        return found.filter { way in
            let place = absolutePath(way) ?? way
            let direct = ways[place]?.first { "\(root)\($0.dropFirst(base.count))" == place }
            return way == direct ?? ways[place]?.first
        }
    }
}
