import Layers
import SpecSyntax
import Testing

/// Positions that no window covers, held to marking every position that one does.
struct GapTests {
    private static let windows: [Window] = [1, 2, 3, 4, 5].flatMap { kernel in
        [1, 2, 3, 4].flatMap { stride in
            [1, 2, 3].flatMap { dilation in
                [Window.Rounding.floor, .ceil].flatMap { rounding in
                    [Window.Padding.explicit(Extent(0)), .explicit(Extent(1)), .explicit(Extent(2)), .same].map {
                        Window(
                            kernel: Extent(kernel), stride: Extent(stride), padding: $0, dilation: Extent(dilation),
                            rounding: rounding)
                    }
                }
            }
        }
    }

    @Test(arguments: [1, 2, 5, 7, 8, 16, 23]) func areWhatNoTapMeets(length: Int) throws {
        var count = 0
        for window in Self.windows {
            guard let axis = try? window.axes(height: length, width: length).height else { continue }
            count += 1
            var isSeen = [Bool](repeating: false, count: length)
            for output in 0..<axis.output {
                for tap in 0..<axis.kernel {
                    let place = output * axis.stride - axis.padBefore + tap * axis.dilation
                    if (0..<length).contains(place) { isSeen[place] = true }
                }
            }
            let end = (isSeen.lastIndex(of: true) ?? -1) + 1
            let gaps = try #require(axis.gaps)
            #expect(gaps.count == isSeen.count { !$0 }, "\(window) on \(length)")
            if window.dilation == Extent(1), window.stride.height <= window.kernel.height {
                #expect(gaps.after == length - end, "\(window) on \(length)")
            }
        }
        #expect(count > 50)
    }

    @Test func hugeWindowsAreNotCounted() throws {
        let dilated = Window(kernel: Extent(3), dilation: Extent(2))
        #expect(try dilated.axes(height: 1 << 20, width: 5).height.gaps == nil)
        let plain = Window(kernel: Extent(3), stride: Extent(5))
        let gaps = try #require(try plain.axes(height: 1 << 20, width: 5).height.gaps)
        // 2²⁰ = 5 · 209715 + 1: between 209715 windows lie 209714 gaps of 2, and 3 more positions are left.
        #expect(gaps.between == 2 * 209_714)
        #expect(gaps.after == 3)
    }
}
