/// Writes the class of a handle.
struct HandleWriter {
  let scan: Scan
  let handle: Handle

  func write(
    _ wrappers: [Wrapper],
    to text: inout SwiftText,
    methods: (inout SwiftText) -> Void
  ) {
    let isBorrowed = wrappers.contains { $0.result == .handle(handle.name, isOwned: false) }
    let isOwnedByOther = wrappers.contains { wrapper in
      guard wrapper.receiver != nil else { return false }
      if case .handle(handle.name, _) = wrapper.result { return true }
      return wrapper.arguments.contains { if case .newHandle(handle.name, _, _) = $0.use { true } else { false } }
    }
    text.line("/// A `\(handle.type)`. `\(handle.release)` releases it when nothing refers to it any more.")
    text.block("public final class \(handle.name) {") { text in
      text.line("/// What C functions take, as long as this object is there.")
      text.line("public let pointer: \(handle.pointer)")
      if isOwnedByOther { text.line("private let owner: AnyObject?") }
      if isBorrowed { text.line("private let isOwned: Bool") }
      text.line()
      text.line("/// Takes over a pointer.")
      let parameters =
        ["pointer: \(handle.pointer)"] + (isOwnedByOther ? ["owner: AnyObject? = nil"] : [])
        + (isBorrowed ? ["isOwned: Bool = true"] : [])
      text.list("public init(", parameters, ") {")
      text.line("  self.pointer = pointer")
      if isOwnedByOther { text.line("  self.owner = owner") }
      if isBorrowed { text.line("  self.isOwned = isOwned") }
      text.line("}")
      text.line()
      let isVoid = scan.entries.first { $0.function.name == handle.release }?.function.result.isVoid ?? true
      let release = "\(isVoid ? "" : "_ = ")\(scan.reference(to: handle.release))(pointer)"
      text.line("deinit {")
      text.line("  \(isBorrowed ? "if isOwned { \(release) }" : release)")
      text.line("}")
      methods(&text)
    }
  }
}
