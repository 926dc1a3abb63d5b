import OneDNNBackend
import Testing

/// Where the elements of tensors and of their slices are: by hand, from the definition of each layout.
@Suite struct StridedRowsTests {
    private func tensor(_ format: Format, channels: Int = 32, type: DataType = .float32) throws -> MemoryDescriptor {
        try MemoryDescriptor([5, channels, 6, 7], type: type, format: format)
    }

    @Test(arguments: [Format.plain, .channelsLast, .channelBlocks8, .channelBlocks16])
    func aWholeTensorIsOneRow(_ format: Format) throws {
        let whole = try tensor(format)
        let rows = try #require(whole.rows)
        #expect(whole.isDense && rows.isDense)
        #expect((rows.offset, rows.count, rows.length) == (0, 1, 5 * 32 * 42))
    }

    @Test(arguments: [Format.plain, .channelBlocks8, .channelBlocks16], [0, 16])
    func aSliceHasARowForEachImage(_ format: Format, _ channel: Int) throws {
        let slice = try #require(try tensor(format).slice([5, 16, 6, 7], at: [0, channel, 0, 0]))
        let rows = try #require(slice.rows)
        #expect(!slice.isDense && !rows.isDense)
        #expect((rows.offset, rows.count, rows.length, rows.stride) == (channel * 42, 5, 16 * 42, 32 * 42))
        let dense = try slice.dense()
        #expect(try dense == MemoryDescriptor([5, 16, 6, 7], format: format) && dense.isDense)
    }

    @Test func aSliceWithTheChannelsInnermostHasARowForEachPixel() throws {
        let slice = try #require(try tensor(.channelsLast).slice([5, 16, 6, 7], at: [0, 16, 0, 0]))
        let rows = try #require(slice.rows)
        #expect((rows.offset, rows.count, rows.length, rows.stride) == (16, 5 * 42, 16, 32))
        #expect(try slice.dense() == MemoryDescriptor([5, 16, 6, 7], format: .channelsLast))
    }

    @Test func thePaddingOfTheLastBlockBelongsToTheRow() throws {
        let slice = try #require(
            try tensor(.channelBlocks16, channels: 20).slice([5, 4, 6, 7], at: [0, 16, 0, 0]))
        let rows = try #require(slice.rows)
        #expect((rows.offset, rows.count, rows.length, rows.stride) == (16 * 42, 5, 16 * 42, 32 * 42))
    }

    @Test func aSliceMustBeginAndEndOnBlocks() throws {
        for (format, isPossible) in [(Format.plain, true), (.channelsLast, true), (.channelBlocks8, false)] {
            #expect(try (tensor(format).slice([5, 16, 6, 7], at: [0, 4, 0, 0]) != nil) == isPossible)
            #expect(try (tensor(format).slice([5, 12, 6, 7], at: [0, 0, 0, 0]) != nil) == isPossible)
            // Less than a block of a tensor that is no more than one.
            #expect(try (tensor(format, channels: 7).slice([5, 3, 6, 7], at: [0, 0, 0, 0]) != nil) == isPossible)
        }
    }

    /// The size in bytes that oneDNN gives for a slice is that of the whole, or 0.
    @Test func aSliceOfOneImageFromItsStartIsDense() throws {
        let whole = try MemoryDescriptor([1, 32, 6, 7])
        #expect(try #require(try whole.slice([1, 16, 6, 7], at: [0, 0, 0, 0])).isDense)
        let second = try #require(try whole.slice([1, 16, 6, 7], at: [0, 16, 0, 0]))
        #expect(!second.isDense && second.rows?.count == 1 && second.rows?.offset == 16 * 42)
    }
}
