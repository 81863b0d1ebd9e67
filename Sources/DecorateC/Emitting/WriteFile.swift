extension Scan {
  /// The Swift file with the wrappers.
  package func swiftFile(decorations: Decorations = Decorations(), access: AccessLevel = .public) -> String {
    FileWriter(scan: self, decorations: decorations, access: access).text
  }
}

/// Writes the Swift file with the wrappers of a scan.
private struct FileWriter {
  private let scan: Scan
  private let decorations: Decorations
  private let access: AccessLevel
  private let wrappers: [Wrapper]
  /// The handles that wrappers have to do with.
  private let handles: [HandleWriter]
  private let functions: [WrapperWriter]
  private let methods: [String: [WrapperWriter]]

  init(scan: Scan, decorations: Decorations, access: AccessLevel) {
    self.scan = scan
    self.decorations = decorations
    self.access = access
    wrappers = scan.writtenWrappers
    let used = Set(wrappers.flatMap(\.handles))
    let borrowed = Set(wrappers.flatMap(\.borrowedHandles))
    let madeByOthers = Set(wrappers.filter { $0.receiver != nil }.flatMap(\.madeHandles))
    handles = scan.handles.filter { used.contains($0.name) }.map { handle in
      HandleWriter(
        handle: handle,
        scan: scan,
        isBorrowed: borrowed.contains(handle.name),
        hasOwner: madeByOthers.contains(handle.name)
      )
    }
    let writers = Dictionary(uniqueKeysWithValues: handles.map { ($0.handle.name, $0) })
    let timings = TimingNames(wrappers)
    let functions = wrappers.map { wrapper in
      WrapperWriter(
        wrapper: wrapper,
        scan: scan,
        decorations: decorations,
        timing: timings.name(of: wrapper),
        handle: wrapper.receiver.flatMap { writers[$0.name] }
      )
    }
    self.functions = functions.filter { $0.wrapper.receiver == nil }
    methods = Dictionary(grouping: functions.filter { $0.wrapper.receiver != nil }) { $0.wrapper.receiver!.name }
  }

  var text: String {
    var text = SwiftText(access: access)
    let headers = scan.headerNames
    text.line("// Written by decorate-c from \(headers.joined(separator: ", ")).")
    text.line("// Run it again instead of changing this file.")
    text.line()
    writeImports(to: &text)
    text.line()
    text.line("/// The functions of `\(headers.joined(separator: "`, `"))`, as Swift functions that throw.")
    text.block("public enum \(scan.namespace) {") { text in
      var content = SwiftText(access: access)
      writePolicies(to: &content)
      ErrorWriter(scan: scan).write(for: wrappers, to: &content)
      text.lines(Array(content.lines.drop { $0.isEmpty }))
    }
    writeFunctions(to: &text)
    for handle in handles {
      text.line()
      text.block("extension \(scan.namespace) {") { text in
        handle.write(to: &text) { text in
          for method in methods[handle.handle.name] ?? [] {
            text.line()
            method.write(to: &text)
          }
        }
      }
    }
    writeTimings(to: &text)
    return text.text
  }

  /// An import is as public as what the declarations name, so that the file compiles without a warning whether imports are
  /// internal by default or not.
  private func writeImports(to text: inout SwiftText) {
    let isAttributed = decorations.areAttributes && !decorations.decorators.isEmpty
    let imports = [
      (module: scan.module, isNamed: namesModule),
      (module: isAttributed ? "DecoratorMacros" : "Decorators", isNamed: namesDecorators),
    ].sorted { first, second in
      // Those with a condition are last, as swift-format leaves them.
      let isConditional = (access == .package && first.isNamed, access == .package && second.isNamed)
      return isConditional.0 == isConditional.1 ? first.module < second.module : isConditional.1
    }
    for (number, (module, isNamed)) in imports.enumerated() {
      if number > 0, access == .package, isNamed, !imports[number - 1].isNamed { text.line() }
      switch access {
      case .public where isNamed: text.line("public import \(module)")
      case .package where isNamed:
        text.lines([
          "#if hasFeature(InternalImportsByDefault)", "  package import \(module)", "#else", "  import \(module)",
          "#endif",
        ])
      default: text.line("import \(module)")
      }
    }
    let needsErrno = wrappers.contains { $0.convention.usesErrno }
    guard needsErrno, !["Glibc", "Musl", "Darwin"].contains(scan.module) else { return }
    text.line()
    for (number, platform) in ["Glibc", "Musl", "Darwin"].enumerated() {
      text.block("#\(number == 0 ? "if" : "elseif") canImport(\(platform))", closing: "") {
        $0.line("import \(platform)")
      }
      text.removeLast()
    }
    text.line("#endif")
  }

  /// Whether declarations name types of the C module.
  private var namesModule: Bool {
    wrappers.contains(where: \.namesModule) || handles.contains { $0.handle.namesModule }
  }

  /// Whether declarations name types of `Decorators`.
  private var namesDecorators: Bool {
    if !decorations.areAttributes, !decorations.decorators.allSatisfy({ $0 == .timed }) { return true }
    return wrappers.contains(where: \.needsErrorType)
  }

  private func writePolicies(to text: inout SwiftText) {
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

  private func writeFunctions(to text: inout SwiftText) {
    guard !functions.isEmpty else { return }
    text.line()
    text.block("extension \(scan.namespace) {") { text in
      for (index, function) in functions.enumerated() {
        if index > 0 { text.line() }
        function.write(to: &text)
      }
    }
  }

  private func writeTimings(to text: inout SwiftText) {
    guard decorations.decorators.contains(.timed), !decorations.areAttributes, !wrappers.isEmpty else { return }
    let timings = TimingNames(wrappers)
    text.line()
    text.line("/// The timing of each function, made once.")
    text.block("private enum Timings {") { text in
      for wrapper in wrappers {
        text.list(
          "static let \(timings.name(of: wrapper)) = TimingPolicy(",
          ["named: \(SwiftText.literal(wrapper.function.name))"],
          ")"
        )
      }
    }
  }
}

/// The names of the constants that time functions: the Swift name, or that of C where two functions have the same.
private struct TimingNames {
  private let counts: [String: Int]

  init(_ wrappers: [Wrapper]) {
    counts = Dictionary(grouping: wrappers.map { SwiftNames.lower($0.function.name) }, by: { $0 }).mapValues(\.count)
  }

  func name(of wrapper: Wrapper) -> String {
    let name = SwiftNames.lower(wrapper.function.name)
    return SwiftNames.escaped(counts[name] == 1 ? name : wrapper.function.name)
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
