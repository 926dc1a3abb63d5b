/// The pictures of whose class a network is about equally sure; see `Calibration`.
package struct CalibrationBin: Hashable, Sendable, Codable {
    /// The confidence is above `from` and at most `to`.
    package let from: Double
    package let to: Double
    package let pictures: Int
    /// The part of them that is right; nil where there are none.
    package let accuracy: Double?
    /// The mean over them; nil where there are none.
    package let confidence: Double?
}
