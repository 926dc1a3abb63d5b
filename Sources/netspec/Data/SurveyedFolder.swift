import ArgumentParser
import Datasets
import Diagnostics
import Files
import Glibc
import Recipes
import Tensors

/// How the pictures of a folder are read, for commands that look at all of them.
struct SurveyOptions: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Threads to read with; all processors if left out.", valueName: "count"))
    var threads: Int?

    @OptionGroup var messages: MessageOptions

    func validate() throws {
        if let threads, !(1...1024).contains(threads) {
            throw ValidationError("--threads must be from 1 to 1024, found \(threads)")
        }
    }

    /// Reads every picture of a set, and says at most every two seconds how far it is.
    func survey(of dataset: Dataset, channels: Int) throws -> DataSurvey {
        let clock = ContinuousClock()
        var said = clock.now
        return try DataSurvey(
            of: dataset, channels: channels, threads: threads ?? Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        ) { read, all in
            guard clock.now - said > .seconds(2) else { return }
            said = clock.now
            messages.say("\(read) of \(all) pictures")
        }
    }

    /// The pictures of a folder that no spec names, and what all of them are like.
    ///
    /// - Parameter list: a file in the folder that names them; nil where sub-folders tell the classes.
    func folder(_ path: String, list: String? = nil, channels: Int = 3) throws -> (Dataset, DataSurvey) {
        guard isFolder(path) else {
            throw DataError(
                exists(path) ? "`\(path)` must be a folder, and is none" : "there is no folder `\(path)`",
                help: "give a folder with one sub-folder for each class")
        }
        let source = PictureFolder(path: path, lists: list.map { PictureLists(train: $0) })
        let dataset = try DataSettings(source: source).fitted(to: [channels, 32, 32])
            .open(DataOpening(option: nil, isSurvey: true))
        for remark in dataset.remarks { Terminal.note(remark) }
        return (dataset, try survey(of: dataset, channels: channels))
    }
}

/// A file that is made, and never takes the place of another.
enum NewFile {
    /// - Parameter check: what the file must stand; it is gone again where that throws.
    /// - Throws: `DataError` where there is one already, `FileError`, and what `check` throws.
    static func write(_ text: String, to path: String, check: () throws -> Void = {}) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else {
            guard errno == EEXIST else { throw FileError.last(.write, path) }
            throw taken(path)
        }
        defer { close(descriptor) }
        do {
            try appendWhole(Array(text.utf8), to: descriptor, of: path)
            guard fsync(descriptor) == 0 else { throw FileError.last(.write, path) }
            try check()
        } catch {
            unlink(path)
            throw error
        }
    }

    static func taken(_ path: String) -> DataError {
        DataError("`\(path)` is there already, and is not overwritten", help: "name another file with `--output`")
    }
}
