package import Diagnostics
import SpecModules
package import SpecSyntax

/// Where a value of a resolved spec was written. Of two values for one place the one further down stands.
package enum ValueOrigin: String, Sendable, CaseIterable {
    /// A library that the spec includes.
    case library
    /// The default of a module's parameter.
    case moduleDefault = "module default"
    /// A spec that the spec extends.
    case base
    case spec
    /// The spec says no name of its own.
    case fileName = "file name"
    /// The command line.
    case override = "--set"
}

/// A place in the files from which a resolved spec was made.
package struct ValuePlace: Sendable {
    package let origin: ValueOrigin
    package let span: SourceSpan

    /// `base nets/googlenet.yaml:12:10`, `--set train.batch`.
    package var description: String {
        switch origin {
        case .override, .fileName: span.file.path
        default: "\(origin.rawValue) \(span.file.path):\(span.start.line):\(span.start.column)"
        }
    }
}

/// The places where the values of a resolved spec were written.
package struct ValueOrigins: Sendable {
    private let file: SourceFile
    private let bases: Set<SourceFile>
    private let defaults: Set<SourceSpan>

    /// - Parameters:
    ///   - file: the spec's own file.
    ///   - bases: those that it extends.
    ///   - parameters: of all modules, for their defaults.
    init(file: SourceFile, bases: Set<SourceFile>, defaults parameters: [ModuleDefinition.Parameter]) {
        self.file = file
        self.bases = bases
        defaults = Set(parameters.flatMap { $0.defaultValue?.leafSpans ?? [] })
    }

    /// Where a value was written.
    package func place(of value: SyntaxNode) -> ValuePlace {
        let span = value.span
        let origin: ValueOrigin =
            if span.file.isArgument {
                span.file.path == ValueOrigin.fileName.rawValue ? .fileName : .override
            } else if defaults.contains(span) {
                .moduleDefault
            } else if span.file == file {
                .spec
            } else {
                bases.contains(span.file) ? .base : .library
            }
        return ValuePlace(origin: origin, span: span)
    }

    /// The name of a spec that says none itself.
    static func nameEntry(_ name: String) -> SyntaxNode.Entry {
        let nowhere = SourceSpan.beginning(of: SourceFile(argument: ValueOrigin.fileName.rawValue, text: name))
        let value = SyntaxNode(.scalar(.init(name, isPlain: false)), at: nowhere)
        return .init(key: "name", keySpan: nowhere, value: value)
    }
}

extension SyntaxNode {
    /// The places of the scalars, and of the lists and mappings without any, that a node is made of.
    fileprivate var leafSpans: [SourceSpan] {
        switch content {
        case .scalar: [span]
        case .sequence(let items): items.isEmpty ? [span] : items.flatMap(\.leafSpans)
        case .mapping(let entries): entries.isEmpty ? [span] : entries.flatMap(\.value.leafSpans)
        }
    }
}
