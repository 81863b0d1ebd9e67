/// The places up to which the lines of several followed files were handled: one `Codable` value to go on from.
///
/// ```swift
/// var positions = saved ?? FollowedPositions()
/// for try await line in FollowedLines(matching: "/var/log/app/*.log", from: .positions(positions)) {
///   try await send(line)
///   positions.advance(past: line)
/// }
/// ```
///
/// Each file has one entry, by the bytes of its ``Line/source``: names that differ only in their Unicode form (`é` in one
/// scalar or in two) are those of different files. Entries of files that are gone for good stay until you remove them.
///
/// Encoded, it is a list of entries in the order of their names: `[{"source": "/var/log/app/a.log", "position": {…}}]`.
public struct FollowedPositions: Hashable, Sendable, Codable {
  private var places: [SourceName: LinePosition] = [:]

  /// No positions: every file is read from its start.
  public init() {}

  /// The place in the file at a path, or nil where none of its lines was handled.
  public subscript(source: String) -> LinePosition? {
    get { places[SourceName(source)] }
    set { places[SourceName(source)] = newValue }
  }

  /// The paths that have a position, in no order.
  public var sources: some Collection<String> { places.keys.map(\.text) }

  /// Notes that a line was handled, and all lines of its file before it.
  public mutating func advance(past line: Line) { self[line.source] = line.nextPosition }

  /// Notes that a record was handled, and all records of its file before it.
  public mutating func advance(past record: LineRecord) { self[record.source] = record.nextPosition }

  /// Takes the positions of files that have none here from other positions.
  ///
  /// With ``FollowedLines/beginnings`` before the positions are saved, a file of which no line was handled yet is found
  /// too if it is rotated before following begins again.
  public mutating func addMissing(from others: FollowedPositions) { places.merge(others.places) { own, _ in own } }

  /// Takes a position of a file that has none.
  mutating func addMissing(_ source: String, _ position: LinePosition) {
    if self[source] == nil { self[source] = position }
  }

  /// An entry as it is encoded. Keys of a dictionary would not do: encoders take equal strings for one key.
  private struct Entry: Codable {
    let source: String
    let position: LinePosition
  }

  /// - Throws: `DecodingError` for what is no list of entries, for values that are not those of a position, and for two
  ///   entries of one source.
  public init(from decoder: any Decoder) throws {
    let entries = try decoder.singleValueContainer().decode([Entry].self)
    for entry in entries {
      guard places.updateValue(entry.position, forKey: SourceName(entry.source)) == nil else {
        let description = "There are two positions in \(ReadingError.quoted(entry.source))."
        throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: description))
      }
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    let entries = places.sorted { $0.key < $1.key }
    try container.encode(entries.map { Entry(source: $0.key.text, position: $0.value) })
  }
}
