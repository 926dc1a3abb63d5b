package import Diagnostics

/// A value and where it stands.
package struct Located<Value: Sendable>: Sendable {
    package let value: Value
    package let span: SourceSpan
    /// Where the name of its field stands.
    package let nameSpan: SourceSpan
}

/// A message that holds what its schema says; what did not is reported and left out.
struct CheckedMessage: Sendable {
    enum Content: Sendable {
        case integer(Int)
        case number(Double)
        case flag(Bool)
        case text(String)
        case word(String)
        case message(CheckedMessage)
        case anything
    }

    let span: SourceSpan
    /// The values of each field, in their order.
    let values: [String: [Located<Content>]]
    /// Whether something was left out of it, or of what is in it.
    let hasMistakes: Bool

    static func empty(at span: SourceSpan) -> CheckedMessage {
        CheckedMessage(span: span, values: [:], hasMistakes: false)
    }
}

extension CheckedMessage {
    func integers(_ field: String) -> [Located<Int>] {
        read(field) { if case .integer(let value) = $0 { value } else { nil } }
    }

    func numbers(_ field: String) -> [Located<Double>] {
        read(field) { if case .number(let value) = $0 { value } else { nil } }
    }

    func flags(_ field: String) -> [Located<Bool>] {
        read(field) { if case .flag(let value) = $0 { value } else { nil } }
    }

    func texts(_ field: String) -> [Located<String>] {
        read(field) { if case .text(let value) = $0 { value } else { nil } }
    }

    func messages(_ field: String) -> [Located<CheckedMessage>] {
        read(field) { if case .message(let value) = $0 { value } else { nil } }
    }

    func integer(_ field: String) -> Located<Int>? { integers(field).last }
    func number(_ field: String) -> Located<Double>? { numbers(field).last }
    func flag(_ field: String) -> Located<Bool>? { flags(field).last }
    func text(_ field: String) -> Located<String>? { texts(field).last }
    func message(_ field: String) -> Located<CheckedMessage>? { messages(field).last }

    func word(_ field: String) -> Located<String>? {
        read(field) { if case .word(let value) = $0 { value } else { nil } }.last
    }

    /// The first occurrence of a field, whatever it holds.
    func place(of field: String) -> SourceSpan? { values[field]?.first?.nameSpan }

    /// What a message's field holds, or a message with nothing in it.
    func parameters(_ field: String) -> CheckedMessage { message(field)?.value ?? .empty(at: span) }

    private func read<Value: Sendable>(_ field: String, _ value: (Content) -> Value?) -> [Located<Value>] {
        (values[field] ?? []).compactMap { located in
            value(located.value).map { Located(value: $0, span: located.span, nameSpan: located.nameSpan) }
        }
    }
}
