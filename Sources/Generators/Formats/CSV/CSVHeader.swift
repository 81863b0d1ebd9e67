/// The names of a CSV input's fields.
public struct CSVHeader: Hashable, Sendable {
  /// The names, in the order of the fields.
  public let names: [String]
  private let indices: [String: Int]

  /// The header of these names. `duplicates` says what happens to equal ones.
  ///
  /// - Throws: The name that occurs twice, if that is an error.
  init(_ names: [String], _ duplicates: CSVFormat.DuplicateNames) throws(DuplicateName) {
    self.names = duplicates == .suffix ? Self.suffixed(names) : names
    var indices: [String: Int] = [:]
    for (index, name) in self.names.enumerated() where !name.isEmpty {
      guard let first = indices.updateValue(index, forKey: name) else { continue }
      if duplicates == .fail { throw DuplicateName(name: name, first: first, second: index) }
      indices[name] = first
    }
    self.indices = indices
  }

  /// A name that two fields have.
  struct DuplicateName: Error {
    var name: String
    /// The indices of the fields.
    var first: Int
    var second: Int

    var sentence: String {
      "fields \(first + 1) and \(second + 1) have the same name \(ReadingError.quoted(name))"
    }
  }

  /// Names that are all different: the second `name` is `name_2`, and the third field without one is `column_3`.
  private static func suffixed(_ names: [String]) -> [String] {
    // A name that is in the file keeps it.
    var taken = Set(names)
    var seen: Set<String> = []
    var last: [String: Int] = [:]
    return names.enumerated().map { index, name in
      if !name.isEmpty, seen.insert(name).inserted { return name }
      let stem = name.isEmpty ? "column" : name
      // Up to the last number, all are taken.
      var number = name.isEmpty ? max(index, last[name, default: 0]) + 1 : last[name, default: 1] + 1
      while !taken.insert("\(stem)_\(number)").inserted { number += 1 }
      last[name] = number
      return "\(stem)_\(number)"
    }
  }

  /// The index of the field of that name, or nil where there is none. Of several it is the first. The empty text is
  /// no name: such a field is found by its place.
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
