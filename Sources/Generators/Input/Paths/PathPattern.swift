package import SystemPackage

/// A pattern of paths as a shell writes it: `/var/log/{app,web}/**/*.log`.
///
/// ```swift
/// let pattern = try PathPattern("/var/log/app/**/*.log")
/// pattern.matches("/var/log/app/a/b.log")        // true
/// pattern.roots                                  // ["/var/log/app"]: everything that matches is below it
/// pattern.canMatch(below: "/var/log/app/a")      // true: this directory is worth a look
/// pattern.canMatch(below: "/var/log/web")        // false
/// ```
///
/// The rules are those of ``paths(matching:order:)``. Paths are compared name by name as they are spelled: a relative
/// pattern matches relative paths. `.` as a name of its own does not matter, so `./app.log` is `app.log`. A slash at the
/// end makes a pattern one of directories.
package struct PathPattern: Sendable {
  fileprivate enum Part: Sendable {
    case name([UInt8])
    case pattern(NamePattern)
    /// `**`: any number of directories.
    case directories
  }

  fileprivate struct Alternative: Sendable {
    let base: Base
    let parts: [Part]
    /// Whether the pattern ends in a slash: only directories match.
    let isOfDirectories: Bool

    init(_ pattern: [UInt8]) {
      base = Base(of: pattern)
      isOfDirectories = pattern.last == UInt8(ascii: "/")
      let names = pattern.split(separator: UInt8(ascii: "/")).filter { !$0.elementsEqual(".".utf8) }
      var parts = names.map { name -> Part in
        if name.elementsEqual("**".utf8) { return .directories }
        let pattern = NamePattern(name)
        return pattern.literal.map { .name($0) } ?? .pattern(pattern)
      }
      // `a/**` is all that is below `a`, but not `a` itself.
      if case .directories? = parts.last { parts.append(.pattern(NamePattern("*".utf8))) }
      self.parts = parts
    }
  }

  /// Where a path begins, and how that is spelled.
  enum Base: String {
    case root = "/"
    case currentDirectory = ""
    case spelledCurrentDirectory = "./"

    init(of path: some Sequence<UInt8>) {
      var bytes = path.makeIterator()
      switch (bytes.next(), bytes.next()) {
      case (UInt8(ascii: "/"), _): self = .root
      case (UInt8(ascii: "."), UInt8(ascii: "/")), (UInt8(ascii: "."), nil): self = .spelledCurrentDirectory
      default: self = .currentDirectory
      }
    }

    var isRelative: Bool { self != .root }
  }

  fileprivate let alternatives: [Alternative]

  /// - Throws: ``ReadingError`` of code `invalidPath` if the pattern has a NUL or too many alternatives in braces.
  package init(_ pattern: some FilePathConvertible) throws {
    let path = try pattern.filePath
    var bytes = path.bytes
    // A `FilePath` does not keep the slash.
    if pattern.endsInSlash, bytes.last != UInt8(ascii: "/") { bytes.append(UInt8(ascii: "/")) }
    guard let alternatives = BraceExpansion.alternatives(of: bytes) else {
      throw ReadingError(
        .invalidPath,
        source: path.displayName,
        "its braces stand for more than \(BraceExpansion.limit) patterns. Use * instead, or several patterns."
      )
    }
    self.alternatives = alternatives.filter { !$0.isEmpty }.map(Alternative.init)
  }

  /// Whether a path matches.
  ///
  /// - Parameter isDirectory: Whether it is the path of a directory, or of a symbolic link to one.
  package func matches(_ path: FilePath, isDirectory: Bool = false) -> Bool {
    match(at: path).isComplete(isDirectory: isDirectory)
  }

  /// Whether a path below this directory, at any depth, can match.
  package func canMatch(below directory: FilePath) -> Bool { match(at: directory).canGoOn }

  /// The directories below which everything that matches is: the names before the first special character of each
  /// alternative. They need not exist.
  package var roots: [FilePath] {
    var roots: [FilePath] = []
    for alternative in alternatives {
      var root = Array(alternative.base.rawValue.utf8)
      for part in alternative.parts.dropLast() {
        guard case .name(let name) = part else { break }
        root.appendName(name)
      }
      let path = FilePath(bytes: root.isEmpty ? Array(".".utf8) : root)
      if !roots.contains(path) { roots.append(path) }
    }
    return roots
  }

  private func match(at path: FilePath) -> PathMatch {
    let bytes = path.bytes
    let base = Base(of: bytes)
    var match = PathMatch(of: self) { $0.isRelative == base.isRelative }
    for name in bytes.split(separator: UInt8(ascii: "/")) where !name.elementsEqual(".".utf8) {
      let next = match.advanced(by: Array(name))
      match = next.named.union(next.passed)
    }
    return match
  }
}

/// How far the names of a path match a pattern, from its start to one of its directories.
struct PathMatch {
  private struct Place: Hashable {
    let alternative: Int
    var part: Int
  }

  /// What the name of an entry in the directory can be.
  struct NextNames {
    /// The names that are spelled out in the pattern.
    var spelledOut: Set<[UInt8]> = []
    /// Whether other names can match too, so that the directory has to be listed.
    var hasOthers = false
  }

  private let pattern: PathPattern
  private var places: Set<Place> = []

  /// The match before the first name, for the alternatives with these bases.
  init(of pattern: PathPattern, where isBase: (PathPattern.Base) -> Bool) {
    self.init(pattern)
    for (index, alternative) in pattern.alternatives.enumerated() where isBase(alternative.base) {
      insert(Place(alternative: index, part: 0))
    }
  }

  private init(_ pattern: PathPattern) { self.pattern = pattern }

  /// The bases of all alternatives.
  static func bases(of pattern: PathPattern) -> Set<PathPattern.Base> { Set(pattern.alternatives.map(\.base)) }

  /// Whether the path up to here matches if it is that of a directory, or if it is not.
  func isComplete(isDirectory: Bool) -> Bool {
    places.contains { part(at: $0) == nil && (isDirectory || !pattern.alternatives[$0.alternative].isOfDirectories) }
  }

  /// Whether a longer path can match.
  var canGoOn: Bool { places.contains { part(at: $0) != nil } }

  var nextNames: NextNames {
    var names = NextNames()
    for place in places {
      switch part(at: place) {
      case .name(let name)?: names.spelledOut.insert(name)
      case .pattern?, .directories?: names.hasOthers = true
      case nil: break
      }
    }
    return names
  }

  /// The match after one more name.
  ///
  /// - Returns: `named` where a part of the pattern matches the name, `passed` where `**` does: that is for directories,
  ///   but not for symbolic links to them, which could lead in circles.
  func advanced(by name: [UInt8]) -> (named: PathMatch, passed: PathMatch) {
    var (named, passed) = (PathMatch(pattern), PathMatch(pattern))
    for place in places {
      let next = Place(alternative: place.alternative, part: place.part + 1)
      switch part(at: place) {
      case .name(name)?: named.insert(next)
      case .pattern(let pattern)? where pattern.matches(name): named.insert(next)
      case .directories? where name.first != UInt8(ascii: "."): passed.insert(place)
      default: break
      }
    }
    return (named, passed)
  }

  func union(_ other: PathMatch) -> PathMatch {
    var union = self
    union.places.formUnion(other.places)
    return union
  }

  private func part(at place: Place) -> PathPattern.Part? {
    let parts = pattern.alternatives[place.alternative].parts
    return place.part < parts.count ? parts[place.part] : nil
  }

  /// Inserts a place, and those after it that `**` for no directory leads to.
  private mutating func insert(_ place: Place) {
    var place = place
    places.insert(place)
    while case .directories? = part(at: place) {
      place.part += 1
      places.insert(place)
    }
  }
}
