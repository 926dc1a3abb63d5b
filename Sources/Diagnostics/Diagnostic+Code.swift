extension Diagnostic {
    /// What kind of mistake a diagnostic tells of. Its name in kebab case is stable: scripts, editors and the `lint` of specs may
    /// rely on it. What each means is told by its explanation.
    package enum Code: String, CaseIterable, Sendable {
        case ambiguousModule = "ambiguous-module"
        case ambiguousPadding = "ambiguous-padding"
        case assertion
        case auxiliaryPlace = "auxiliary-place"
        case batchBeyondData = "batch-beyond-data"
        case batchTooLarge = "batch-too-large"
        case biasBeforeBatchNorm = "bias-before-batch-norm"
        case branchForm = "branch-form"
        case caffeBlobs = "caffe-blobs"
        case caffeDifference = "caffe-difference"
        case caffeInput = "caffe-input"
        case caffeUnsupported = "caffe-unsupported"
        case caffeVersion = "caffe-version"
        case chosenByTest = "chosen-by-test"
        case classes
        case contradiction
        case dataClasses = "data-classes"
        case dataShape = "data-shape"
        case division
        case doubleSoftmax = "double-softmax"
        case duplicateKey = "duplicate-key"
        case duplicateModule = "duplicate-module"
        case duplicateName = "duplicate-name"
        case emptyDocument = "empty-document"
        case emptyNetwork = "empty-network"
        case emptyRange = "empty-range"
        case expression
        case extendsCycle = "extends-cycle"
        case extendsField = "extends-field"
        case extendsMissing = "extends-missing"
        case heldOut = "held-out"
        case impossibleShape = "impossible-shape"
        case includeCycle = "include-cycle"
        case includeMissing = "include-missing"
        case inputCount = "input-count"
        case invalidName = "invalid-name"
        case invalidUTF8 = "invalid-utf8"
        case keyType = "key-type"
        case library
        case lossPlace = "loss-place"
        case mergeKey = "merge-key"
        case missingField = "missing-field"
        case moduleCycle = "module-cycle"
        case moduleInput = "module-input"
        case normalization
        case overflow
        case overrideForm = "override-form"
        case overridePath = "override-path"
        case phaseOrder = "phase-order"
        case phaseSize = "phase-size"
        case prototxtSyntax = "prototxt-syntax"
        case resume
        case severalDocuments = "several-documents"
        case shape
        case sharedWeights = "shared-weights"
        case singleValue = "single-value"
        case stepForm = "step-form"
        case tag
        case tooDeep = "too-deep"
        case tooLarge = "too-large"
        case tooMany = "too-many"
        case tooManyLayers = "too-many-layers"
        case twoWarmups = "two-warmups"
        case unknownAlias = "unknown-alias"
        case unknownBlob = "unknown-blob"
        case unknownKey = "unknown-key"
        case unknownLayer = "unknown-layer"
        case unknownName = "unknown-name"
        case unknownParameter = "unknown-parameter"
        case unknownSource = "unknown-source"
        case unmatchedRule = "unmatched-rule"
        case unreachedAverage = "unreached-average"
        case unreachedRate = "unreached-rate"
        case unreadOutput = "unread-output"
        case unreadableFile = "unreadable-file"
        case unreadableNet = "unreadable-net"
        case unseenInput = "unseen-input"
        case unsettledAverage = "unsettled-average"
        case unusedModule = "unused-module"
        case unusedParameter = "unused-parameter"
        case constantCondition = "constant-condition"
        case unusedRate = "unused-rate"
        case unusualRate = "unusual-rate"
        case wrongCount = "wrong-count"
        case wrongType = "wrong-type"
        case yamlSyntax = "yaml-syntax"
        case zeroWeights = "zero-weights"
    }
}

extension Diagnostic.Code: Comparable, CustomStringConvertible {
    package var description: String { rawValue }

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
