import OneDNNBackend
import Testing

struct TuningMemoryTests {
    /// It is as good as none, and not read until memory ends.
    @Test func fileWithoutEnd() throws {
        let backend = try OneDNNBackend(threads: 1, tuning: TuningMemory(path: "/dev/full"))
        #expect(backend.findings == "# any\n")
    }
}
