import Diagnostics

/// A part of a page. Text and the values of attributes are escaped where it is written, so that nothing that a user names can
/// be taken for markup; what a part is called is known when the program is built.
///
/// What is written can be read as HTML and as XML.
package indirect enum Markup: Sendable {
    case text(String)
    case element(StaticString, [Attribute], [Markup])

    package struct Attribute: Sendable {
        let name: StaticString
        let value: String

        package init(_ name: StaticString, _ value: String) {
            (self.name, self.value) = (name, value)
        }
    }

    /// Elements that hold nothing and have no end.
    private static let void: Set<String> = ["br", "col", "img", "link", "meta", "path", "line", "rect"]

    /// Appends the part to a page's text.
    package func write(to page: inout String) {
        switch self {
        case .text(let text): Self.escape(text, into: &page)
        case .element(let name, let attributes, let content):
            page += "<\(name)"
            for attribute in attributes {
                page += " \(attribute.name)=\""
                Self.escape(attribute.value, into: &page)
                page += "\""
            }
            if content.isEmpty, Self.void.contains("\(name)") {
                page += "/>"
            } else {
                page += ">"
                for part in content { part.write(to: &page) }
                page += "</\(name)>"
            }
        }
    }

    /// Control characters, and those that turn the direction of what follows, are told by their number: `\u{202E}`.
    private static func escape(_ text: String, into page: inout String) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": page += "&amp;"
            case "<": page += "&lt;"
            case ">": page += "&gt;"
            case "\"": page += "&quot;"
            case "'": page += "&#39;"
            case "\n", "\t": page.unicodeScalars.append(scalar)
            default:
                if isUnfit(scalar) {
                    page += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
                } else {
                    page.unicodeScalars.append(scalar)
                }
            }
        }
    }

    private static func isUnfit(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F...0x9F, 0x200E, 0x200F, 0x061C, 0x202A...0x202E, 0x2066...0x2069: true
        case 0xFDD0...0xFDEF: true
        default: scalar.value & 0xFFFE == 0xFFFE
        }
    }
}

extension Markup: ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
    package init(stringLiteral text: String) { self = .text(text) }
}

extension Markup {
    /// An element with attributes: `.tag("a", ["href": "#top"], ["to the top"])`.
    package static func tag(
        _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:], _ content: [Markup] = []
    ) -> Markup {
        .element(name, attributes.map { Attribute($0.key, $0.value) }, content)
    }

    package static func tag(_ name: StaticString, _ content: [Markup]) -> Markup { .element(name, [], content) }
}
