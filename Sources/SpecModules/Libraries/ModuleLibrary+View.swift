extension ModuleLibrary {
    /// What a file sees: for each name the modules that it may stand for, by their numbers.
    struct View: Sendable {
        /// The file's own in the place of others of the same name.
        var visible: [String: [Int]] = [:]
        /// Those that the file's own stand in front of, and all others, for names with a library before them.
        private(set) var reachable: [String: [Int]] = [:]
        /// The names of modules whose definitions have mistakes.
        var invalid: Set<String> = []

        /// A file's own modules, and behind them what the files that it includes see.
        func including(_ others: [View]) -> View {
            var view = self
            view.reachable = visible
            for other in others {
                view.invalid.formUnion(other.invalid.filter { visible[$0] == nil })
                view.reachable.merge(other.reachable, uniquingKeysWith: Self.both)
                view.visible.merge(other.visible.filter { visible[$0.key] == nil }, uniquingKeysWith: Self.both)
            }
            return view
        }

        private static func both(_ left: [Int], _ right: [Int]) -> [Int] {
            left + right.filter { !left.contains($0) }
        }
    }
}
