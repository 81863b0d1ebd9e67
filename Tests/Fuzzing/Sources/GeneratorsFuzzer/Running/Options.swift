import Glibc

/// What the command line asks for.
struct Options {
  static let usage = """
    usage: generators-fuzzer [--cases N] [--seed S] [--reader NAME]… [--jobs N]
           generators-fuzzer --reader NAME --seed S --case N

      --cases N      how many cases to run over all readers (100000)
      --seed S       what the random numbers follow from (1); the same seed gives the same cases on every machine
      --reader NAME  only this reader: \(allReaders.map { $0.name }.joined(separator: ", "))
      --case N       only this case of the seed, as a finding names it
      --jobs N       how many cases to run at a time (the processors that are online)

    Ends with 0 where there is no finding, with 1 where there is one.
    """

  var cases = 100_000
  var seed: UInt64 = 1
  var readers: [any FuzzedReader.Type] = []
  var only: Int?
  var jobs = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))

  /// - Throws: ``UsageError``.
  init(_ arguments: [String]) throws(UsageError) {
    var arguments = arguments[...]
    while let option = arguments.popFirst() {
      if option == "--help" { throw UsageError(description: "", status: 0) }
      guard let text = arguments.popFirst() else { throw UsageError(description: "\(option) wants a value.") }
      switch option {
      case "--cases": cases = try Self.number(text, 1...1_000_000_000_000, for: option)
      case "--jobs": jobs = try Self.number(text, 1...1_024, for: option)
      case "--case": only = try Self.number(text, 0...1_000_000_000_000, for: option)
      case "--seed":
        guard let number = UInt64(text) else { throw UsageError(description: "\(text) is no seed: give a number.") }
        seed = number
      case "--reader":
        guard let reader = allReaders.first(where: { $0.name == text }) else {
          throw UsageError(description: "There is no reader \(text).")
        }
        readers.append(reader)
      default: throw UsageError(description: "There is no option \(option).")
      }
    }
    if readers.isEmpty { readers = allReaders }
    if only != nil, readers.count != 1 {
      throw UsageError(description: "--case wants the --reader that it is a case of.")
    }
  }

  private static func number(_ text: String, _ range: ClosedRange<Int>, for option: String) throws(UsageError) -> Int {
    guard let number = Int(text), range.contains(number) else {
      throw UsageError(description: "\(option) takes \(range.lowerBound) to \(range.upperBound), not \(text).")
    }
    return number
  }

  /// The cases of each reader, by its share.
  var casesByReader: [(reader: any FuzzedReader.Type, cases: Int)] {
    let shares = readers.map { $0.share }.reduce(0, +)
    return readers.map { ($0, max(1, cases * $0.share / shares)) }
  }
}

struct UsageError: Error {
  let description: String
  var status: Int32 = 2
}
