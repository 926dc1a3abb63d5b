/// Every lint. A new one adds its file, its line here, and its explanation.
enum LintCatalogue {
    static let lints: [Lint] = [
        AmbiguousPadding.lint,
        BiasBeforeBatchNorm.lint,
        ConstantCondition.lint,
        UnreachedAverage.lint,
        ChosenByTest.lint,
        TwoWarmups.lint,
        UnreachedRate.lint,
        UnreadOutput.lint,
        UnseenInput.lint,
        UnsettledAverage.lint,
        UnusedModule.lint,
        UnusedParameter.lint,
        UnusedRate.lint,
        UnusualRate.lint,
        ZeroWeights.lint,
    ]
}
