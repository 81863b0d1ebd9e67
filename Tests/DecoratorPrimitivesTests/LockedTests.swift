import DecoratorPrimitives
import Testing

@Suite struct LockedTests {
  @Test("Increments from many tasks are all counted")
  func incrementsFromManyTasks() async {
    let count = Locked(0)
    await withTaskGroup { group in
      for _ in 0..<16 {
        group.addTask {
          for _ in 0..<1_000 { count.withLock { $0 += 1 } }
        }
      }
    }
    #expect(count.withLock { $0 } == 16_000)
  }

  @Test("A copy shares lock and value")
  func copyShares() {
    let original = Locked([1])
    let copy = original
    copy.withLock { $0.append(2) }
    #expect(original.withLock { $0 } == [1, 2])
  }

  @Test("The body's typed error comes out, and the lock is free after it")
  func typedErrorReleases() {
    struct Refused: Error, Equatable {}
    let value = Locked(1)
    #expect(throws: Refused()) {
      try value.withLock { state throws(Refused) in
        state = 2
        throw Refused()
      }
    }
    #expect(value.withLock { $0 } == 2)
  }

  @Test("A body that cannot throw needs no try and may return what is neither copyable nor Sendable")
  func returnsWhatIsNotCopyable() {
    struct Token: ~Copyable { let number: Int }
    final class NotSendable { var number = 3 }
    let value = Locked(7)
    let token = value.withLock { Token(number: $0) }
    #expect(token.number == 7)
    let object = value.withLock { _ in NotSendable() }
    #expect(object.number == 3)
  }

  @Test("The value lives as long as the last reference, and no longer")
  func valueIsReleased() {
    final class Witness: Sendable {
      let alive: Locked<Int>
      init(_ alive: Locked<Int>) {
        self.alive = alive
        alive.withLock { $0 += 1 }
      }
      deinit { alive.withLock { $0 -= 1 } }
    }
    let alive = Locked(0)
    do {
      let held = Locked(Witness(alive))
      let copy = held
      #expect(alive.withLock { $0 } == 1)
      copy.withLock { $0 = Witness(alive) }
      #expect(alive.withLock { $0 } == 1)
      held.withLock { _ in }
    }
    #expect(alive.withLock { $0 } == 0)
  }

  @Test("A value with an alignment beyond the mutex's keeps it")
  func alignmentIsKept() {
    struct Wide { var lanes: SIMD8<Double> = .zero }
    let value = Locked(Wide())
    value.withLock { $0.lanes += 1.5 }
    #expect(value.withLock { $0.lanes } == SIMD8(repeating: 1.5))
    value.withLock { state in
      withUnsafeMutablePointer(to: &state) { #expect(Int(bitPattern: $0) % MemoryLayout<Wide>.alignment == 0) }
    }
  }

  #if DEBUG
    @Test("Taking the lock again while it is held is a trap in debug builds")
    func recursion() async {
      await #expect(processExitsWith: .failure) {
        let value = Locked(0)
        value.withLock { _ in value.withLock { $0 += 1 } }
      }
    }
  #endif
}
