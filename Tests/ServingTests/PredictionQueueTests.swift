import Dispatch
import Serving
import Synchronization
import Testing

struct PredictionQueueTests {
    /// Two wait behind one that is being done; one of them goes, which makes room at once, and is not done.
    @Test func whatIsWithdrawnIsNotDoneAndMakesRoom() {
        let queue = PredictionQueue(limit: 3)
        let (begun, goOn, ended) = (
            DispatchSemaphore(value: 0), DispatchSemaphore(value: 0), DispatchSemaphore(value: 0)
        )
        let done = Mutex<[Int]>([])
        let first = queue.add {
            begun.signal()
            goOn.wait()
            done.withLock { $0.append(1) }
        }
        begun.wait()
        let second = queue.add { done.withLock { $0.append(2) } }
        let third = queue.add { done.withLock { $0.append(3) } }
        #expect(first != nil && third != nil && queue.waiting == 3)
        #expect(queue.add {} == nil)
        if let second { queue.withdraw(second) }
        #expect(queue.waiting == 2)
        // What is being done is not withdrawn.
        if let first { queue.withdraw(first) }
        #expect(queue.waiting == 2)
        let fourth = queue.add {
            done.withLock { $0.append(4) }
            ended.signal()
        }
        #expect(fourth != nil && queue.waiting == 3)
        goOn.signal()
        ended.wait()
        #expect(done.withLock { $0 } == [1, 3, 4])
    }
}
