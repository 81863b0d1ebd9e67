extension Scan {
  /// The Swift file with the wrappers.
  package func swiftFile(decorations: Decorations = Decorations()) -> String {
    let wrappers = wrappers
    var text = SwiftText()
    text.line("// Written by decorate-c from \(headerNames.joined(separator: ", ")).")
    text.line("// Run it again instead of changing this file.")
    text.line()
    writeImports(wrappers, decorations, to: &text)
    text.line()
    text.line("/// The functions of `\(headerNames.joined(separator: "`, `"))`, as Swift functions that throw.")
    text.block("public enum \(namespace) {") { text in
      var content = SwiftText()
      writePolicies(wrappers, decorations, to: &content)
      ErrorWriter(scan: self).write(for: wrappers, to: &content)
      text.lines(Array(content.lines.drop { $0.isEmpty }))
    }
    writeExtension(with: wrappers.filter { $0.receiver == nil }, decorations, to: &text)
    for handle in usedHandles(wrappers) {
      text.line()
      text.block("extension \(namespace) {") { text in
        HandleWriter(scan: self, handle: handle).write(wrappers, to: &text) { text in
          for wrapper in wrappers where wrapper.receiver == handle {
            text.line()
            writeFunction(wrapper, decorations, to: &text)
          }
        }
      }
    }
    writeTimings(wrappers, decorations, to: &text)
    return text.text
  }

  private func writeImports(_ wrappers: [Wrapper], _ decorations: Decorations, to text: inout SwiftText) {
    let isAttributed = decorations.areAttributes && !decorations.decorators.isEmpty
    for module in [module, isAttributed ? "DecoratorMacros" : "Decorators"].sorted() { text.line("import \(module)") }
    let needsErrno = wrappers.contains { $0.convention.usesErrno }
    guard needsErrno, !["Glibc", "Musl", "Darwin"].contains(module) else { return }
    text.line()
    for (number, platform) in ["Glibc", "Musl", "Darwin"].enumerated() {
      text.block("#\(number == 0 ? "if" : "elseif") canImport(\(platform))", closing: "") {
        $0.line("import \(platform)")
      }
      text.removeLast()
    }
    text.line("#endif")
  }

  /// The handles that wrappers have to do with.
  private func usedHandles(_ wrappers: [Wrapper]) -> [Handle] {
    handles.filter { handle in
      wrappers.contains { wrapper in
        if wrapper.receiver == handle { return true }
        if case .handle(handle.name, _) = wrapper.result { return true }
        return wrapper.arguments.contains { argument in
          switch argument.use {
          case .handle(handle.name, _), .newHandle(handle.name, _, _): true
          default: false
          }
        }
      }
    }
  }

  private func writePolicies(_ wrappers: [Wrapper], _ decorations: Decorations, to text: inout SwiftText) {
    guard !decorations.areAttributes else { return }
    if decorations.decorators.contains(.retrying) {
      text.line("/// How calls are repeated that failed and may succeed later.")
      let condition = decorations.retryCondition.map { "when: { error in .retry(if: \($0)) }" }
      text.line("public static let retries = RetryPolicy(\(condition ?? "attempts: 3"))")
    }
    if decorations.decorators.contains(.logged) {
      text.line()
      text.line("/// How calls are logged.")
      text.line("public static let logging = LoggingPolicy()")
    }
  }

  private func writeExtension(with wrappers: [Wrapper], _ decorations: Decorations, to text: inout SwiftText) {
    guard !wrappers.isEmpty else { return }
    text.line()
    text.block("extension \(namespace) {") { text in
      for (index, wrapper) in wrappers.enumerated() {
        if index > 0 { text.line() }
        writeFunction(wrapper, decorations, to: &text)
      }
    }
  }

  private func writeFunction(_ wrapper: Wrapper, _ decorations: Decorations, to text: inout SwiftText) {
    WrapperWriter(wrapper: wrapper, scan: self, decorations: decorations).write(to: &text)
  }

  private func writeTimings(_ wrappers: [Wrapper], _ decorations: Decorations, to text: inout SwiftText) {
    guard decorations.decorators.contains(.timed), !decorations.areAttributes, !wrappers.isEmpty else { return }
    text.line()
    text.line("/// The timing of each function, made once.")
    text.block("private enum Timings {") { text in
      for wrapper in wrappers {
        let name = SwiftNames.escaped(SwiftNames.lower(wrapper.function.name))
        text.list(
          "static let \(name) = TimingPolicy(",
          ["named: \(SwiftText.literal(wrapper.function.name))"],
          ")"
        )
      }
    }
  }
}

extension FailureConvention {
  /// Whether the wrapper reads `errno`, or describes a number of its.
  fileprivate var usesErrno: Bool {
    switch self {
    case .negativeWithErrno, .nonzeroWithErrno, .nullWithErrno, .negatedErrno, .errorNumber: true
    case .never, .null, .nonzero, .negative, .status: false
    }
  }
}
