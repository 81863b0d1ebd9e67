/// A kind of reading that is given inputs made at random.
///
/// Every case is: bytes and settings made from random numbers, what a plain model says comes of them, and the reader
/// under test on the same bytes, twice, each time cut into reads of other sizes.
///
/// An instance serves one job, so it may keep buffers, files and contexts.
protocol FuzzedReader: SendableMetatype {
  /// What a case has besides its bytes: limits, texts to look for.
  associatedtype Settings
  /// What the model says.
  associatedtype Expectation

  static var name: String { get }
  /// How many of the cases are its own, beside the shares of the other readers.
  static var share: Int { get }
  /// Why it cannot run here, such as a library that is missing.
  static var obstacle: String? { get }

  init() throws

  func makeInput(_ random: inout Randomness) -> Input
  func makeSettings(_ random: inout Randomness) -> Settings
  func expectation(for input: Input, _ settings: Settings) -> Expectation
  /// Throws where what the reader under test makes of the reads is not as expected.
  func check(_ reads: Reads, _ settings: Settings, against expectation: Expectation) async throws(Mismatch)
}

extension FuzzedReader {
  static var obstacle: String? { nil }
}

/// What is wrong with what a reader gave.
struct Mismatch: Error {
  let description: String

  init(_ description: String) { self.description = description }

  static func unless(_ isRight: Bool, _ description: @autoclosure () -> String) throws(Mismatch) {
    guard isRight else { throw Mismatch(description()) }
  }
}

/// The bytes of a case.
struct Input {
  var bytes: [UInt8]
  /// How many of them come before those that matter, to bring these to the end of a block. They are read at once.
  var head = 0
}
