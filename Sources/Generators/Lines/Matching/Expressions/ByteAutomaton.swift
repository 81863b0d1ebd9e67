internal import CByteScan

/// Says whether a line of printable ASCII characters and tabs has a match of a pattern, at one step for each byte.
///
/// On such a line each byte is a character, so the answer is the one that Swift's expression gives. On other lines it may
/// not be, because characters have several forms there.
final class ByteAutomaton {
  /// The states of the largest automaton that is made, 256 KiB.
  private static let stateLimit = 512

  private let next: UnsafeMutablePointer<UInt32>
  private let matchesAtEnd: UnsafeMutablePointer<Bool>
  private let automaton: byte_automaton

  /// Nil where the pattern has parts that need more than the bytes of a line, or too many states.
  ///
  /// - Parameter isAnchored: Whether it looks only for matches that begin where it does.
  init?(_ pattern: ExpressionPattern, isAnchored: Bool = false) {
    guard let program = PatternProgram(pattern),
      let table = StateTable(program, isAnchored: isAnchored, limit: Self.stateLimit)
    else { return nil }
    next = .allocate(capacity: table.next.count)
    next.initialize(from: table.next, count: table.next.count)
    matchesAtEnd = .allocate(capacity: table.matchesAtEnd.count)
    matchesAtEnd.initialize(from: table.matchesAtEnd, count: table.matchesAtEnd.count)
    automaton = byte_automaton(next: next, matches_at_end: matchesAtEnd, start: table.start)
  }

  deinit {
    next.deallocate()
    matchesAtEnd.deallocate()
  }

  /// Whether it decides about lines with these bytes: printable ASCII characters and tabs.
  static func decides(about line: UnsafeBufferPointer<UInt8>) -> Bool {
    byte_scan_is_plain(line.baseAddress, line.count)
  }

  /// Whether there is a match in the rest of a line that it decides about.
  ///
  /// - Parameter start: Where the rest begins. It is 0 where the pattern has a part that matches only at the start of a
  ///   line.
  func matches(_ line: UnsafeBufferPointer<UInt8>, from start: Int) -> Bool {
    let rest = UnsafeBufferPointer(rebasing: line[start...])
    return byte_automaton_matches(automaton, rest.baseAddress, rest.count)
  }
}

/// A pattern as steps, of which several are taken at once.
private struct PatternProgram {
  enum Step {
    case byte(ExpressionPattern.CharacterSet, next: Int)
    case either(Int, Int)
    case start(next: Int)
    case end(next: Int)
    case match
  }

  private static let stepLimit = 2_000

  private(set) var steps: [Step] = []
  private(set) var first = 0

  init?(_ pattern: ExpressionPattern) {
    steps = [.match]
    guard let first = add(pattern, before: 0) else { return nil }
    self.first = first
  }

  private mutating func add(_ step: Step) -> Int? {
    guard steps.count < Self.stepLimit else { return nil }
    steps.append(step)
    return steps.count - 1
  }

  /// Adds the steps of a pattern, after which `next` is taken, and says which is the first; nil where it has none.
  private mutating func add(_ pattern: ExpressionPattern, before next: Int) -> Int? {
    switch pattern {
    case .empty(let isExact): return isExact ? next : nil
    case .unknown: return nil
    case .start: return add(.start(next: next))
    case .end: return add(.end(next: next))
    case .character(let set): return add(.byte(set, next: next))
    case .concatenation(let parts):
      var next = next
      for part in parts.reversed() {
        guard let first = add(part, before: next) else { return nil }
        next = first
      }
      return next
    case .alternation(let branches):
      guard var first = add(branches[branches.count - 1], before: next) else { return nil }
      for branch in branches.dropLast().reversed() {
        guard let start = add(branch, before: next), let choice = add(.either(start, first)) else { return nil }
        first = choice
      }
      return first
    case .repetition(let part, let least, let most):
      guard least <= 1_000, most ?? 0 <= 1_000 else { return nil }
      var next = next
      if let most {
        let end = next
        for _ in least..<max(least, most) {
          guard let start = add(part, before: next), let choice = add(.either(start, end)) else { return nil }
          next = choice
        }
      } else {
        guard let choice = add(.either(next, next)), let start = add(part, before: choice) else { return nil }
        steps[choice] = .either(start, next)
        next = choice
      }
      for _ in 0..<least {
        guard let start = add(part, before: next) else { return nil }
        next = start
      }
      return next
    }
  }
}

/// The sets of steps that a program can be at, as states of an automaton.
private struct StateTable {
  private(set) var next: [UInt32] = []
  private(set) var matchesAtEnd: [Bool] = []
  private(set) var start: UInt32 = 0

  private let program: PatternProgram
  /// A byte of each class of bytes that no step tells apart, and the class of each byte.
  private let representatives: [UInt8]
  private let classes: [Int]
  private var states: [[Int]: UInt32] = [:]
  private var sets: [[Int]] = []

  init?(_ program: PatternProgram, isAnchored: Bool, limit: Int) {
    self.program = program
    (representatives, classes) = Self.byteClasses(of: program)
    // Rows for the two states that end a search.
    next = Array(repeating: 0, count: 128)
    matchesAtEnd = [false]
    start = state(of: [program.first], atStart: true)
    var row = 0
    while row < sets.count {
      guard sets.count <= limit else { return nil }
      let set = sets[row]
      let targets = representatives.map { byte in
        var reached: [Int] = isAnchored ? [] : [program.first]
        for step in set {
          if case .byte(let accepted, let next) = program.steps[step], accepted.contains(byte) { reached.append(next) }
        }
        return state(of: reached, atStart: false)
      }
      for byte in 0..<128 { next.append(targets[classes[byte]]) }
      row += 1
    }
  }

  /// The state for the steps that are reached from these without a byte.
  private mutating func state(of reached: [Int], atStart: Bool) -> UInt32 {
    let set = closure(of: reached, atStart: atStart, atEnd: false)
    if set.contains(where: isMatch) { return 1 }
    let kept = set.filter {
      switch program.steps[$0] {
      case .byte, .end: true
      default: false
      }
    }
    guard !kept.isEmpty else { return 0 }
    if !atStart, let known = states[kept] { return known }
    sets.append(kept)
    let state = UInt32(sets.count * 128)
    if !atStart { states[kept] = state }
    matchesAtEnd.append(closure(of: kept, atStart: atStart, atEnd: true).contains(where: isMatch))
    return state
  }

  private func isMatch(_ step: Int) -> Bool {
    if case .match = program.steps[step] { return true }
    return false
  }

  private func closure(of reached: [Int], atStart: Bool, atEnd: Bool) -> [Int] {
    var seen = Set(reached)
    var open = reached
    while let step = open.popLast() {
      let following: [Int] =
        switch program.steps[step] {
        case .either(let one, let other): [one, other]
        case .start(let next): atStart ? [next] : []
        case .end(let next): atEnd ? [next] : []
        case .byte, .match: []
        }
      for next in following where seen.insert(next).inserted { open.append(next) }
    }
    return seen.sorted()
  }

  private static func byteClasses(of program: PatternProgram) -> ([UInt8], [Int]) {
    var sets: Set<ExpressionPattern.CharacterSet> = []
    for case .byte(let set, _) in program.steps { sets.insert(set) }
    var known: [[Bool]: Int] = [:]
    var representatives: [UInt8] = []
    var classes: [Int] = []
    let order = Array(sets)
    for byte in 0..<128 as Range<UInt8> {
      let signature = order.map { $0.contains(byte) }
      if known[signature] == nil {
        known[signature] = representatives.count
        representatives.append(byte)
      }
      classes.append(known[signature]!)
    }
    return (representatives, classes)
  }
}
