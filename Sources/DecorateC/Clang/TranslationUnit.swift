internal import CLibclang

/// A header as libclang has parsed it.
final class TranslationUnit {
  let clang: Libclang
  private let index: CXIndex
  let unit: CXTranslationUnit
  /// What clang warned of, with its place.
  private(set) var warnings: [String] = []
  private var fileNames: [UInt: String] = [:]
  /// The types that typedefs name, as far as they have been looked at, and of how many parts each consists.
  var typedefs: [String: (type: CType, parts: Int)] = [:]
  /// How many parts all types have together that were looked at.
  var partsOfTypes = 0

  /// Parses a header.
  ///
  /// - Parameters:
  ///   - header: The path of a file, or what stands between the angle brackets of an include.
  ///   - isFile: Whether it is a path.
  ///   - flags: Flags for clang.
  /// - Throws: ``DiagnosedErrors`` with clang's own words where it does not parse.
  init(header: String, isFile: Bool, flags: [String], clang: Libclang) throws {
    self.clang = clang
    guard let index = clang.functions.createIndex(0, 0) else { throw ScannerError("libclang makes no index.") }
    self.index = index
    let arguments = ["-x", "c", "-fparse-all-comments", "-Wno-pragma-once-outside-header"] + flags
    let name = isFile ? header : Self.includingFile
    let include = isFile ? nil : "#include <\(header)>\n"
    var unit: CXTranslationUnit?
    let code = withCStrings(arguments) { arguments in
      name.withCString { name in
        // 1: macros too. 64: no bodies of functions. 4096: what attributes say of null.
        func parse(_ unsaved: UnsafeMutablePointer<CXUnsavedFile>?) -> Int32 {
          clang.functions.parseTranslationUnit2(
            index,
            name,
            arguments.baseAddress,
            Int32(arguments.count),
            unsaved,
            unsaved == nil ? 0 : 1,
            1 | 64 | 4096,
            &unit
          )
        }
        guard let include else { return parse(nil) }
        return include.withCString { contents in
          var unsaved = CXUnsavedFile(Filename: name, Contents: contents, Length: UInt(include.utf8.count))
          return parse(&unsaved)
        }
      }
    }
    guard code == 0, let unit else {
      clang.functions.disposeIndex(index)
      throw ScannerError("libclang cannot parse '\(header)' (code \(code)): check the flags after '--'.")
    }
    self.unit = unit
    try readDiagnostics(includedName: isFile ? nil : header)
  }

  /// The name of the file that includes a header with angle brackets, which is only in memory.
  private static let includingFile = "decorate-c-include.c"

  deinit {
    clang.functions.disposeTranslationUnit(unit)
    clang.functions.disposeIndex(index)
  }

  private func readDiagnostics(includedName: String?) throws {
    var errors: [String] = []
    for number in 0..<clang.functions.getNumDiagnostics(unit) {
      guard let diagnostic = clang.functions.getDiagnostic(unit, number) else { continue }
      defer { clang.functions.disposeDiagnostic(diagnostic) }
      let severity = clang.functions.getDiagnosticSeverity(diagnostic)
      let location = place(of: clang.functions.getDiagnosticLocation(diagnostic))?.place
      if let includedName, severity >= 3, location?.file == Self.includingFile {
        throw ScannerError("there is no file '\(includedName)', and clang finds no header <\(includedName)>.")
      }
      let place = location.map { "\($0): " } ?? ""
      let text = clang.string(clang.functions.getDiagnosticSpelling(diagnostic))
      switch severity {
      case 3...: errors.append("\(place)error: \(text)")
      case 2: warnings.append("\(place)warning: \(text)")
      default: break
      }
    }
    if !errors.isEmpty { throw DiagnosedErrors(lines: errors) }
  }

  /// The cursors directly below another one.
  func children(of cursor: CXCursor) -> [CXCursor] {
    var children: [CXCursor] = []
    withUnsafeMutablePointer(to: &children) { children in
      _ = clang.functions.visitChildren(
        cursor,
        { cursor, _, children in
          children!.assumingMemoryBound(to: [CXCursor].self).pointee.append(cursor)
          return 1
        },
        children
      )
    }
    return children
  }

  /// All that the header and what it includes declare.
  var declarations: [CXCursor] { children(of: clang.functions.getTranslationUnitCursor(unit)) }

  func spelling(of cursor: CXCursor) -> String { clang.string(clang.functions.getCursorSpelling(cursor)) }
  func spelling(of type: CXType) -> String { clang.string(clang.functions.getTypeSpelling(type)) }

  /// The place where something is written, or where the macro that it comes from is used.
  func place(of location: CXSourceLocation) -> (place: SourcePlace, file: CXFile, offset: Int)? {
    var file: CXFile?
    var (line, column, offset): (UInt32, UInt32, UInt32) = (0, 0, 0)
    clang.functions.getExpansionLocation(location, &file, &line, &column, &offset)
    guard let file else { return nil }
    return (SourcePlace(file: name(of: file), line: Int(line), column: Int(column)), file, Int(offset))
  }

  func place(of cursor: CXCursor) -> (place: SourcePlace, file: CXFile, offset: Int)? {
    place(of: clang.functions.getCursorLocation(cursor))
  }

  /// Where a declaration starts and ends, in bytes of its file.
  func extent(of cursor: CXCursor) -> Range<Int>? {
    let range = clang.functions.getCursorExtent(cursor)
    guard let start = place(of: clang.functions.getRangeStart(range)),
      let end = place(of: clang.functions.getRangeEnd(range)), start.offset <= end.offset
    else { return nil }
    return start.offset..<end.offset
  }

  func name(of file: CXFile) -> String {
    let key = UInt(bitPattern: file)
    if let name = fileNames[key] { return name }
    let name = clang.string(clang.functions.getFileName(file))
    fileNames[key] = name
    return name
  }

  /// The bytes of a file that was read.
  func contents(of file: CXFile) -> UnsafeRawBufferPointer {
    var size: UInt = 0
    let contents = clang.functions.getFileContents(unit, file, &size)
    return UnsafeRawBufferPointer(start: contents, count: contents == nil ? 0 : Int(size))
  }

  /// The tokens that something consists of.
  func tokens(of cursor: CXCursor) -> [String] {
    var tokens: UnsafeMutablePointer<CXToken>?
    var count: UInt32 = 0
    clang.functions.tokenize(unit, clang.functions.getCursorExtent(cursor), &tokens, &count)
    defer { clang.functions.disposeTokens(unit, tokens, count) }
    return UnsafeBufferPointer(start: tokens, count: Int(count)).map {
      clang.string(clang.functions.getTokenSpelling(unit, $0))
    }
  }
}

/// What clang says of a header that does not parse, a line for each error.
package struct DiagnosedErrors: Error, Hashable, CustomStringConvertible {
  package let lines: [String]
  package var description: String { lines.joined(separator: "\n") }
}

/// The kinds of cursor that the scanner tells apart, numbered as clang-c/Index.h does.
enum CursorKind {
  static let structure: Int32 = 2
  static let union: Int32 = 3
  static let enumeration: Int32 = 5
  static let field: Int32 = 6
  static let enumerationConstant: Int32 = 7
  static let function: Int32 = 8
  static let typedef: Int32 = 20
  static let typeReference: Int32 = 43
  static let macroDefinition: Int32 = 501
  static let inclusion: Int32 = 503
}

/// Passes strings to C, for the duration of a call.
func withCStrings<Result>(
  _ strings: [String],
  _ body: (UnsafeBufferPointer<UnsafePointer<CChar>?>) throws -> Result
) rethrows -> Result {
  let copies = strings.map { string in
    string.withCString { source in
      let count = string.utf8.count + 1
      let copy = UnsafeMutablePointer<CChar>.allocate(capacity: count)
      copy.initialize(from: source, count: count)
      return UnsafePointer(copy)
    }
  }
  defer { copies.forEach { $0.deallocate() } }
  return try copies.map(Optional.some).withUnsafeBufferPointer(body)
}
