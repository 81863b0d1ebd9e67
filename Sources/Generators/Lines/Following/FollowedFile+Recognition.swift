/// By what a followed file and its copies are recognised: its first bytes, and the last ones that are known.
extension FollowedFile {
  /// Why the file cannot be followed, as far as its first bytes tell.
  var obstacle: ReadingError? { file == nil ? nil : FollowableText.obstacle(in: head, of: name) }

  /// The place up to which it has been read, in the middle of a line perhaps.
  var position: LinePosition {
    LinePosition(
      offset: offset,
      number: number,
      file: file.map { FileIdentity($0.place, generation: $0.generation, head: head) } ?? origin.file,
      preceding: Fingerprint(
        0 < offset && offset <= head.count ? head.prefix(offset) : held.suffix(LinePosition.precedingSize)
      ),
      modified: modified
    )
  }

  /// A place in the file, with the file's identity.
  func position(at place: LinePosition) -> LinePosition {
    LinePosition(
      offset: place.offset,
      number: place.number,
      file: position.file,
      preceding: Fingerprint(place.offset <= head.count ? head.prefix(place.offset) : []),
      modified: modified
    )
  }

  /// The place by which a copy of the file is recognised.
  var evidence: LinePosition {
    guard offset == 0, held.isEmpty, let file else { return position }
    return LinePosition(
      offset: largestSize,
      number: 1,
      file: FileIdentity(file.place, generation: file.generation, head: head),
      preceding: Fingerprint(largestSize <= head.count ? head.prefix(largestSize) : unreadEnd[...])
    )
  }

  /// Whether the file has not been read, and a copy that has these first bytes is one of it: the copy can be shorter than
  /// what was seen of the file, because it was made before.
  func begins(like copy: [UInt8]) -> Bool { offset == 0 && held.isEmpty && hasBegun(like: copy) }

  /// Whether the shorter of the file's first bytes and those of a copy are the same as those of the other.
  func hasBegun(like copy: [UInt8]) -> Bool {
    let common = min(head.count, copy.count)
    return common > 0 && head.prefix(common) == copy.prefix(common)
  }

  /// Whether a copy of these first bytes can be one of the file as it is now: `file` has at least as many, the same first
  /// ones and the same last ones.
  func isCopied(by copy: FollowedFile) throws(OpenFile.Failure) -> Bool {
    guard let file, let other = copy.file, begins(like: copy.head) else { return false }
    let size = other.size
    guard size <= file.size else { return false }
    let end = max(0, size - LinePosition.precedingSize)..<size
    return try file.bytes(in: end) == other.bytes(in: end)
  }
}
