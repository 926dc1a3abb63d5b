import CKernels
import Execution

extension Program {
    /// Changes the learned parameters: by a kernel on the whole team of threads where there is one for the rule.
    func update(by rule: any UpdateRule, state: UnsafeMutableBufferPointer<Float>) {
        if let descent = rule as? GradientDescent {
            update(by: descent, velocity: state)
        } else {
            rule.apply(to: parameters.learnedValues, gradients: parameters.gradients, state: state)
        }
        parameters.noteChange()
    }

    private func update(by rule: GradientDescent, velocity: UnsafeMutableBufferPointer<Float>) {
        let (values, gradients) = (parameters.learnedValues, parameters.gradients)
        precondition(velocity.count == (rule.hasVelocity ? values.count : 0))
        let code = CkernSGD(
            rate: rule.rate, momentum: rule.momentum, weightDecay: rule.weightDecay, nesterov: rule.nesterov)
        withUnsafePointer(to: CkernMachine.current) { machine in
            withUnsafePointer(to: code) { code in
                ckern_sgd(
                    machine, code, values.count, values.baseAddress, gradients.baseAddress,
                    rule.hasVelocity ? velocity.baseAddress : nil)
            }
        }
    }
}
