/// What a machine reaches, all threads together, measured.
package struct MachineSpeed: Hashable, Sendable {
    /// Floating-point operations a second with nothing to wait for; a multiply-add is two.
    package let flopsPerSecond: Double
    /// Bytes read and written a second, in memory that is larger than the caches.
    package let bytesPerSecond: Double
    /// What operations take in the caches.
    package let operations: OperationSpeeds

    package init(flopsPerSecond: Double, bytesPerSecond: Double, operations: OperationSpeeds = .instant) {
        self.flopsPerSecond = flopsPerSecond
        self.bytesPerSecond = bytesPerSecond
        self.operations = operations
    }
}

/// How long operations take whose tensors lie in the caches: some time each, and some for each byte.
package struct OperationSpeeds: Hashable, Sendable {
    package struct Speed: Hashable, Sendable {
        package let secondsEach: Double
        package let secondsPerByte: Double

        package init(secondsEach: Double, secondsPerByte: Double) {
            self.secondsEach = secondsEach
            self.secondsPerByte = secondsPerByte
        }
    }

    private let speeds: [String: Speed]
    /// Of an operation whose kind was not measured, beside its arithmetic and its bytes.
    private let usualSecondsEach: Double

    /// Where nothing is known.
    package static let instant = OperationSpeeds(speeds: [:], usualSecondsEach: 0)

    private init(speeds: [String: Speed], usualSecondsEach: Double) {
        self.speeds = speeds
        self.usualSecondsEach = usualSecondsEach
    }

    /// From the times of operations on few numbers and on many: of each kind the line through both.
    package init(
        few: [(profile: OperationProfile, seconds: Double)], many: [(profile: OperationProfile, seconds: Double)]
    ) {
        let (small, large) = (Self.means(few), Self.means(many))
        var speeds: [String: Speed] = [:]
        for (kind, little) in small {
            guard let much = large[kind], much.byteCount > little.byteCount else { continue }
            let slope = max(0, (much.seconds - little.seconds) / (much.byteCount - little.byteCount))
            speeds[kind] = Speed(
                secondsEach: max(0, little.seconds - slope * little.byteCount), secondsPerByte: slope)
        }
        let each = speeds.values.map(\.secondsEach).sorted()
        self.init(speeds: speeds, usualSecondsEach: each.isEmpty ? 0 : each[each.count / 2])
    }

    /// Of an operation without arithmetic; nil where its kind was not measured.
    package func seconds(_ operation: OperationProfile) -> Double? {
        speeds[operation.kind].map { $0.secondsEach + $0.secondsPerByte * Double(operation.byteCount) }
    }

    /// What any operation takes before it begins.
    package func secondsEach(_ operation: OperationProfile) -> Double {
        speeds[operation.kind]?.secondsEach ?? usualSecondsEach
    }

    private static func means(
        _ operations: [(profile: OperationProfile, seconds: Double)]
    ) -> [String: (byteCount: Double, seconds: Double)] {
        Dictionary(grouping: operations.filter { $0.profile.multiplyAdds == 0 }, by: \.profile.kind).mapValues { all in
            let count = Double(all.count)
            return (
                all.reduce(0) { $0 + Double($1.profile.byteCount) } / count, all.reduce(0) { $0 + $1.seconds } / count
            )
        }
    }
}

extension OperationProfile {
    /// Operations of one kind take as long on as many bytes, whatever their layout.
    fileprivate var kind: String {
        name.prefix { !$0.isNumber } + (implementation == "netspec" ? "" : ", by others")
    }
}
