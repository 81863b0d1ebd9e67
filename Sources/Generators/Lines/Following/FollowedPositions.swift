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
/// Each file has one entry, by its ``Line/source``. Entries of files that are gone for good stay until you remove them.
public struct FollowedPositions: Hashable, Sendable, Codable {
  private var places: [String: LinePosition] = [:]

  /// No positions: every file is read from its start.
  public init() {}

  /// The place in the file at a path, or nil where none of its lines was handled.
  public subscript(source: String) -> LinePosition? {
    get { places[source] }
    set { places[source] = newValue }
  }

  /// The paths that have a position, in no order.
  public var sources: some Collection<String> { places.keys }

  /// Notes that a line was handled, and all lines of its file before it.
  public mutating func advance(past line: Line) { places[line.source] = line.nextPosition }

  /// Notes that a record was handled, and all records of its file before it.
  public mutating func advance(past record: LineRecord) { places[record.source] = record.nextPosition }

  /// Takes the positions of files that have none here from other positions.
  ///
  /// With ``FollowedLines/beginnings`` before the positions are saved, a file of which no line was handled yet is found
  /// too if it is rotated before following begins again.
  public mutating func addMissing(from others: FollowedPositions) { places.merge(others.places) { own, _ in own } }

  /// Takes a position of a file that has none.
  mutating func addMissing(_ source: String, _ position: LinePosition) {
    if places[source] == nil { places[source] = position }
  }

  public init(from decoder: any Decoder) throws {
    places = try decoder.singleValueContainer().decode([String: LinePosition].self)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(places)
  }
}
