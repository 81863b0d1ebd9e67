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
  package let handles: [Handle]
  package var entries: [Entry]
  package let remarks: [Remark]
  package let warnings: [String]
  private let retriable: Set<String>
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
    let namespace = rules.namespace ?? SwiftNames.upper(headers[0].name.fileNameWithoutExtension)
    var names = TypeNames(namespace: namespace, header: header)
    let statuses = try header.statuses(rules: rules, prefix: prefix).map { set in
      var set = set
      set.name = names.unused(set.name, or: "Status")
      return set
    }
    let handles = try header.handles(rules: rules, prefix: prefix).map { handle in
      var handle = handle
      handle.name = names.unused(handle.name, or: "Handle")
      return handle
    }
    self.headerNames = headers.map(\.name.fileName)
    self.namespace = namespace
    self.module = options.module ?? rules.module ?? "C\(namespace)"
    self.statuses = statuses
    self.handles = handles
    self.warnings = try headers.flatMap(\.warnings) + userRules.warnings(about: header)
    self.remarks = header.remarks
    self.retriable = Retriable.statusNames.union(rules.retriable)
    let failures = FailureRules(rules: rules, statuses: statuses, assumed: options.assumed)
    let planner = WrapperPlanner(handles: handles, prefix: prefix)
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

  func handle(named name: String) -> Handle? { handles.first { $0.name == name } }

  /// A C function as wrappers name it: with its module if a wrapper has the same name and would be found first.
  func reference(to function: String) -> String {
    wrapperNames.contains(function) ? "\(module).\(function)" : SwiftNames.escaped(function)
  }

  /// Whether a status may be gone when the same call is made again.
  func isRetriable(_ status: String) -> Bool { retriable.contains(status) }

  /// Gives functions that would have the same Swift name, in the same type, the names of C.
  private mutating func nameApart() {
    let keys = entries.map { entry in (try? entry.wrapper.get()).map { "\($0.receiver?.name ?? "").\($0.name)" } }
    let counts = Dictionary(grouping: keys.compactMap { $0 }, by: { $0 }).mapValues(\.count)
    for (index, key) in keys.enumerated() {
      guard let key, counts[key]! > 1, var wrapper = try? entries[index].wrapper.get() else { continue }
      wrapper.name = wrapper.function.name
      entries[index].wrapper = .success(wrapper)
    }
    wrapperNames = Set(wrappers.map(\.name))
  }
}

/// The names that types of a file have: none is that of the namespace or of a type of C, which it would hide.
private struct TypeNames {
  private var taken: Set<String>

  init(namespace: String, header: Header) {
    taken = Set(header.enumerations.map(\.name) + header.typedefs.map(\.name) + header.records.map(\.name))
    taken.insert(namespace)
  }

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
