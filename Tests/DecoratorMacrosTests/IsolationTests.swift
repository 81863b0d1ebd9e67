import DecoratorMacros
import DecoratorsTesting
import Dispatch
import Testing

/// Counts the jobs that an actor runs: one that leaves and comes back takes another.
private final class CountingExecutor: SerialExecutor {
  private let queue = DispatchQueue(label: "CountingExecutor")
  let jobs = ValueRecorder<Void>()

  func enqueue(_ job: consuming ExecutorJob) {
    jobs.append(())
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
  }
}

private let calls = ValueRecorder<TimedCall>()

private actor Account {
  let executor = CountingExecutor()
  var balance = 0
  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  func add(_ amount: Int) async -> Int {
    balance += amount
    return balance
  }

  @Timed(named: "total", to: [.call(calls.append)]) @Logged @Retrying
  @Timed(named: "attempt", to: [.call(calls.append)])
  func addDecorated(_ amount: Int) async throws -> Int {
    preconditionIsolated()
    balance += amount
    return balance
  }

  /// How many jobs it takes to call both from the actor itself, and what they return.
  func callBoth() async throws -> (jobs: Int, balances: [Int]) {
    let before = executor.jobs.values.count
    let balances = [await add(1), try await addDecorated(2)]
    return (executor.jobs.values.count - before, balances)
  }
}

@Suite(.serialized) struct IsolationTests {
  @Test func methodOfAnActor_staysOnItsActorWithoutAHop() async throws {
    let account = Account()
    let result = try await account.callBoth()
    #expect(result.balances == [1, 3])
    #expect(result.jobs == 0)
    #expect(calls.values.map(\.name) == ["attempt", "total"])
  }

  @Test func callFromOutside_takesAsManyJobsDecoratedAsNot() async throws {
    let (plain, decorated) = (Account(), Account())
    _ = await plain.add(1)
    _ = try await decorated.addDecorated(1)
    #expect(decorated.executor.jobs.values.count == plain.executor.jobs.values.count)
  }
}
