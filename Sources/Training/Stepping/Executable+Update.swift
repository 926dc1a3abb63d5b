package import Execution
import Layers

extension Executable {
    /// Changes learned parameters by the gradients of the last run, on the whole team of threads, and notes the change.
    ///
    /// - Parameters:
    ///   - parameters: those that were compiled with.
    ///   - blocks: what is changed, in groups.
    ///   - rules: one for each group.
    ///   - state: what the rules remember, one stretch as long as all learned numbers after the other.
    package func update(
        _ parameters: ParameterStore, _ blocks: ParameterBlocks, by rules: [any UpdateRule],
        state: UnsafeMutableBufferPointer<Float>
    ) throws {
        guard let values = parameters.learnedValues.baseAddress, let gradients = parameters.gradients.baseAddress,
            let states = state.baseAddress
        else { return }
        nonisolated(unsafe) let (start, slopes, memory) = (values, gradients, states)
        let stride = parameters.learnedCount
        try onTeam { thread, threads in
            for block in blocks.share(of: thread, among: threads) {
                let place = block.range.lowerBound
                rules[block.group].apply(
                    to: ParameterSlice(
                        count: block.range.count, values: start + place, gradients: slopes + place,
                        states: memory + place, stateStride: stride))
            }
        }
        parameters.noteChange(of: .learned)
    }
}
