import Generators
import Testing

@Suite("Windows")
struct WindowsTests {
  /// The windows of an array as the rule has them.
  private func expected(_ elements: [Int], _ size: Int, _ step: Int, partial: Bool) -> [[Int]] {
    var windows: [[Int]] = []
    var start = 0
    var shown = 0
    while start + size <= elements.count {
      windows.append(Array(elements[start..<start + size]))
      shown = start + size
      start += step
    }
    if partial, start < elements.count, shown < elements.count { windows.append(Array(elements[start...])) }
    return windows
  }

  @Test("G8: windows of every size and step, with and without the partial tail, which is dropped by default")
  func shapes() {
    for count in [0, 1, 2, 3, 5, 8, 13, 1_000] {
      let elements = Array(0..<count)
      for size in [1, 2, 3, 5, 60, 300] {
        for step in [1, 2, 3, 7, 300, 301] {
          #expect(
            elements.windows(of: size, step: step).map(Array.init)
              == expected(elements, size, step, partial: false)
          )
          #expect(
            elements.windows(of: size, step: step, partial: true).map(Array.init)
              == expected(elements, size, step, partial: true)
          )
        }
      }
    }
  }

  @Test("G8: the asynchronous form gives the same windows")
  func asynchronous() async {
    for count in [0, 1, 2, 5, 13] {
      for size in [1, 2, 3, 5] {
        for step in [1, 2, 3, 7] {
          for partial in [false, true] {
            var windows: [[Int]] = []
            let numbers = AsyncStream(unfolding: counter(to: count))
            for await window in numbers.windows(of: size, step: step, partial: partial) {
              windows.append(Array(window))
            }
            #expect(windows == expected(Array(1..<count + 1), size, step, partial: partial))
          }
        }
      }
    }
  }

  @Test("G8: on an error a partial window that is wanted comes before it, and nothing after (G1)")
  func failure() async throws {
    for partial in [false, true] {
      let source = AsyncChunkSource(chunks: (0..<4).map { [UInt8($0)] }, failure: .init())
      var windows = source.windows(of: 3, step: 3, partial: partial).makeAsyncIterator()
      var delivered: [[[UInt8]]] = []
      await #expect(throws: FailingSource.Failure()) {
        while let window = try await windows.next() { delivered.append(Array(window)) }
      }
      #expect(delivered == [[[0], [1], [2]]] + (partial ? [[[3]]] : []))
      #expect(try await windows.next() == nil)
    }
  }

  @Test("Windows that are kept do not change, and release their elements")
  func kept() {
    final class Counted {
      nonisolated(unsafe) static var alive = 0
      let number: Int
      init(_ number: Int) {
        self.number = number
        Counted.alive += 1
      }
      deinit { Counted.alive -= 1 }
    }
    do {
      let windows = Array((0..<2_000).lazy.map(Counted.init).windows(of: 3))
      #expect(windows.count == 1_998)
      #expect(
        windows.enumerated().allSatisfy { index, window in window.map(\.number) == [index, index + 1, index + 2] }
      )
      #expect(Counted.alive == 2_000)
    }
    #expect(Counted.alive == 0)
    var most = 0
    for window in (0..<5_000).lazy.map(Counted.init).windows(of: 3) { most = max(most, Counted.alive + window.count) }
    #expect(most <= 20)
    #expect(Counted.alive == 0)
  }

  @Test("Copies of an iterator do not affect each other, whichever elements follow")
  func copies() {
    /// 0, 1, 2 … in one copy, and in another numbers that are negative from where it was turned round.
    final class Turn { var isNegative = false }
    for size in [1, 2, 3, 7, 300] {
      for head in [0, 1, 5, 9, 400] {
        let turn = Turn()
        let numbers = sequence(state: 0) { (state: inout Int) -> Int? in
          defer { state += 1 }
          return state < 1_000 ? (turn.isNegative ? -state : state) : nil
        }
        var iterator = numbers.windows(of: size).makeIterator()
        for _ in 0..<head { _ = iterator.next() }
        var copy = iterator
        let shown = (0..<20).compactMap { _ in iterator.next() }
        turn.isNegative = true
        let others = (0..<20).compactMap { _ in copy.next() }
        let read = head == 0 ? 0 : head + size - 1
        for (index, (window, other)) in zip(shown, others).enumerated() {
          let expected = head + index..<head + index + size
          #expect(window.elementsEqual(expected))
          #expect(other.elementsEqual(expected.map { $0 < read ? $0 : -$0 }))
        }
      }
    }
  }

  @Test("Elements that only a copy of an iterator has read are released with the copy")
  func droppedCopy() {
    final class Counted {
      nonisolated(unsafe) static var alive = 0
      init() { Counted.alive += 1 }
      deinit { Counted.alive -= 1 }
    }
    do {
      var iterator = (0..<1_000).lazy.map { _ in Counted() }.windows(of: 3).makeIterator()
      _ = iterator.next()
      do {
        var copy = iterator
        for _ in 0..<5 { _ = copy.next() }
      }
      var most = 0
      while let window = iterator.next() { most = max(most, Counted.alive + window.count) }
      #expect(most <= 20)
    }
    #expect(Counted.alive == 0)
  }

  @Test("A single-pass sequence is read no further than the window asked for")
  func singlePass() {
    var taken = 0
    let numbers = sequence(state: 0) { (state: inout Int) -> Int? in
      taken += 1
      state += 1
      return state
    }
    var windows = numbers.windows(of: 2, step: 3).makeIterator()
    #expect(windows.next().map(Array.init) == [1, 2])
    #expect(taken == 2)
    #expect(windows.next().map(Array.init) == [4, 5])
    #expect(taken == 5)
  }

  @Test("A window is a collection")
  func collection() {
    let windows = Array([1, 2, 3, 4].windows(of: 3))
    #expect(windows[1][0] == 2)
    #expect(windows[1].last == 4)
    #expect(windows[0].dropFirst().elementsEqual(windows[1].dropLast()))
    #expect(windows[0] != windows[1])
    #expect(windows[0].description == "[1, 2, 3]")
    #expect(windows[0].withContiguousStorageIfAvailable { $0.reduce(0, +) } == 6)
  }

  @Test("G8: a size or a step below 1 stops the program with a sentence")
  func misuse() async {
    let size = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = [1].windows(of: 0)
    }
    #expect(
      size.message.contains("A window shows 1 or more elements, not 0.")
    )
    let step = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = [1].windows(of: 1, step: 0)
    }
    #expect(
      step.message.contains("Windows start every 1 or more elements, not every 0.")
    )
  }
}
