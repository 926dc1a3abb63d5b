import SpecSyntax
import Testing

@Suite("writing YAML with comments, and JSON")
struct CommentedYAMLTests {
    @Test("random trees come back as they went", arguments: 0..<300)
    func roundTrip(_ seed: Int) {
        let tree = RandomTree(seed: seed).tree
        for text in [CommentedYAML { _ in "a\nb: c # d" }.text(tree), CommentedYAML { _ in nil }.text(tree)] {
            #expect(read(text).map(outline) == outline(tree), "seed \(seed)\n\(text)")
        }
        let json = JSONValue(written: tree).text(columns: 0)
        #expect(read(json).map(outline) == outline(tree), "seed \(seed)\n\(json)")
    }

    @Test("comments stand in a column behind every value")
    func form() throws {
        let tree = try #require(
            read("{name: a, network: [{linear: {outputs: 10}}, relu, [a, [b]], [[]]], empty: {}, none: , word: ' no'}"))
        var count = 0
        let text = CommentedYAML { _ in
            count += 1
            return "\(count)"
        }.text(tree)
        #expect(
            text == """
                name: a            # 1
                network:
                  - linear:
                      outputs: 10  # 2
                  - relu           # 3
                  - - a            # 4
                    - - b          # 5
                  - - []           # 6
                empty: {}          # 7
                none: ~            # 8
                word: " no"        # 9

                """, "\(text)")
    }

    @Test("JSON keeps the order of keys, and the kinds of values that it knows")
    func json() throws {
        let tree = try #require(
            read("{b: 1, a: [5e-4, -0.5, 007, 1_000, 0x10, '1', true, no, ~, .5, 1., +1], c: {}, d: []}"))
        #expect(
            JSONValue(written: tree).text(columns: 0).filter { !$0.isWhitespace } == """
                {"b":1,"a":[5e-4,-0.5,"007","1_000","0x10","1",true,"no",null,".5","1.","+1"],"c":{},"d":[]}
                """)
    }
}
