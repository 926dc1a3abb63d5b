package import Execution
import Layers
package import Recipes

/// The parameters that learn, in groups that are treated alike.
package struct ParameterGroups: Sendable {
    package struct Group: Sendable {
        package let treatment: ParameterTreatment
        /// In numbers, from the start of the learned ones; whole vectors.
        package fileprivate(set) var ranges: [Range<Int>]
    }

    /// In the order of their first parameters. Frozen ones are in none.
    package private(set) var groups: [Group] = []

    package init(_ parameters: ParameterStore, _ settings: TrainSettings) {
        let learned = parameters.entries.filter { $0.specification.role == .learned }
        var places: [ParameterTreatment: Int] = [:]
        var last: ParameterTreatment?
        for entry in learned.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
            let treatment = settings.treatment(of: entry.name, entry.specification.name)
            defer { last = treatment }
            guard !treatment.isFrozen else { continue }
            let end = entry.range.upperBound.roundedUp(to: Vector.scalarCount)
            let place = places[treatment] ?? groups.count
            if place == groups.count { groups.append(Group(treatment: treatment, ranges: [])) }
            places[treatment] = place
            if treatment == last, let range = groups[place].ranges.popLast() {
                groups[place].ranges.append(range.lowerBound..<end)
            } else {
                groups[place].ranges.append(entry.range.lowerBound..<end)
            }
        }
    }

    /// All parameters in one group: where nothing is said of any.
    package init(ofAll parameters: ParameterStore) {
        groups = [Group(treatment: ParameterTreatment(), ranges: [0..<parameters.learnedCount])]
    }
}

extension Int {
    fileprivate func roundedUp(to unit: Int) -> Int { (self + unit - 1) / unit * unit }
}
