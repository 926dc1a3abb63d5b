package import Datasets
package import Diagnostics
package import Networks
package import Training

/// A checked spec: the network, and the data and training where the spec has them.
package struct Experiment: Sendable {
    package let network: Network
    /// How many classes the spec says there are.
    package let classes: Int?
    package let data: DataSettings?
    package let training: TrainSettings?
    /// The spec as one file: libraries merged in, `--set` applied.
    package let resolvedText: String
    /// Where the spec's parts begin, for mistakes that show only when it is run.
    package let file: SourceFile
}
