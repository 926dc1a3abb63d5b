/// A value before and after; nil where there is none.
struct Change<Value: Sendable>: Sendable {
    let before: Value?
    let after: Value?
}

/// A named value that differs: a field of a layer, an argument of a use, a setting of a spec.
struct SettingChange: Sendable {
    let name: String
    let before: String?
    let after: String?
}

/// What became of a layer or a top-level step.
enum Fate: String, Sendable {
    case added, removed, changed
    /// Under another name; it may have changed besides.
    case renamed
    /// Nothing that it says differs, but what it costs or makes does, since what arrives is another.
    case affected
}
