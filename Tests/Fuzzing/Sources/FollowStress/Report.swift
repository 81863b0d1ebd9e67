/// How the lines that were read compare with those that were written.
struct Report: CustomStringConvertible {
  private let ledger: Ledger
  private let readings: Readings
  private var lost: [String: Int] = [:]
  private var unexplained: [Int] = []
  private var repeated: [Int] = []
  private var outOfOrder: [Int] = []

  init(_ ledger: Ledger, _ readings: Readings) {
    self.ledger = ledger
    self.readings = readings
    var seen: Set<Int> = []
    var last = 0
    for number in readings.numbers {
      if !seen.insert(number).inserted { repeated.append(number) }
      if number < last { outOfOrder.append(number) }
      last = max(last, number)
    }
    for number in 1...ledger.lines where !seen.contains(number) { count(number) }
  }

  private mutating func count(_ number: Int) {
    let isDeleted = ledger.deleted.contains { lines in
      lines.contains(number) && readings.stops.contains { lines.lowerBound - 1..<number ~= $0 }
    }
    if ledger.torn.contains(number) {
      lost["torn by a truncation", default: 0] += 1
    } else if ledger.betweenCopyAndTruncation.contains(number) {
      lost["written between a copy and its truncation", default: 0] += 1
    } else if isDeleted {
      lost["in deleted files while the reader was stopped", default: 0] += 1
    } else {
      unexplained.append(number)
    }
  }

  var isClean: Bool { unexplained.isEmpty && repeated.isEmpty && outOfOrder.isEmpty }

  /// The lines that were lost, repeated or out of order without a reason, those close to each other as one place.
  var places: [ClosedRange<Int>] {
    var places: [ClosedRange<Int>] = []
    for number in (unexplained + repeated + outOfOrder).sorted() {
      if let last = places.last, number <= last.upperBound + 10 {
        places[places.count - 1] = last.lowerBound...number
      } else {
        places.append(number...number)
      }
    }
    return places
  }

  var description: String {
    let kinds = ledger.rotations.sorted { $0.key.rawValue < $1.key.rawValue }.map { "\($0.key) \($0.value)" }
    let losses = lost.sorted { $0.key < $1.key }.map { "\n  \($0.value) \($0.key)" }.joined()
    return """
      rotations: \(ledger.rotations.values.reduce(0, +)) (\(kinds.joined(separator: ", ")))
      restarts: \(readings.stops.count)
      lines: \(ledger.lines) written, \(readings.numbers.count) read
      lost because of the way of rotating: \(lost.values.reduce(0, +))\(losses)
      lost otherwise: \(unexplained.count) \(unexplained.prefix(20))
      repeated: \(repeated.count) \(repeated.prefix(20))
      out of order: \(outOfOrder.count) \(outOfOrder.prefix(20))
      reported: \(readings.counts)
      failures: \(readings.failures.sorted().prefix(5))
      """
  }
}
