import Decorators
import DecoratorsTesting
import Testing

@Suite(.timeLimit(.minutes(10))) struct KeyedTests {
  private let made = ValueRecorder<Int>()

  private func table(_ capacity: Int) -> Keyed<Int, Item> {
    Keyed(named: "items", capacity: capacity) { [made] key in
      made.append(key)
      return Item(key)
    }
  }

  @Test("A11: a key has one object, made when it is first asked for")
  func onDemand() throws {
    let table = table(3)
    let first = try table[1]
    #expect(try table[1] === first)
    #expect(try table[2] !== first)
    #expect(made.values == [1, 2] && table.count == 2)
    #expect(table.all.map(\.key) == [2, 1] && table.all[1].object === first)
  }

  @Test("A11: a new key takes the place of the idle object that was not used for the longest time")
  func leastRecentlyUsed() throws {
    let table = table(3)
    for key in [1, 2, 3, 1] { _ = try table[key] }
    _ = try table[4]
    #expect(table.all.map(\.key) == [4, 1, 3])
    _ = try table[5]
    #expect(table.all.map(\.key) == [5, 4, 1] && table.count == 3)
  }

  @Test("A11: a busy object is not dropped, however long it was not used")
  func busyObjects() throws {
    let table = table(3)
    for key in [1, 2, 3] { try table[key].set(isIdle: key != 1) }
    for key in 4..<100 { _ = try table[key] }
    #expect(table.all.contains { $0.key == 1 } && table.count == 3)
    #expect(made.values.count { $0 == 1 } == 1)
  }

  @Test("V2: a refusal is an event of the call's span, like every other one")
  func refusalEvent() throws {
    let table = table(1)
    try table[1].set(isIdle: false)
    let events = RecordedEvents()
    _ = CallEvents.$recorder.withValue(events) { try? table[2] }
    #expect(events.names == ["rejected"])
  }

  @Test("A11: if nothing is idle, a new key is refused, and the others keep their objects")
  func refusal() throws {
    let table = table(3)
    for key in [1, 2, 3] { try table[key].set(isIdle: false) }
    let error = try #require(throws: KeyedCapacityError.self) { try table[4] }
    #expect(isRejection(error) && error.name == "items" && error.capacity == 3 && error.retryAfter == nil)
    #expect(
      error.description == """
        all 3 keys of 'items' are in use, so the call of a new key was not made: \
        try again later, or make the table larger
        """
    )
    #expect(made.values == [1, 2, 3])
    for key in [1, 2, 3] { #expect(try !table[key].isIdle) }
    try table[2].set(isIdle: true)
    #expect(try table[4].key == 4)
    #expect(Set(table.all.map(\.key)) == [1, 3, 4])
  }

  @Test("A11: an object that somebody holds is not dropped, although it is idle")
  func heldObjects() throws {
    let table = table(2)
    let held = try table[1]
    for key in 2..<50 { _ = try table[key] }
    #expect(try table[1] === held)
  }

  @Test("A11, A6: the check for idleness runs without a lock, and what is used meanwhile is not dropped")
  func usedDuringTheCheck() throws {
    let (table, held) = (table(1), Setting<[Item]>([]))
    let first = ObjectIdentifier(try table[1])
    // By its key, for a moment.
    try table[1].onLook { _ = try? table[1] }
    #expect(throws: KeyedCapacityError.self) { try table[2] }
    // From the list of all, for longer.
    try table[1].onLook { held.value = table.all.map(\.object) }
    #expect(throws: KeyedCapacityError.self) { try table[2] }
    #expect(held.value.map(ObjectIdentifier.init) == [first])
    held.value = []
    try table[1].onLook {}
    #expect(try table[2].key == 2)
  }

  @Test("A11: an object that is stored while a new key looks for a place is found")
  func storedDuringTheCheck() throws {
    let table = table(2)
    _ = try table[1]
    _ = try table[2]
    let other = Setting<Item?>(nil)
    try table[1].onLook { other.value = try? table[3] }
    _ = try table[2]
    // The first look is at 1, whose check lets another call store 3 in the place of 2.
    #expect(try table[3] === other.value)
    #expect(table.count == 2 && made.values.count { $0 == 3 } <= 2)
  }

  @Test("A11: for a new key, a few objects are looked at, however many are busy")
  func attack() throws {
    let looks = Counter()
    let table = Keyed(named: "items", capacity: 10_000) { (key: Int) in Item(key, looks: looks) }
    for key in 0..<10_000 { try table[key].set(isIdle: false) }
    for key in 10_000..<20_000 { #expect(throws: KeyedCapacityError.self) { try table[key] } }
    #expect(looks.value <= 80_000)
    // Busy ones moved to the other end, so the only idle one is found as soon as it is looked at.
    try table[5].set(isIdle: true)
    let found = (20_000..<30_000).first { (try? table[$0]) != nil }
    #expect(found.map { $0 - 20_000 <= 10_000 / 8 } == true)
    #expect(!table.all.contains { $0.key == 5 })
  }

  @Test("A11: threads that ask for one new key get one object")
  func oneObject() async {
    for _ in 0..<200 {
      let table = Keyed(capacity: 4) { (key: Int) in Item(key) }
      let objects = await withTaskGroup(of: ObjectIdentifier?.self) { group in
        for _ in 0..<8 { group.addTask { (try? table[1]).map(ObjectIdentifier.init) } }
        return await group.reduce(into: []) { $0.append($1) }
      }
      #expect(Set(objects).count == 1 && objects[0] != nil)
    }
  }

  @Test("A11: under contention no key ever has two objects in use, and the table keeps its bound")
  func contention() async {
    let table = Keyed(capacity: 16) { (key: Int) in Allowance(key) }
    let overdrawn = Counter()
    let inUse = InUse()
    await withTaskGroup(of: Void.self) { group in
      for task in 0..<8 {
        group.addTask {
          var random = SeededGenerator(seed: UInt64(task))
          for step in 0..<3_000 {
            let key = Int.random(in: 0..<24, using: &random)
            guard let allowance = try? table[key] else { continue }
            allowance.enter()
            if !inUse.enter(key, allowance) { overdrawn.increment() }
            if step % 7 == 0 { await Task.yield() }
            inUse.leave(key, allowance)
            allowance.leave()
          }
        }
      }
    }
    #expect(overdrawn.value == 0)
    #expect(table.count == 16)
  }

  @Test("A11: breakers by key: an open one stays open, whatever keys come")
  func breakers() throws {
    let clock = RecordingClock()
    let breakers = Keyed(capacity: 2) { (host: String) in
      CircuitBreaker(named: "host \(host)", minimumCalls: 1, openFor: .seconds(90), clock: clock)
    }
    try breakers["down"].fail()
    for number in 0..<100 {
      clock.advance(by: .seconds(1))
      let breaker = try? breakers["host \(number)"]
      breaker?.succeed()
      clock.advance(by: .seconds(30))
    }
    #expect(try breakers["down"].state == .halfOpen)
    #expect(try breakers["down"].snapshot.failures == 0 && breakers["down"].name == "host down")
    #expect(breakers.count == 2)
  }

  @Test("A11: a breaker with a call in flight is not dropped, although its window is empty")
  func callInFlight() async throws {
    let clock = RecordingClock()
    let breakers = Keyed(capacity: 1) { (host: Int) in CircuitBreaker(named: "\(host)", minimumCalls: 1, clock: clock) }
    let gate = Gate()
    let call = Task {
      try await breakers[1].run {
        await gate.wait()
        throw ConnectionError()
      }
    }
    await until { gate.waiting == 1 }
    #expect(throws: KeyedCapacityError.self) { try breakers[2] }
    gate.open()
    await #expect(throws: ConnectionError.self) { try await call.value }
    #expect(try breakers[1].state == .open)
  }

  @Test("A11: what is dropped is released")
  func release() throws {
    let released = Counter()
    do {
      let table = Keyed(capacity: 8) { (key: Int) in Item(key, released: released) }
      for key in 0..<100 { _ = try table[key] }
      #expect(released.value == 92)
    }
    #expect(released.value == 100)
  }

  @Test("A10: a table needs room for one key, and describes itself")
  func capacity() async {
    let exit = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Keyed(capacity: 0) { (key: Int) in CircuitBreaker(named: "a") }
    }
    #expect(lastWords(exit).contains("The capacity of a table of objects by key must be at least 1; it was 0."))
    #expect(table(3).description == #"Keyed(named: "items", capacity: 3)"#)
    let unnamed = Keyed(capacity: 1) { (key: Int) in Item(key) }
    #expect(unnamed.name.hasPrefix("DecoratorsTests/KeyedTests.swift:"))
  }
}

private final class Item: IdleCheckable {
  let key: Int
  private let idle = Setting(true)
  private let looking = Setting<@Sendable () -> Void>({})
  private let looks: Counter?
  private let released: Counter?

  init(_ key: Int, looks: Counter? = nil, released: Counter? = nil) {
    self.key = key
    self.looks = looks
    self.released = released
  }

  deinit { released?.increment() }

  var isIdle: Bool {
    looks?.increment()
    looking.value()
    return idle.value
  }

  func set(isIdle: Bool) { idle.value = isIdle }
  func onLook(_ body: @escaping @Sendable () -> Void) { looking.value = body }
}

/// Counts who is inside, as a bulkhead does.
private final class Allowance: IdleCheckable {
  let key: Int
  private let inside = Setting(0)

  init(_ key: Int) { self.key = key }

  var isIdle: Bool { inside.value == 0 }
  func enter() { inside.change { $0 += 1 } }
  func leave() { inside.change { $0 -= 1 } }
}

/// Which object each key uses now.
private final class InUse: Sendable {
  private let users = Setting<[Int: (object: ObjectIdentifier, count: Int)]>([:])

  /// - Returns: False if the key uses another object at the same time.
  func enter(_ key: Int, _ object: Allowance) -> Bool {
    users.change { users in
      let identifier = ObjectIdentifier(object)
      guard let user = users[key], user.count > 0 else {
        users[key] = (identifier, 1)
        return true
      }
      users[key] = (user.object, user.count + 1)
      return user.object == identifier
    }
  }

  func leave(_ key: Int, _ object: Allowance) { users.change { $0[key]?.count -= 1 } }
}
