import Files

/// The pictures of one split of a folder, in the order in which they are numbered: path, class, length and time of the last change
/// of each. A million of them take about 100 MB.
package struct PictureTable: Sendable {
    /// The folder that the paths are relative to.
    let root: String
    private var paths: [UInt8] = []
    private var ends: [Int] = []
    private var labels: [Int32] = []
    private var states: [State] = []

    private struct State: Sendable {
        let byteCount: Int
        let changed: Int
    }

    init(root: String) {
        self.root = root
    }

    mutating func append(_ path: String, label: Int, _ status: FileStatus) {
        paths += path.utf8
        ends.append(paths.count)
        labels.append(Int32(label))
        states.append(State(byteCount: status.byteCount, changed: status.changed))
    }

    var count: Int { ends.count }

    func label(of index: Int) -> Int { Int(labels[index]) }

    /// The path of a picture in the folder.
    package func name(of index: Int) -> String {
        String(decoding: paths[(index == 0 ? 0 : ends[index - 1])..<ends[index]], as: UTF8.self)
    }

    /// The path by which a picture can be opened.
    func path(of index: Int) -> String {
        let name = name(of: index)
        return name.hasPrefix("/") ? name : joined(root, name)
    }

    /// Whether a file is as it was when the table was made.
    func isUnchanged(_ index: Int, _ status: FileStatus) -> Bool {
        status.byteCount == states[index].byteCount && status.changed == states[index].changed
    }

    /// The next picture of the same class, in a circle; nil where there is no other.
    func next(ofClassOf index: Int) -> Int? {
        let label = labels[index]
        return labels[(index + 1)...].firstIndex(of: label) ?? labels[..<index].firstIndex(of: label)
    }

    /// Adds what tells these pictures from others: their paths, classes and lengths.
    func add(to fingerprint: inout Fingerprint) {
        paths.withUnsafeBytes { fingerprint.add($0) }
        for index in 0..<count {
            fingerprint.add(UInt64(ends[index]))
            fingerprint.add(UInt64(labels[index]))
            fingerprint.add(UInt64(states[index].byteCount))
        }
    }

    /// Adds also when they were changed last.
    func addChanges(to fingerprint: inout Fingerprint) {
        for state in states { fingerprint.add(UInt64(bitPattern: Int64(state.changed))) }
    }
}

/// A path of something in a folder.
func joined(_ folder: String, _ name: String) -> String {
    folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
}
