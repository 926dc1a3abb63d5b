import Files

extension RunFolder {
    /// The first of `runs/NAME`, `runs/NAME-2`, … that is not there yet.
    package static func freePath(for name: String) -> String {
        let safe = String(name.map { $0.isLetter || $0.isNumber || "-_".contains($0) ? $0 : "-" })
        var number = 1
        var path = "runs/\(safe)"
        while exists(path) {
            number += 1
            path = "runs/\(safe)-\(number)"
        }
        return path
    }
}
