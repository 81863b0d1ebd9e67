internal import Foundation
internal import PlatformC

/// The command `decorate-c`.
package struct DecorateCCommand {
  /// Writes to standard output.
  private let print: (String) throws -> Void
  /// Writes to standard error.
  private let report: (String) -> Void

  package init(
    print: @escaping (String) throws -> Void = { try Self.write($0, to: STDOUT_FILENO, named: "to standard output") },
    report: @escaping (String) -> Void = { try? Self.write($0, to: STDERR_FILENO, named: "to standard error") }
  ) {
    self.print = print
    self.report = report
  }

  /// Runs the command.
  ///
  /// - Parameter arguments: The arguments, without the name of the command.
  /// - Returns: What the process exits with: 0, 1 for an error in the input, or 64 for wrong usage.
  package func run(_ arguments: [String]) -> Int32 {
    let rest = arguments.dropFirst()
    do {
      if arguments.prefix(while: { $0 != "--" }).contains(where: ["--help", "-h"].contains) || arguments.first == "help"
      {
        try print(Self.usage)
        return 0
      }
      switch arguments.first {
      case "generate"?: return try run(UsageError.catching { try Generate(rest) })
      case "list"?: return try run(UsageError.catching { try List(rest) })
      case let word?:
        report("error: there is no command '\(word)'\(suggestion(for: word, of: ["generate", "list", "help"])).\n\n")
      case nil: break
      }
      report(Self.usage)
      return 64
    } catch let error as UsageError {
      report("\(error.error)\n")
      return 64
    } catch let error as DiagnosedErrors {
      report("\(error)\n")
      return 1
    } catch {
      report((error as? ScannerError).map { "\($0)\n" } ?? "error: \(error)\n")
      return 1
    }
  }

  private func run(_ generate: Generate) throws -> Int32 {
    let rules = try generate.input.rules()
    let decorations = try generate.decorations(rules)
    let scan = try generate.input.scan(rules)
    report(scan.warnings.map { "\($0)\n" }.joined())
    let file = scan.swiftFile(decorations: decorations, access: generate.access ?? rules.command.access)
    if !generate.isQuiet { reportOmissions(of: scan) }
    if let output = generate.output {
      try write(file, to: output)
    } else {
      try print(file)
    }
    return 0
  }

  private func run(_ list: List) throws -> Int32 {
    let scan = try list.input.scan(list.input.rules())
    report(scan.warnings.map { "\($0)\n" }.joined())
    try print(scan.listing(list.format))
    return 0
  }

  /// Says which functions have no wrapper, and why.
  private func reportOmissions(of scan: Scan) {
    var omissions = ""
    for entry in scan.entries {
      if case .failure(let omission) = entry.wrapper {
        omissions += "\(entry.function.place): note: \(entry.function.name) is left out: \(omission.reason)\n"
      }
    }
    let omitted = scan.entries.count - scan.wrappers.count
    report("\(omissions)\(scan.entries.count) functions, \(scan.wrappers.count) wrapped, \(omitted) left out\n")
  }

  /// Writes a file beside its place, then puts it there, so that nobody sees half of it.
  ///
  /// A link stays, and the file that it names is replaced; what is no file, such as a terminal, is written to as it is.
  private func write(_ text: String, to path: String) throws {
    let target = realpath(path, nil)
    defer { free(target) }
    var link = stat()
    // A link to a file that is not there yet, or to itself: the system makes the file, or says what is wrong.
    if target == nil, lstat(path, &link) == 0, link.st_mode & S_IFMT == S_IFLNK {
      return try writeBytes(of: text, to: path, named: path)
    }
    let place = target.map { String(cString: $0) } ?? path
    var status = stat()
    let isThere = stat(place, &status) == 0
    if isThere, status.st_mode & S_IFMT != S_IFREG {
      guard status.st_mode & S_IFMT != S_IFDIR else { throw ScannerError("cannot write '\(path)': it is a folder.") }
      return try writeBytes(of: text, to: place, named: path)
    }
    let temporary = "\(place).\(getpid()).part"
    do {
      try writeBytes(of: text, to: temporary, named: path)
      if isThere { chmod(temporary, status.st_mode & 0o7777) }
      guard rename(temporary, place) == 0 else { throw Self.cannotWrite("'\(path)'", errno) }
    } catch {
      unlink(temporary)
      throw error
    }
  }

  private func writeBytes(of text: String, to place: String, named path: String) throws {
    let file = open(place, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard file >= 0 else { throw Self.cannotWrite("'\(path)'", errno) }
    defer { close(file) }
    try Self.write(text, to: file, named: "'\(path)'")
  }

  private static func write(_ text: String, to file: Int32, named name: String) throws {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { PlatformC.write(file, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw cannotWrite(name, errno) }
      rest = rest.dropFirst(count)
    }
  }

  private static func cannotWrite(_ name: String, _ code: Int32) -> ScannerError {
    ScannerError("cannot write \(name): \(String(cString: strerror(code)).lowercased()).")
  }

  /// What the system says of an error of Foundation's.
  static func reason(_ error: any Error) -> String {
    var error = error
    while let inner = (error as NSError).userInfo[NSUnderlyingErrorKey] as? any Error { error = inner }
    let (domain, code) = ((error as NSError).domain, (error as NSError).code)
    return domain == NSPOSIXErrorDomain ? String(cString: strerror(Int32(code))).lowercased() : "\(error)"
  }
}

/// What is wrong with the arguments of the command.
private struct UsageError: Error {
  let error: any Error

  static func catching<Result>(_ body: () throws -> Result) throws -> Result {
    do { return try body() } catch { throw UsageError(error: error) }
  }
}

/// Which headers a command reads, and how.
struct HeaderInput {
  static let options = ["--match", "--exclude", "--rules", "--module", "--assume", "--libclang"]

  private let headers: [String]
  private let options: Scan.Options
  private let rulesPath: String?
  private let libclang: String?
  private let flags: [String]

  init(_ arguments: CommandArguments) throws {
    headers = arguments.names
    rulesPath = arguments.value("--rules")
    if headers.isEmpty && rulesPath == nil { throw Self.noHeader }
    options = Scan.Options(
      match: try arguments.value("--match").map { try Pattern($0) },
      exclude: try arguments.value("--exclude").map { try Pattern($0) },
      assumed: try arguments.value("--assume").map { try FailureConvention(word: $0) },
      module: arguments.value("--module")
    )
    if let module = arguments.value("--module") { try SwiftNames.checkModule(module) }
    libclang = arguments.value("--libclang")
    flags = arguments.rest
  }

  var hasRules: Bool { rulesPath != nil }

  private static let noHeader = ScannerError("name a header, such as 'zlib.h' or 'include/api.h'.")

  /// The rules of the file that is named.
  func rules() throws -> Rules {
    guard let rulesPath else { return Rules() }
    let data: Data
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: rulesPath))
    } catch {
      throw ScannerError("cannot read the rules '\(rulesPath)': \(DecorateCCommand.reason(error)).")
    }
    return try Rules(parsing: text(of: data, in: rulesPath), file: rulesPath)
  }

  func scan(_ rules: Rules) throws -> Scan {
    let names = headers.isEmpty ? rules.headers.map(besideRules) : headers
    if names.isEmpty { throw Self.noHeader }
    var options = options
    options.match = options.match ?? rules.command.match
    options.exclude = options.exclude ?? rules.command.exclude
    options.assumed = options.assumed ?? rules.command.assumed
    let clang = try Libclang.find(path: libclang)
    let read = try names.map { try Header(named: $0, flags: rules.command.flags + flags, clang: clang) }
    return try Scan(read, rules: rules, options: options)
  }

  /// A header that a rules file names: a path counts from the folder of the rules.
  private func besideRules(_ header: String) -> String {
    guard let rulesPath, let slash = rulesPath.lastIndex(of: "/"), !header.hasPrefix("/") else { return header }
    let path = String(rulesPath[...slash]) + header
    return FileManager.default.fileExists(atPath: path) ? path : header
  }
}

/// The text of a file in UTF-8.
///
/// - Throws: ``ScannerError`` with the place where it is something else.
private func text(of data: Data, in path: String) throws -> String {
  if let text = String(validating: data, as: UTF8.self) { return text }
  // The bytes before the first wrong one are the same when the wrong ones are repaired.
  let repaired = String(decoding: data, as: UTF8.self)
  let count = zip(repaired.utf8, data).prefix { $0 == $1 }.count
  let before = String(decoding: data.prefix(count), as: UTF8.self)
  let line = before.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
  throw ScannerError(
    "this is not UTF-8.",
    at: SourcePlace(file: path, line: line.count, column: (line.last?.count ?? 0) + 1)
  )
}

/// `decorate-c generate`.
private struct Generate {
  let isQuiet: Bool
  let input: HeaderInput
  let output: String?
  let access: AccessLevel?
  private let decorators: [Decoration]?
  private let areValues: Bool
  private let retryCondition: String?

  init(_ arguments: ArraySlice<String>) throws {
    let arguments = try CommandArguments(
      arguments,
      options: HeaderInput.options + ["--decorate", "--retry-on", "--access", "-o", "--output"],
      switches: ["--values", "--quiet"]
    )
    isQuiet = arguments.has("--quiet")
    input = try HeaderInput(arguments)
    output = arguments.value("-o") ?? arguments.value("--output")
    if arguments.value("-o") != nil, arguments.value("--output") != nil {
      throw ScannerError("'-o' and '--output' are the same: leave one out.")
    }
    decorators = try arguments.value("--decorate").map { words in
      let decorators = try words.split(separator: ",").map { try Decoration(word: String($0)) }
      if decorators.isEmpty { throw ScannerError("'--decorate' needs a decorator; there are: \(Decoration.words).") }
      try Decoration.checkOnce(decorators)
      return decorators
    }
    access = try arguments.value("--access").map { try AccessLevel(word: $0) }
    areValues = arguments.has("--values")
    retryCondition = arguments.value("--retry-on")
    if let retryCondition, retryCondition.allSatisfy(\.isWhitespace) {
      throw ScannerError("'--retry-on' needs a condition.")
    }
    if !input.hasRules { _ = try decorations(Rules()) }
  }

  /// How functions are decorated, by the options and, where they say nothing, by the rules.
  func decorations(_ rules: Rules) throws -> Decorations {
    let decorators = decorators ?? rules.command.decorators
    let isOption = (values: areValues, condition: retryCondition != nil)
    let areValues = areValues || rules.command.areValues
    let retryCondition = retryCondition ?? rules.command.retryCondition
    if areValues, decorators.contains(.memoized) {
      throw ScannerError(
        "'memoized' is only written as an attribute: leave out '\(isOption.values ? "--" : "")values'.",
        at: isOption.values ? nil : rules.places["values"]
      )
    }
    if retryCondition != nil, !decorators.contains(.retrying) {
      let sign = isOption.condition ? "--" : ""
      throw ScannerError(
        "'\(sign)retry-on' belongs to the decorator 'retrying': add it to '\(sign)decorate'.",
        at: isOption.condition ? nil : rules.places["retry-on"]
      )
    }
    return Decorations(decorators, areAttributes: !areValues, retryOn: retryCondition)
  }
}

/// `decorate-c list`.
private struct List {
  let input: HeaderInput
  let format: ListingFormat

  init(_ arguments: ArraySlice<String>) throws {
    let arguments = try CommandArguments(
      arguments,
      options: HeaderInput.options + ["--format"],
      switches: []
    )
    input = try HeaderInput(arguments)
    let word = arguments.value("--format") ?? "table"
    guard let format = ListingFormat(rawValue: word) else {
      throw ScannerError("there is no format '\(word)'; there are: table, json, markdown.")
    }
    self.format = format
  }
}
