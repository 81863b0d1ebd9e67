/// Writes the class of a handle.
struct HandleWriter {
  let handle: Handle
  let scan: Scan
  /// Whether a function returns one that belongs to somebody else.
  let isBorrowed: Bool
  /// Whether a method of another handle makes it, which it keeps alive.
  let hasOwner: Bool

  func write(to text: inout SwiftText, methods: (inout SwiftText) -> Void) {
    text.line("/// A `\(handle.type)`. `\(handle.release)` releases it when nothing refers to it any more.")
    text.block("public final class \(handle.name) {") { text in
      text.line("private var opened: \(handle.pointer)?")
      if hasOwner { text.line("private var owner: AnyObject?") }
      if isBorrowed { text.line("private let isOwned: Bool") }
      text.line()
      text.line(
        "/// What C functions take, as long as this object is there. It is a mistake to use it after it was closed."
      )
      text.block("public var pointer: \(handle.pointer) {") { text in
        text.block("guard let opened else {") { $0.line("fatalError(\"\(handle.name) is used after it was closed\")") }
        text.line("return opened")
      }
      text.line()
      text.line("/// Takes over a pointer.")
      let parameters =
        ["pointer: \(handle.pointer)"] + (hasOwner ? ["owner: AnyObject? = nil"] : [])
        + (isBorrowed ? ["isOwned: Bool = true"] : [])
      text.list("public init(", parameters, ") {")
      text.line("  self.opened = pointer")
      if hasOwner { text.line("  self.owner = owner") }
      if isBorrowed { text.line("  self.isOwned = isOwned") }
      text.line("}")
      text.line()
      let release = "\(handle.releaseReturns ? "_ = " : "")\(scan.reference(to: handle.release))(opened)"
      text.block("deinit {") { text in
        text.block("if \(isBorrowed ? "isOwned, " : "")let opened {") { $0.line(release) }
      }
      methods(&text)
    }
  }

  /// Writes what `close()` does before it calls C.
  func writeClosing(isKeptOnFailure: Bool, to text: inout SwiftText) {
    text.line("guard \(isBorrowed ? "isOwned, " : "")let pointer = opened else { return }")
    guard !isKeptOnFailure else { return }
    text.line("opened = nil")
    if hasOwner { text.line("defer { owner = nil }") }
  }

  /// Writes what `close()` does after C has released what is kept where that fails.
  func writeClosed(to text: inout SwiftText) {
    text.line("opened = nil")
    if hasOwner { text.line("owner = nil") }
  }
}
