/// The candidate that a user most likely meant by `name`, or nil when none is close.
///
/// Close is: equal but for case and for `-`, `_` and spaces; or an edit distance (Damerau and Levenshtein, adjacent
/// swaps count one) of at most a third of the longer name; or one name the beginning of the other, from three letters.
/// Of hostile masses only the first candidates are tried.
package func nearestName(to name: String, among candidates: some Sequence<String>) -> String? {
    let wanted = folded(name)
    var best: (distance: Int, name: String)?
    for candidate in candidates.prefix(mostCandidates) {
        let other = folded(candidate)
        guard let distance = closeness(wanted, other) else { continue }
        if best.map({ distance < $0.distance }) ?? true { best = (distance, candidate) }
    }
    return best?.name
}

private let mostCandidates = 1000
private let longestName = 64

private func folded(_ name: String) -> [Unicode.Scalar] {
    name.unicodeScalars.prefix(longestName).compactMap { scalar in
        switch scalar {
        case "-", "_", " ": nil
        case "A"..."Z": Unicode.Scalar(UInt8(scalar.value) | 0x20)
        default: scalar.isASCII ? scalar : scalar.properties.lowercaseMapping.unicodeScalars.first
        }
    }
}

private func closeness(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int? {
    if left == right { return 0 }
    let shorter = min(left.count, right.count)
    let isBeginning = shorter >= 3 && (left.starts(with: right) || right.starts(with: left))
    let limit = max(left.count, right.count) / 3
    guard isBeginning || abs(left.count - right.count) <= limit else { return nil }
    let distance = editDistance(left, right)
    return isBeginning || distance <= limit ? distance : nil
}

private func editDistance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    var beforeLast = [Int](repeating: 0, count: right.count + 1)
    var last = Array(0...right.count)
    var row = last
    for i in left.indices {
        row[0] = i + 1
        for j in right.indices {
            let substitution = last[j] + (left[i] == right[j] ? 0 : 1)
            var cost = min(last[j + 1] + 1, row[j] + 1, substitution)
            if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
                cost = min(cost, beforeLast[j - 1] + 1)
            }
            row[j + 1] = cost
        }
        (beforeLast, last, row) = (last, row, beforeLast)
    }
    return last[right.count]
}
