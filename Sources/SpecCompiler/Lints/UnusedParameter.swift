import Diagnostics
import SpecModules
import SpecSyntax

/// A parameter that its module does nothing with, so that no value makes a difference.
enum UnusedParameter {
    static let lint = Lint(
        .unusedParameter, help: "a parameter that its module does nothing with", isOfLayers: false
    ) { subject in
        subject.ownModules.flatMap { module in
            let names = Set(module.entry.value.namesInExpressions)
            return module.parameters.filter { !names.contains($0.name) }.map { parameter in
                Lint.Finding(
                    "the parameter `\(parameter.name)` should be used in the module `\(module.name)`, and nothing there names it",
                    at: parameter.span, help: "write `${\(parameter.name)}` where its value belongs, or remove it")
            }
        }
    }
}

extension SyntaxNode {
    /// The names in every `${…}` of a tree.
    fileprivate var namesInExpressions: [String] {
        switch content {
        case .scalar(let scalar): Expression.names(in: scalar.text)
        case .sequence(let items): items.flatMap(\.namesInExpressions)
        case .mapping(let entries): entries.flatMap(\.value.namesInExpressions)
        }
    }
}
