/// What makes one result better than another.
package enum ResultMeasure: String, Sendable, CaseIterable {
    case top1, loss
}
