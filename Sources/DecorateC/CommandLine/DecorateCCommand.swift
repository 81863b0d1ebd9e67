internal import Foundation
internal import PlatformC

/// The command `decorate-c`.
package struct DecorateCCommand {
  /// Writes to standard output.
  private let print: (String) -> Void
  /// Writes to standard error.
  private let report: (String) -> Void

  package init(
    print: @escaping (String) -> Void = { FileHandle.standardOutput.write(Data($0.utf8)) },
    report: @escaping (String) -> Void = { FileHandle.standardError.write(Data($0.utf8)) }
  ) {
    self.print = print
    self.report = report
  }

  /// Runs the command.
  ///
  /// - Parameter arguments: The arguments, without the name of the command.
  /// - Returns: What the process exits with: 0, 1 for an error in the input, or 64 for wrong usage.
  package func run(_ arguments: [String]) -> Int32 {
    do {
      switch arguments.first {
      case "generate"?: return try run(Generate(arguments.dropFirst()))
      case "list"?: return try run(List(arguments.dropFirst()))
      case "help"?, "--help"?, "-h"?:
        print(Self.usage)
        return 0
      case let word?:
        report("error: there is no command '\(word)'\(suggestion(for: word, of: ["generate", "list", "help"])).\n\n")
      case nil: break
      }
      report(Self.usage)
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
    if generate.isHelp {
      print(Self.usage)
      return 0
    }
    let scan = try generate.input.scan()
    report(scan.warnings.map { "\($0)\n" }.joined())
    let file = scan.swiftFile(decorations: generate.decorations)
    reportOmissions(of: scan)
    if let output = generate.output {
      try write(file, to: output)
    } else {
      print(file)
    }
    return 0
  }

  private func run(_ list: List) throws -> Int32 {
    if list.isHelp {
      print(Self.usage)
      return 0
    }
    let scan = try list.input.scan()
    report(scan.warnings.map { "\($0)\n" }.joined())
    print(scan.listing(list.format))
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
      guard rename(temporary, place) == 0 else { throw Self.cannotWrite(path, errno) }
    } catch {
      unlink(temporary)
      throw error
    }
  }

  private func writeBytes(of text: String, to place: String, named path: String) throws {
    let file = open(place, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard file >= 0 else { throw Self.cannotWrite(path, errno) }
    defer { close(file) }
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { PlatformC.write(file, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw Self.cannotWrite(path, errno) }
      rest = rest.dropFirst(count)
    }
  }

  private static func cannotWrite(_ path: String, _ code: Int32) -> ScannerError {
    ScannerError("cannot write '\(path)': \(String(cString: strerror(code)).lowercased()).")
  }

  /// What the system says of an error of Foundation's.
  static func reason(_ error: any Error) -> String {
    var error = error
    while let inner = (error as NSError).userInfo[NSUnderlyingErrorKey] as? any Error { error = inner }
    let (domain, code) = ((error as NSError).domain, (error as NSError).code)
    return domain == NSPOSIXErrorDomain ? String(cString: strerror(Int32(code))).lowercased() : "\(error)"
  }
}

/// Which headers a command reads, and how.
struct HeaderInput {
  static let options = ["--match", "--exclude", "--rules", "--module", "--assume", "--libclang"]

  let headers: [String]
  let options: Scan.Options
  let rulesPath: String?
  let libclang: String?
  let flags: [String]

  init(_ arguments: CommandArguments) throws {
    headers = arguments.names
    if headers.isEmpty { throw ScannerError("name a header, such as 'zlib.h' or 'include/api.h'.") }
    options = Scan.Options(
      match: try arguments.value("--match").map { try Pattern($0) },
      exclude: try arguments.value("--exclude").map { try Pattern($0) },
      assumed: try arguments.value("--assume").map { try FailureConvention(word: $0) },
      module: arguments.value("--module")
    )
    rulesPath = arguments.value("--rules")
    libclang = arguments.value("--libclang")
    flags = arguments.rest
  }

  func scan() throws -> Scan {
    let rules = try rulesPath.map { path in
      let data: Data
      do {
        data = try Data(contentsOf: URL(fileURLWithPath: path))
      } catch {
        throw ScannerError("cannot read the rules '\(path)': \(DecorateCCommand.reason(error)).")
      }
      return try Rules(parsing: text(of: data, in: path), file: path)
    }
    let clang = try Libclang.find(path: libclang)
    let headers = try headers.map { try Header(named: $0, flags: flags, clang: clang) }
    return try Scan(headers, rules: rules ?? Rules(), options: options)
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
  let isHelp: Bool
  let input: HeaderInput
  let decorations: Decorations
  let output: String?

  init(_ arguments: ArraySlice<String>) throws {
    let arguments = try CommandArguments(
      arguments,
      options: HeaderInput.options + ["--decorate", "--retry-on", "-o", "--output"],
      switches: ["--values", "--help", "-h"]
    )
    isHelp = arguments.has("--help") || arguments.has("-h")
    input = try HeaderInput(arguments)
    output = arguments.value("-o") ?? arguments.value("--output")
    let decorators = try (arguments.value("--decorate") ?? "").split(separator: ",").map { word in
      guard let decorator = Decoration(rawValue: String(word)) else {
        let known = Decoration.allCases.map(\.rawValue)
        throw ScannerError(
          "there is no decorator '\(word)'\(suggestion(for: String(word), of: known)); there are: "
            + "\(known.joined(separator: ", "))."
        )
      }
      return decorator
    }
    if arguments.has("--values"), decorators.contains(.memoized) {
      throw ScannerError("'memoized' is only written as an attribute: leave out '--values'.")
    }
    if arguments.value("--retry-on") != nil, !decorators.contains(.retrying) {
      throw ScannerError("'--retry-on' belongs to the decorator 'retrying': add it to '--decorate'.")
    }
    decorations = Decorations(
      decorators,
      areAttributes: !arguments.has("--values"),
      retryOn: arguments.value("--retry-on")
    )
  }
}

/// `decorate-c list`.
private struct List {
  let isHelp: Bool
  let input: HeaderInput
  let format: ListingFormat

  init(_ arguments: ArraySlice<String>) throws {
    let arguments = try CommandArguments(
      arguments,
      options: HeaderInput.options + ["--format"],
      switches: ["--help", "-h"]
    )
    isHelp = arguments.has("--help") || arguments.has("-h")
    input = try HeaderInput(arguments)
    let word = arguments.value("--format") ?? "table"
    guard let format = ListingFormat(rawValue: word) else {
      throw ScannerError("there is no format '\(word)'; there are: table, json, markdown.")
    }
    self.format = format
  }
}
