import SpecSyntax

extension StepGroup {
    /// The group with names for its steps that all groups of its shape can have: the file's own without the group's, where they
    /// are the same in each, `branch2a` of `res2a_branch2a` and `res2b_branch2a`; else those by the steps' types.
    static func named(_ groups: [StepGroup]) -> [StepGroup] {
        guard let own = groups.first?.ownNames, groups.allSatisfy({ $0.ownNames == own }) else { return groups }
        return groups.map { group in
            var named = group
            named.names = own
            return named
        }
    }

    /// Names of steps by their types, `conv1`, `bn1`, `relu`, `conv2`; only what stands several times has a number.
    static func namesByKind(_ kinds: [String]) -> [String] {
        let words = kinds.map { shortKinds[$0] ?? $0.replacing("-", with: "_") }
        let counts = Dictionary(words.map { ($0, 1) }, uniquingKeysWith: +)
        var numbers: [String: Int] = [:]
        return words.map { word in
            guard counts[word, default: 0] > 1 else { return word }
            numbers[word, default: 0] += 1
            return "\(word)\(numbers[word, default: 0])"
        }
    }

    private static let shortKinds = [
        "convolution": "conv", "batch-norm": "bn", "linear": "fc", "max-pool": "pool", "average-pool": "pool",
        "add": "sum", "multiply": "product",
    ]

    /// What names of steps are without the name of their group; nil where two would be the same or one has nothing of it.
    ///
    /// Caffe's ResNets write the group's number for its name too: `bn2a_branch2a` beside `res2a_branch2a`.
    static func ownNames(_ names: [String], kinds: [String], group: String) -> [String]? {
        let prefix = commonFolder(of: names)
        let number = String(group.drop { !$0.isNumber })
        var own: [String] = []
        for (name, kind) in zip(names, kinds) {
            let rest =
                prefix.map { String(name.dropFirst($0.count)) }
                ?? name.without(group) ?? (number.isEmpty ? nil : name.without(number, behindLetters: true))
            guard let rest else { return nil }
            own.append(rest.isEmpty ? namesByKind([kind])[0] : rest)
        }
        var scope = StepNames()
        let taken = own.map { scope.take($0) }
        return taken.count == Set(own).count ? taken : nil
    }

    /// What all names begin with up to a separator, with it: `layer1_0_` of `layer1_0_conv1` and `layer1_0_sum`.
    static func commonFolder(of names: [String]) -> String? {
        guard var common = names.first?[...] else { return nil }
        for name in names { while !name.hasPrefix(common) { common = common.dropLast() } }
        while let last = common.last, !isSeparator(last) { common = common.dropLast() }
        return common.isEmpty ? nil : String(common)
    }

    static func isSeparator(_ letter: Character) -> Bool { "_/-.".contains(letter) }
}

extension String {
    /// The text without the first place of a part that stands between separators, with one separator where both sides are left.
    ///
    /// - Parameter behindLetters: whether letters may stand before the part.
    func without(_ part: String, behindLetters: Bool = false) -> String? {
        for range in ranges(of: part) {
            let (before, after) = (self[..<range.lowerBound], self[range.upperBound...])
            let isBehind = before.last.map { StepGroup.isSeparator($0) || behindLetters && $0.isLetter } ?? true
            guard isBehind, after.first.map(StepGroup.isSeparator) ?? true else { continue }
            let rest = after.drop { StepGroup.isSeparator($0) }
            var head = before
            while let last = head.last, StepGroup.isSeparator(last) { head = head.dropLast() }
            return head.isEmpty || rest.isEmpty ? String(head + rest) : "\(head)_\(rest)"
        }
        return nil
    }
}
