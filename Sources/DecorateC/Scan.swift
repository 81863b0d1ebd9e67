/// What was found in headers, what was concluded about it, and how it is wrapped.
package struct Scan: Sendable {
  /// One function, and its wrapper or the reason why there is none.
  package struct Entry: Sendable {
    package var function: CFunction
    package var conclusion: FailureConclusion
    package var wrapper: Result<Wrapper, Omission>
  }

  /// Why something is not wrapped.
  package struct Omission: Error, Hashable, Sendable {
    package var reason: String
  }

  /// What else a header declares that could be called, and why there is no wrapper.
  package struct Remark: Hashable, Sendable {
    package var name: String
    package var place: SourcePlace
    package var reason: String
  }

  package let headerNames: [String]
  /// The module that Swift imports the C functions from.
  package let module: String
  /// The enumeration that wrappers are in.
  package let namespace: String
  package let statuses: [StatusSet]
  private let handleTable: HandleTable
  package var entries: [Entry]
  package let remarks: [Remark]
  package let warnings: [String]
  private let retriable: Set<String>
  /// The methods that close handles, by the names of the classes.
  private let closings: [String: Wrapper]
  private var wrapperNames: Set<String> = []

  /// Which functions are looked at, and what is assumed.
  package struct Options: Sendable {
    package var match: Pattern?
    package var exclude: Pattern?
    package var assumed: FailureConvention?
    package var module: String?

    package init(
      match: Pattern? = nil,
      exclude: Pattern? = nil,
      assumed: FailureConvention? = nil,
      module: String? = nil
    ) {
      self.match = match
      self.exclude = exclude
      self.assumed = assumed
      self.module = module
    }
  }

  /// Looks at headers.
  ///
  /// - Parameters:
  ///   - headers: The headers, as they were read.
  ///   - userRules: The rules of a file, which win over the built-in ones.
  /// - Throws: ``ScannerError`` where rules do not fit the headers.
  package init(_ headers: [Header], rules userRules: Rules = Rules(), options: Options = Options()) throws {
    let header = Header(joining: headers)
    let rules = try Rules.builtIn(for: headers.map(\.name)).overridden(by: userRules)
    let prefix = rules.prefix ?? SwiftNames.commonPrefix(of: header.functions.map(\.name))
    var names = TypeNames(header: header)
    let preferred = rules.namespace ?? SwiftNames.upper(headers[0].name.fileNameWithoutExtension)
    let namespace = rules.namespace ?? names.unused(preferred, or: "Functions")
    names.take(namespace)
    let statuses = try header.statuses(rules: rules, prefix: prefix).map { set in
      var set = set
      set.name = names.unused(set.name, or: "Status")
      set.nameApart()
      return set
    }
    let handles = try HandleTable(
      header.handles(rules: rules, prefix: prefix).map { handle in
        var handle = handle
        handle.name = names.unused(handle.name, or: "Handle")
        return handle
      }
    )
    self.headerNames = headers.map(\.name.fileName)
    self.namespace = namespace
    self.module = options.module ?? rules.module ?? "C\(preferred)"
    self.statuses = statuses
    self.handleTable = handles
    self.warnings = try headers.flatMap(\.warnings) + userRules.warnings(about: header)
    self.remarks = header.remarks
    self.retriable = Retriable.statusNames.union(rules.retriable)
    let failures = FailureRules(statuses: statuses, assumed: options.assumed)
    let planner = WrapperPlanner(handles: handles, prefix: prefix, functions: header.functions)
    let closers = Dictionary(grouping: handles.handles, by: \.close)
    closings = try header.functions.reduce(into: [:]) { closings, function in
      for handle in closers[function.name] ?? [] {
        let conclusion = try failures.conclusion(for: function, rule: rules.rule(for: function.name))
        closings[handle.name] = try? planner.closing(handle, function, conclusion)
      }
    }
    entries = try header.functions.filter { function in
      options.match?.isFound(in: function.name) ?? true && !(options.exclude?.isFound(in: function.name) ?? false)
    }.map { function in
      let rule = rules.rule(for: function.name)
      let conclusion = try failures.conclusion(for: function, rule: rule)
      do {
        let wrapper = try planner.wrapper(for: function, conclusion, rule: rule)
        return Entry(function: function, conclusion: conclusion, wrapper: .success(wrapper))
      } catch let error as Unwrappable {
        return Entry(function: function, conclusion: conclusion, wrapper: .failure(Omission(reason: error.reason)))
      }
    }
    nameApart()
  }

  /// The wrappers, in the order of the header.
  package var wrappers: [Wrapper] { entries.compactMap { try? $0.wrapper.get() } }

  package var handles: [Handle] { handleTable.handles }

  /// The wrappers that a file has: also the methods that close the handles of the others.
  var writtenWrappers: [Wrapper] {
    let wrappers = wrappers
    let closed = Set(wrappers.filter(\.isClosing).map { $0.receiver!.name })
    let used = Set(wrappers.flatMap(\.handles)).subtracting(closed)
    return wrappers + handles.filter { used.contains($0.name) }.compactMap { closings[$0.name] }
  }

  func handle(named name: String) -> Handle? { handleTable.handle(named: name) }

  /// A C function as wrappers name it: with its module if a wrapper has the same name and would be found first.
  func reference(to function: String) -> String {
    wrapperNames.contains(function) ? "\(module).\(function)" : SwiftNames.escaped(function)
  }

  private static let membersOfNamespace: Set<String> = ["retries", "logging", "narrow"]
  private static let membersOfClass: Set<String> = ["pointer", "opened", "owner", "isOwned", "close"]

  /// Whether a status may be gone when the same call is made again.
  func isRetriable(_ status: String) -> Bool { retriable.contains(status) }

  /// Gives functions that would have the same Swift name, in the same type, the names of C. The names of what wrappers have
  /// beside these functions are taken.
  private mutating func nameApart() {
    let keys = entries.map { entry in (try? entry.wrapper.get()).map { "\($0.receiver?.name ?? "").\($0.name)" } }
    let counts = Dictionary(grouping: keys.compactMap { $0 }, by: { $0 }).mapValues(\.count)
    for (index, key) in keys.enumerated() {
      guard let key, var wrapper = try? entries[index].wrapper.get(), !wrapper.isClosing else { continue }
      let taken = wrapper.receiver == nil ? Self.membersOfNamespace : Self.membersOfClass
      guard counts[key]! > 1 || taken.contains(wrapper.name) else { continue }
      wrapper.name = wrapper.function.name
      if taken.contains(wrapper.name) { wrapper.name += "Function" }
      entries[index].wrapper = .success(wrapper)
    }
    wrapperNames = Set(wrappers.map(\.name))
  }
}

/// The names that types of a file have: none is that of the namespace, or of a type of C or Swift, which it would hide.
private struct TypeNames {
  private var taken: Set<String>

  init(header: Header) {
    taken = Set(header.enumerations.map(\.name) + header.typedefs.map(\.name) + header.records.map(\.name))
    taken.formUnion(Self.swift)
  }

  private static let swift: Set<String> = [
    "Any", "AnyObject", "Array", "Bool", "CChar", "CVaListPointer", "CWideChar", "Double", "ErrnoError",
    "Float",
    "Hashable", "Int", "Int8", "Int16", "Int32", "Int64", "LoggingPolicy", "Never", "OpaquePointer", "Optional",
    "Protocol", "RawRepresentable", "RawSpan", "ResultError", "RetryClassifiable", "RetryDecision",
    "RetryPolicy", "Self", "Sendable", "Span", "String", "Timings", "TimingPolicy", "TooManyBytesError", "Type", "UInt",
    "UInt8", "UInt16", "UInt32", "UInt64", "UnsafeMutablePointer", "UnsafeMutableRawPointer", "UnsafePointer",
    "UnsafeRawPointer", "Void",
  ]

  mutating func take(_ name: String) { taken.insert(name) }

  /// A name that is free: the name, or the name with an ending.
  mutating func unused(_ name: String, or ending: String) -> String {
    var candidate = name
    var number = 1
    while !taken.insert(candidate).inserted {
      candidate = name + ending + (number == 1 ? "" : "\(number)")
      number += 1
    }
    return candidate
  }
}

extension Header {
  /// Several headers as one; what two of them declare counts once.
  fileprivate init(joining headers: [Header]) {
    self.init(name: headers[0].name)
    var (functions, records, enumerations, macros): (Set<String>, Set<String>, Set<String>, Set<String>) = (
      [], [], [], []
    )
    for header in headers {
      self.functions += header.functions.filter { functions.insert($0.name).inserted }
      self.enumerations += header.enumerations.filter { enumerations.insert($0.place.description).inserted }
      self.records += header.records.filter { records.insert($0.place.description).inserted }
      self.macros += header.macros.filter { macros.insert($0.name).inserted }
      typedefs += header.typedefs
    }
  }

  /// What could be called or used, and is not wrapped.
  fileprivate var remarks: [Scan.Remark] {
    macros.filter { $0.isFunctionLike && !$0.name.hasPrefix("_") }.map {
      Scan.Remark(
        name: $0.name,
        place: $0.place,
        reason: "a macro with parameters has no types: write an inline function"
      )
    }
      + records.filter { $0.isUnion && !$0.name.isEmpty }.map {
        Scan.Remark(
          name: "union \($0.name)",
          place: $0.place,
          reason: "Swift imports a union as a structure: use it as it is"
        )
      }
      + records.filter { !$0.bitFields.isEmpty }.map {
        let fields = $0.bitFields.filter { !$0.isEmpty }.joined(separator: ", ")
        return Scan.Remark(
          name: "struct \($0.name)",
          place: $0.place,
          reason: "bit fields (\(fields)): use them as Swift imports them"
        )
      }
  }
}

extension String {
  /// Without folders.
  var fileName: String { String(self[(lastIndex(of: "/").map(index(after:)) ?? startIndex)...]) }
  /// Without folders and without what follows the last dot.
  var fileNameWithoutExtension: String {
    let name = fileName
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
    return String(name[..<dot])
  }
}
