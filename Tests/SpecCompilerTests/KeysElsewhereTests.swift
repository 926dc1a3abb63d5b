import Diagnostics
import Testing

@testable import SpecCompiler

/// What other programs call a field.
struct KeysElsewhereTests {
    /// A key of the table that means a field which is no more would never be found.
    @Test func meanFieldsThatThereAre() {
        for key in keysElsewhere.values.joined() { #expect(KeyPlaces.ofLanguage.help(for: key) != nil, "\(key)") }
    }

    @Test func areWrittenAsTheyAreLookedUp() {
        for key in keysElsewhere.keys { #expect(key == key.lowercased().filter { !"-_ ".contains($0) }, "\(key)") }
    }
}
