import Glibc
import TestSupport
import Testing
import Training

/// What the system's files say of memory.
struct MemoryLimitTests {
    @Test func theMachinesMemory() {
        let text = "MemTotal:       24684084 kB\nMemFree:        20841668 kB\nMemAvailable:   22043576 kB\n"
        #expect(MemoryLimit.available(in: text) == 22_043_576 * 1024)
        #expect(MemoryLimit.available(in: "MemTotal: 1 kB\n") == nil)
    }

    @Test func thereIsALimitHere() throws {
        #expect(try #require(MemoryLimit.current).byteCount > 0)
        #expect(try #require(ProcessMemory.resident) <= #require(ProcessMemory.peak))
    }

    /// Version 1: the group's own limit is looser than that around it; what caches files counts as free.
    @Test func controlGroupOfVersion1() throws {
        let folder = try TemporaryFolder()
        try folder.writeGroup("memory/a", ["memory.limit_in_bytes": "1000", "memory.usage_in_bytes": "600"])
        try folder.writeGroup(
            "memory/a/b",
            [
                "memory.limit_in_bytes": "2000", "memory.usage_in_bytes": "1500",
                "memory.stat": "cache 9\ninactive_file 1\ntotal_inactive_file 200\n",
            ])
        try folder.writeGroup(
            "memory", ["memory.limit_in_bytes": "9223372036854771712", "memory.usage_in_bytes": "5"])
        let membership = "8:pids:/\n4:memory:/a/b\n0::/\n"
        #expect(ControlGroup(root: folder[""], membership: membership).available == 400)
        let inner = ControlGroup(root: folder[""], membership: "4:cpu,memory:/a/b\n")
        #expect(inner.available == 400)
        #expect(ControlGroup(root: folder[""], membership: "4:memory:/elsewhere\n").available == nil)
    }

    @Test func controlGroupOfVersion2() throws {
        let folder = try TemporaryFolder()
        try folder.writeGroup(
            "job",
            ["memory.max": "5000\n", "memory.current": "4000\n", "memory.stat": "anon 3\ninactive_file 500\n"])
        #expect(ControlGroup(root: folder[""], membership: "0::/job\n").available == 1500)
        try folder.writeGroup("job", ["memory.max": "max\n"])
        #expect(ControlGroup(root: folder[""], membership: "0::/job\n").available == nil)
        #expect(ControlGroup(root: folder[""], membership: "").available == nil)
    }
}

extension TemporaryFolder {
    /// The files of a control group.
    fileprivate func writeGroup(_ path: String, _ files: [String: String]) throws {
        var made = ""
        for name in path.split(separator: "/") {
            made += "/\(name)"
            mkdir(self[made], 0o777)
        }
        for (name, text) in files { try write(text, to: "\(path)/\(name)") }
    }
}
