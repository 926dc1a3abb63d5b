import Testing

/// `assert`: what holds passes, what does not is told with both numbers.
struct AssertionTests {
    /// 3·3·3·4 + 4 = 112 and 4·6·6·10 + 10 = 1450 parameters; 108·36 + 1440 multiply-adds; 2·4 running statistics.
    private func mistakes(_ assertion: String) -> [String] {
        SpecCompilerTests.mistakes(
            """
            netspec: 1
            input: {channels: 3, height: 8, width: 8}
            modules:
              normalized: {network: [{convolution: {name: conv, filters: 4, kernel: 3}}, {batch-norm: {name: bn}}]}
            network:
              - normalized: {name: first}
              - linear: {name: scores, outputs: 10}
            assert: {\(assertion)}
            """)
    }

    @Test(arguments: [
        "parameters: 1570", "buffers: 8", "multiply-adds: 5328", "flops: 10656", "first: [4, 6, 6]",
        "first/conv: [4, 6, 6]", "scores: [10]", "parameters: 1_570, buffers: 8", "",
    ]) func whatHoldsPasses(assertion: String) {
        #expect(mistakes(assertion) == [])
    }

    @Test(arguments: [
        ("parameters: 1562", "assertion: `parameters` is asserted to be 1562, and is 1570"),
        ("buffers: 0", "assertion: `buffers` is asserted to be 0, and is 8"),
        ("multiply-adds: 10656", "assertion: `multiply-adds` is asserted to be 10656, and is 5328"),
        ("flops: 5328", "assertion: `flops` is asserted to be 5328, and is 10656"),
        ("first: [4, 8, 8]", "assertion: the output of `first` is asserted to be [4, 8, 8], and is [4, 6, 6]"),
        ("scores: [10, 1, 1]", "assertion: the output of `scores` is asserted to be [10, 1, 1], and is [10]"),
        ("first: 4", "wrong-type: the shape of `first` must be a list of whole numbers, found `4`"),
        ("parameters: [1570]", "wrong-type: `parameters` must be a whole number, found a list"),
        ("frist: [4]", "unknown-key: `assert` can hold a total or a path, and there is no `frist`"),
        ("normalized: [4]", "unknown-key: `assert` can hold a total or a path, and there is no `normalized`"),
    ]) func whatDoesNotIsTold(assertion: String, message: String) {
        #expect(mistakes(assertion) == [message])
    }
}
