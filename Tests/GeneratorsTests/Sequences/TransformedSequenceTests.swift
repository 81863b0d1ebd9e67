import Generators
import Testing

@Suite("Rules of your own")
struct TransformedSequenceTests {
  struct RunningTotal: StreamTransform {
    var total = 0
    var isNew = false

    mutating func add(_ number: Int) { (total, isNew) = (total + number, true) }

    mutating func next() -> Int? {
      defer { isNew = false }
      return isNew ? total : nil
    }
  }

  @Test(
    "G1: a rule works on both kinds of sequence, each iteration from its beginning, and the base is not asked again"
  )
  func both() async {
    let sync = drain(OnceOnly([1, 2, 3]).transformed(by: RunningTotal()))
    #expect(sync.elements == [1, 3, 6])
    #expect(sync.isOver)
    let totals = AsyncElements([1, 2, 3], fails: true).transformed(by: RunningTotal())
    for _ in 0..<2 {
      let async = await drain(totals)
      #expect(async.elements == [1, 3, 6])
      #expect(async.failed && async.isOver)
    }
  }

  @Test("No more elements are taken than the output needs")
  func demand() {
    var taken = 0
    let numbers = sequence(state: 0) { (state: inout Int) -> Int? in
      taken += 1
      state += 1
      return state
    }
    var totals = numbers.transformed(by: RunningTotal()).makeIterator()
    #expect(taken == 0)
    #expect(totals.next() == 1)
    #expect(taken == 1)
  }
}
