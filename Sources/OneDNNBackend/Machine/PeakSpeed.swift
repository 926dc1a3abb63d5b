import CKernels

/// What this machine's multipliers reach when nothing keeps them waiting, measured.
package enum PeakSpeed {
    package enum Element: Sendable {
        case float32, bfloat16
    }

    /// Floating-point operations a second of all threads together, a multiply-add being two; nil where there are no
    /// instructions for the element. Takes a tenth of a second.
    package static func measure(_ element: Element, threads: Int) throws -> Double? {
        let speed = try EngineThread(threads: threads).run {
            var machine = CkernMachine.current
            return ckern_peak_flops(&machine, element == .float32 ? CkernFloat32 : CkernBFloat16, 0.1)
        }
        return speed > 0 ? speed : nil
    }
}
