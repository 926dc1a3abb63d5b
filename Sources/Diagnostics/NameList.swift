/// Names for a message, each in backticks: `` `a`, `b` ``; of many the first, so that masses do not flood it.
package func listed(_ names: some Collection<String>, most: Int = 24) -> String {
    let shown = names.prefix(most).map { "`\(abbreviated($0))`" }.joined(separator: ", ")
    return names.count > most ? "\(shown), …" : shown
}

/// The text itself, cut where it would flood a message.
package func abbreviated(_ text: String) -> String {
    // Counting letters takes time on long texts, and no text has more of them than scalars.
    guard text.utf8.count > 60, text.prefix(61).count > 60 else { return text }
    return text.prefix(57) + "…"
}
