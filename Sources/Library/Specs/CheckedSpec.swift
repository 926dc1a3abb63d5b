import Diagnostics
import Networks
package import SpecCompiler
import Tensors

/// A spec in which there is no mistake: a network, with its data and its training where it says them.
public struct CheckedSpec: Sendable {
    /// What is to be known of it and is no mistake.
    public let warnings: [SpecDiagnostic]
    package let experiment: Experiment
    let path: String
    /// Whether changes are meant to show the network other pictures than its weights were trained on.
    let changesPictures: Bool

    /// Compiles the spec of a file, with what that includes: YAML, or Caffe's prototxt.
    ///
    /// - Parameters:
    ///   - path: of the file.
    ///   - changes: values in place of the spec's own, as `--set` takes them: `train.batch=32`.
    /// - Throws: `NetspecError.spec` with every mistake that is in it; `NetspecError.machine` where a file cannot be read.
    public init(file path: String, changes: [String] = []) throws(NetspecError) {
        do {
            try self.init(SpecCompiler.compile(path, overrides: changes), path, changes)
        } catch {
            throw NetspecError(error)
        }
    }

    /// Compiles a text in YAML that includes nothing.
    ///
    /// - Parameters:
    ///   - text: the spec.
    ///   - name: what the text is called in diagnostics.
    ///   - changes: as above.
    /// - Throws: `NetspecError.spec` with every mistake that is in it.
    public init(text: String, name: String = "spec.yaml", changes: [String] = []) throws(NetspecError) {
        do {
            try self.init(SpecCompiler.compile(text: text, named: name, overrides: changes), name, changes)
        } catch {
            throw NetspecError(error)
        }
    }

    private init(_ compilation: Compilation, _ path: String, _ changes: [String]) throws {
        guard let experiment = compilation.experiment else { throw DiagnosticsError(compilation.diagnostics) }
        self.experiment = experiment
        self.path = path
        changesPictures = SpecCompiler.changePictures(changes)
        warnings = compilation.diagnostics.map(SpecDiagnostic.init)
    }

    /// What the network is called.
    public var name: String { experiment.network.name }

    /// The spec as one YAML text that stands alone, changes and included modules in it.
    public var resolvedText: String {
        get throws(NetspecError) {
            do { return try experiment.resolvedText } catch { throw NetspecError(error) }
        }
    }

    /// Channels, height and width of the input: `[3, 224, 224]`.
    public var inputShape: [Int] { experiment.network.inputShape.lengths }

    /// How many classes there are, or scores.
    public var classCount: Int { experiment.network.shape(of: experiment.network.output).elementCount }

    /// What the network costs, for one picture and without its auxiliary classifiers.
    public var totals: NetworkTotals { NetworkTotals(experiment.network) }
}
