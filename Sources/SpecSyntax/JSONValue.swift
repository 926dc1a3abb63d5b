/// JSON whose keys keep the order in which they were given.
package enum JSONValue: Hashable, Sendable {
    case null
    case string(String)
    case integer(Int)
    case number(Double)
    /// A number as it is to be written.
    case digits(String)
    case boolean(Bool)
    case array([JSONValue])
    case object([Member])

    package struct Member: Hashable, Sendable {
        package let key: String
        package let value: JSONValue

        package init(key: String, value: JSONValue) {
            (self.key, self.value) = (key, value)
        }
    }

    /// The object with further members behind its own; no object is one without members.
    package func adding(_ members: JSONValue) -> JSONValue {
        .object(self.members + members.members)
    }

    /// The object with another value for a key that it has.
    package func replacing(_ key: String, by value: JSONValue) -> JSONValue {
        .object(members.map { $0.key == key ? Member(key: key, value: value) : $0 })
    }

    private var members: [Member] {
        if case .object(let members) = self { return members }
        return []
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(integerLiteral value: Int) { self = .integer(value) }
    package init(booleanLiteral value: Bool) { self = .boolean(value) }
    package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    package init(dictionaryLiteral elements: (String, JSONValue)...) { self = .object(elements.map(Member.init)) }

    package static func strings(_ texts: some Sequence<String>) -> JSONValue { .array(texts.map { .string($0) }) }
}
