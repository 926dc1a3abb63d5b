package import Diagnostics
package import SpecSyntax

/// Who gives a value, by the name that reports have for it. Of two values for one place the one further down stands.
package enum ValueOrigin: String, Sendable, CaseIterable {
    /// The layer's type, where the spec gives none.
    case layerDefault = "layer-default"
    /// The layer's type, which derives it from others where the spec gives none.
    case leftOut = "left-out"
    /// A library that the spec includes.
    case library
    /// The default of a module's parameter.
    case moduleDefault = "module-default"
    /// A spec that the spec extends.
    case base
    case spec
    /// The spec says no name of its own.
    case fileName = "file-name"
    /// The command line.
    case override = "set"

    /// In a line of text: `module default`.
    package var words: String { self == .override ? "--set" : rawValue.replacing("-", with: " ") }
}

/// A place in the files from which a resolved spec was made.
package struct ValuePlace: Sendable {
    package let origin: ValueOrigin
    package let span: SourceSpan

    /// `base nets/googlenet.yaml:12:10`, `--set train.batch`.
    package var description: String {
        switch origin {
        case .override, .fileName: span.file.path
        default: "\(origin.words) \(span.file.path):\(span.start.line):\(span.start.column)"
        }
    }
}

/// The places where the values of a resolved spec were written.
package struct ValueOrigins: Sendable {
    private let file: SourceFile
    private let bases: Set<SourceFile>

    /// - Parameters:
    ///   - file: the spec's own file.
    ///   - bases: those that it extends.
    init(file: SourceFile, bases: Set<SourceFile>) {
        self.file = file
        self.bases = bases
    }

    /// Where a value was written.
    package func place(of value: SyntaxNode) -> ValuePlace {
        let span = value.span
        let origin: ValueOrigin =
            if span.file.isArgument {
                span.file.path == ValueOrigin.fileName.words ? .fileName : .override
            } else if value.provenance?.place == .moduleDefault {
                .moduleDefault
            } else if span.file == file {
                .spec
            } else if bases.contains(span.file) {
                .base
            } else if span.file.isForeign {
                // The network that a solver names.
                file.isForeign ? .spec : .base
            } else {
                .library
            }
        return ValuePlace(origin: origin, span: span)
    }

    /// The name of a spec that says none itself.
    static func nameEntry(_ name: String) -> SyntaxNode.Entry {
        let nowhere = SourceSpan.beginning(of: SourceFile(argument: ValueOrigin.fileName.words, text: name))
        let value = SyntaxNode(.scalar(.init(name, isPlain: false)), at: nowhere)
        return .init(key: "name", keySpan: nowhere, value: value)
    }
}
