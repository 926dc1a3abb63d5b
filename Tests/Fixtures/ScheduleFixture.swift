import Foundation

/// Learning rates as PyTorch's schedulers and Caffe's formulas give them: `schedules.json`, whose form `schedules.py`
/// describes.
package struct ScheduleFixture: Decodable, Sendable, CustomStringConvertible {
    package let name: String
    /// The fields of `train` that make the rate, in the notation of specs.
    package let train: String
    package let epochs: Int
    package let stepsPerEpoch: Int
    /// Of an evaluation after each step; nil where the schedule goes by none.
    package let losses: [Double]?
    package let rates: [Double]

    /// The optimiser's own rate in every case.
    package static let base = 0.1

    package var description: String { name }

    /// Every case of `schedules.json`.
    package static func all() throws -> [ScheduleFixture] {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("schedules.json")
        return try JSONDecoder().decode([String: [ScheduleFixture]].self, from: Data(contentsOf: file))["cases"] ?? []
    }
}
