import Diagnostics
import SpecSyntax

/// What a spec says of lints, in the mapping `lint`: `{bias-before-batch-norm: off}`.
struct LintSettings: Sendable {
    /// What becomes of a lint's findings.
    enum Level: String, CaseIterable, Sendable, CustomStringConvertible {
        case off, warning, error

        var description: String { rawValue }

        /// Nil where there is nothing to report.
        var severity: Diagnostic.Severity? {
            switch self {
            case .off: nil
            case .warning: .warning
            case .error: .error
            }
        }
    }

    private let levels: [Diagnostic.Code: Level]

    /// Reads and declares a field for each lint.
    static func read(_ fields: FieldReader) -> LintSettings {
        let levels = LintCatalogue.lints.map { lint in
            (lint.code, fields.optional(lint.name, .lintLevel, default: .warning, help: lint.help))
        }
        return LintSettings(levels: Dictionary(uniqueKeysWithValues: levels))
    }

    /// What holds where a spec says nothing.
    static let standard = LintSettings(levels: [:])

    func level(of lint: Diagnostic.Code) -> Level {
        levels[lint] ?? .warning
    }

    /// Reads and declares what a step may say: a field for each lint whose findings are of layers.
    static func readStep(_ fields: FieldReader) -> [Diagnostic.Code: Level] {
        var levels: [Diagnostic.Code: Level] = [:]
        for lint in LintCatalogue.lints where lint.isOfLayers {
            levels[lint.code] = fields.ifPresent(lint.name, .lintLevel, help: lint.help)
        }
        return levels
    }
}

extension FieldFormat where Value == LintSettings.Level {
    fileprivate static var lintLevel: FieldFormat {
        .word(["off": .off, "warning": .warning, "error": .error])
    }
}
