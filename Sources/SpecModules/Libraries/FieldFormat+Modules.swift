import Diagnostics
package import SpecSyntax

extension FieldFormat where Value == SyntaxNode {
    /// A list of steps, left for the expander to read. `${name}` stands for a list with it as its one step.
    package static var steps: FieldFormat {
        let nowhere = SourceSpan.beginning(of: SourceFile(path: "", text: ""))
        return FieldFormat(
            "a list of layers", placeholder: SyntaxNode(.sequence([]), at: nowhere),
            schema: .either([.list(of: .part("step")), .expression])
        ) { node, _ in
            node.steps.map { .value(SyntaxNode(.sequence($0), at: node.span)) } ?? .unfit
        }.suggesting { $0.asListRemedy ?? "write the layers below it, each behind a dash, as in `- relu`" }
    }

    /// The steps of a whole network, of which there is at least one.
    package static var network: FieldFormat {
        FieldFormat(
            steps.description, placeholder: steps.placeholder, schema: .list(of: .part("step"), count: 1...Int.max),
            read: steps.read
        ).suggesting(steps.remedy)
    }

    /// The files that `include` names; the loader reads them.
    package static var includes: FieldFormat {
        anything("a list of files", schema: .either([.list(of: .text()), .nothing]))
    }

    /// A mapping from names to definitions; the loader reads them.
    package static var modules: FieldFormat {
        anything(
            "a mapping from names to modules",
            schema: .either([.entries(pattern: moduleNamePattern, of: .part("module")), .nothing]))
    }

    /// Whatever stands there, for others to read.
    static func anything(
        _ description: String = "a value", schema: @escaping @Sendable @autoclosure () -> ValueSchema = .anything
    ) -> FieldFormat {
        FieldFormat(description, placeholder: steps.placeholder, schema: schema()) { node, _ in .value(node) }
    }
}
