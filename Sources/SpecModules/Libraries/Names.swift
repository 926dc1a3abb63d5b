import Diagnostics
import SpecSyntax

/// Whether a text is a name: letters, digits, `_` and `-`.
func isName(_ text: String) -> Bool {
    !text.isEmpty && text.count <= 128
        && text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                return true
            default: return false
            }
        }
}

/// Whether a text can name a layer or a use of a module: `input` is the name of what arrives.
func isLayerName(_ text: String) -> Bool { isName(text) && text != "input" }

/// Whether a text can name a module: a name, or one with those of its library in front of it, `library/name`.
func isModuleName(_ text: String) -> Bool {
    text.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { isName(String($0)) }
}

/// The names that `isModuleName` takes, as a regular expression.
package let moduleNamePattern = "^[A-Za-z0-9_-]{1,128}(?:/[A-Za-z0-9_-]{1,128})*$"

func invalidName(_ found: SyntaxNode, of noun: String, at span: SourceSpan? = nil) -> Diagnostic {
    let repaired = found.scalar.map { repairedName($0.text) }
    return Diagnostic(
        .invalidName,
        "the name of \(noun) must be made of letters, digits, `_` and `-`, 128 at most, found \(found.foundText)",
        at: span ?? found.span,
        help: repaired.flatMap { isName($0) && !found.isEmpty ? found.remedy(writing: $0) : nil }
            ?? "write one word, such as `conv1`")
}

/// The names that `isParameterName` takes, as a regular expression.
let parameterNamePattern =
    "^(?!(?:-?[0-9]+(?:_[0-9]+)*(?:[eE]-?[0-9]+(?:_[0-9]+)*)?|-|and|or|not|name|from|when|lint)$)[A-Za-z0-9_-]{1,128}$"

/// What an expression would not take for a name.
private let wordsOfExpressions = ["-", "and", "or", "not"]

/// Whether a text can name a parameter: a name that an expression cannot take for a number or an operator, and a use
/// cannot take for its own name or source.
func isParameterName(_ text: String) -> Bool {
    isName(text) && parseNumber(text) == nil
        && !wordsOfExpressions.contains(text) && !Step.commonFields.contains(text)
}

func invalidParameterName(_ found: SyntaxNode, of noun: String = "a parameter") -> Diagnostic {
    guard let name = found.scalar?.text, isName(name) else { return invalidName(found, of: noun) }
    let reason =
        parseNumber(name) == nil && !wordsOfExpressions.contains(name)
        ? "every step has a field of that name" : "`${…}` would misread it"
    return Diagnostic(
        .invalidName,
        "no \(noun.split(separator: " ").dropFirst().joined(separator: " ")) can have the name `\(name)`: \(reason)",
        at: found.span,
        help: "choose another name")
}

/// A text with `_` for all that a name cannot hold.
func repairedName(_ text: some StringProtocol) -> String {
    String(text.map { isName(String($0)) ? $0 : "_" })
}
