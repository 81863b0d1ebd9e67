/// The names of a CSV input's fields.
public struct CSVHeader: Hashable, Sendable {
  /// The names, in the order of the fields.
  public let names: [String]
  private let indices: [String: Int]

  init(_ names: [String]) {
    self.names = names
    indices = Dictionary(zip(names, names.indices)) { first, _ in first }
  }

  /// The index of the first field of that name, or nil where there is none.
  ///
  /// To read one field of many records, ask once and use the index:
  ///
  /// ```swift
  /// var records = records.makeIterator()
  /// var (total, amount) = (0, Int?.none)
  /// while let record = records.next() {
  ///   amount = amount ?? record.header?.index(of: "amount")
  ///   total += amount.flatMap { Int(record[$0].string) } ?? 0
  /// }
  /// ```
  public func index(of name: String) -> Int? { indices[name] }
}
