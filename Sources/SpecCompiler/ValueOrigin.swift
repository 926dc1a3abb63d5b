package import Diagnostics

/// Where a value of a resolved spec was written. Of two that say the same value, the one further down stands.
package enum ValueOrigin: String, Sendable, CaseIterable {
    /// A library that the spec includes.
    case library
    /// The default of a module's parameter.
    case moduleDefault = "module default"
    /// A spec that the spec extends.
    case base
    case spec
    /// The spec has no name of its own.
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
