/// The candidate that a user most likely meant by `name`, or nil when none is close.
///
/// Close is: equal but for case and for `-`, `_` and spaces; or an edit distance (Damerau and Levenshtein, adjacent
/// swaps count one) of at most a third of the longer name; or one name the beginning of the other, from three letters.
package func nearestName(to name: String, among candidates: some Sequence<String>) -> String? {
    let wanted = folded(name)
    var best: (distance: Int, name: String)?
    for candidate in candidates {
        let other = folded(candidate)
        guard let distance = closeness(wanted, other) else { continue }
        if best.map({ distance < $0.distance }) ?? true { best = (distance, candidate) }
    }
    return best?.name
}

private func folded(_ name: String) -> [Character] {
    name.prefix(64).lowercased().filter { !"-_ ".contains($0) }
}

private func closeness(_ left: [Character], _ right: [Character]) -> Int? {
    if left == right { return 0 }
    let distance = editDistance(left, right)
    if distance <= max(left.count, right.count) / 3 { return distance }
    let shorter = min(left.count, right.count)
    return shorter >= 3 && (left.starts(with: right) || right.starts(with: left)) ? distance : nil
}

private func editDistance(_ left: [Character], _ right: [Character]) -> Int {
    var beforeLast = [Int](repeating: 0, count: right.count + 1)
    var last = Array(0...right.count)
    for i in 0..<left.count {
        var row = [i + 1]
        for j in 0..<right.count {
            let substitution = last[j] + (left[i] == right[j] ? 0 : 1)
            var cost = min(last[j + 1] + 1, row[j] + 1, substitution)
            if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
                cost = min(cost, beforeLast[j - 1] + 1)
            }
            row.append(cost)
        }
        (beforeLast, last) = (last, row)
    }
    return last[right.count]
}
