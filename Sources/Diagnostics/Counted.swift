/// A number of things: `1 step`, `2 steps`.
package func counted(_ count: Int, _ noun: String) -> String { counted(count, noun, noun + "s") }

/// The same of a noun with a plural of its own.
package func counted(_ count: Int, _ noun: String, _ plural: String) -> String {
    "\(count) \(count == 1 ? noun : plural)"
}
