#if Tracing
  import Foundation
  import Testing

  /// What the table of kinds in `Docs/Attributes.md` says is what the compiler says of a function of each kind under each
  /// attribute.
  @Suite(.enabled(if: Compiler.isThere, "Skipped: there is no swiftc in PATH, or no plugin beside the tests."))
  struct KindsTableCompilingTests {
    // MARK: Columns

    /// Attributes with equal cells.
    enum Column: String, CaseIterable {
      case watching = "W"
      case retrying = "R"
      case guarding = "G"
      case limiting = "L"
      case hedging = "H"
      case substituting = "F"
      case memoizing = "M"
      case sharing = "S"

      var attributes: [String] {
        switch self {
        case .watching: ["Timed", "Logged", "Counted", "Traced"]
        case .retrying: ["Retrying"]
        case .guarding: ["CircuitBroken(by: breaker)", "Bulkheaded(by: places)", "RateLimited(by: quota)"]
        case .limiting: ["TimeLimited(within: .seconds(9))"]
        case .hedging: ["Hedged(after: .seconds(9))"]
        case .substituting: ["FallingBack(on: E.self, to: #V)"]
        case .memoizing: ["Memoized"]
        case .sharing: ["Coalesced", "Memoized"]
        }
      }

      var throwsErrors: Bool { [.retrying, .guarding, .limiting, .substituting].contains(self) }

      /// Whether the functions are synchronous, asynchronous or both.
      var forms: [Bool] {
        switch self {
        case .watching, .retrying, .guarding, .substituting: [false, true]
        case .memoizing: [false]
        case .limiting, .hedging, .sharing: [true]
        }
      }

      /// What the attributes may need more, and how the table says so, in the order in which it is tried.
      var additions: [(mark: String, arguments: String)] {
        switch self {
        case .watching, .hedging, .substituting: []
        case .retrying: [("result", "onResult: { (a: Int) in a < 0 }")]
        case .guarding, .limiting: [("or", "orThrow: { _ in E.a }")]
        case .memoizing, .sharing:
          [("in", "in: #K"), ("ig", #"ignoring: "a""#), ("in ig", #"in: #K, ignoring: "a""#)]
        }
      }
    }

    // MARK: Rows

    enum Effects {
      /// What the attributes of the column need.
      case needed
      /// The same without, or with, `async`.
      case sync
      case async
      /// The same with these errors.
      case errors(String)
    }

    /// Functions of one kind. `#A` stands for the attribute, `#E` for the effects, `#N` for a number, `#T` for the effects of a call
    /// and `#I` for an index of the effects.
    struct Kind {
      let row: String
      let code: String
      /// The functions for the attributes with a key, where it cannot be made of the parameters of the others.
      var kept: String?
      /// More functions, if they are asynchronous.
      var later = ""
      var effects = Effects.needed
      /// A substitute for the result.
      var value = "0"
      /// The key in `#K`.
      var key: String?
    }

    @Test(arguments: Column.allCases) func everyCell_isWhatCompiles(_ column: Column) throws {
      let table = try Self.table()
      #expect(Set(table.map(\.row)) == Set(Self.kinds.map(\.row)))
      let marks = try Self.marks(column)
      for (row, cells) in table {
        let cell = try #require(cells[column.rawValue])
        #expect(marks[row]?.mark == cell, "'\(row)', \(column): \(marks[row]?.messages ?? [])")
      }
    }

    /// The marks of a column by row, each with what the compiler says about the functions without additions.
    private static func marks(_ column: Column) throws -> [String: (mark: String, messages: [String])] {
      var cells: [(row: String, addition: String?, code: String)] = []
      for kind in kinds {
        for (mark, addition) in [(nil, nil)] + column.additions.map({ (Optional($0.mark), Optional($0.arguments)) }) {
          for attribute in column.attributes {
            for form in column.forms {
              let code = code(kind, column, attribute, addition, isAsync: form)
              if let code { cells.append((kind.row, mark, code)) }
            }
          }
        }
      }
      // What types show hides what flow would show, so those that have errors are left out then.
      var messages = try compile(cells.map(\.code), "-typecheck")
      let typed = cells.indices.filter { messages.cells[$0].isEmpty }
      let flowing = try compile(typed.map { cells[$0].code }, "-emit-sil")
      for (index, found) in zip(typed, flowing.cells) { messages.cells[index] = found }
      #expect(flowing.others.isEmpty)
      return Dictionary(
        uniqueKeysWithValues: kinds.map { kind in
          func all(_ addition: String?) -> [[String]] {
            cells.indices.filter { cells[$0].row == kind.row && cells[$0].addition == addition }
              .map { messages.cells[$0] }
          }
          let plain = all(nil)
          if plain.allSatisfy(\.isEmpty) { return (kind.row, ("✓", [])) }
          let needed = column.additions.map(\.mark).first { all($0).allSatisfy(\.isEmpty) }
          // Each of the attributes has the error.
          let isUniform = plain.allSatisfy { !$0.isEmpty }
          return (kind.row, ((needed ?? "✗") + (isUniform ? "" : "?"), Array(plain.joined())))
        }
      )
    }

    /// The code of a cell. Nil if the attribute has another column for such functions.
    private static func code(
      _ kind: Kind,
      _ column: Column,
      _ attribute: String,
      _ addition: String?,
      isAsync: Bool
    ) -> String? {
      var (isAsync, errors) = (isAsync, column.throwsErrors ? "throws" : "")
      switch kind.effects {
      case .needed: break
      case .sync:
        isAsync = false
        if column == .sharing, attribute == "Memoized" { return nil }
      case .async: isAsync = true
      case .errors(let other): errors = other
      }
      let effects = [isAsync ? "async" : "", errors].filter { !$0.isEmpty }.joined(separator: " ")
      let call = (errors.isEmpty ? "" : "try ") + (isAsync ? "await " : "")
      let keep = (attribute.hasPrefix("Memoized") ? "memo" : "loads") + (kind.key.map { ", key: \($0)" } ?? "")
      let added =
        addition.map { addition in
          attribute.hasSuffix(")") ? "\(attribute.dropLast()), \(addition))" : "\(attribute)(\(addition))"
        } ?? attribute
      let isKept = [.memoizing, .sharing].contains(column)
      return ((isKept ? kind.kept : nil) ?? kind.code).appending(isAsync ? kind.later : "")
        .replacing("#A", with: "@\(added)").replacing("#V", with: kind.value).replacing("#K", with: keep)
        .replacing("#E", with: effects).replacing("#T", with: call)
        .replacing("#I", with: "\(isAsync ? "Later" : "")\(errors.isEmpty ? "" : "Throwing")")
    }

    /// What the compiler says about each of these texts, all in one file, and what it says about no line of theirs.
    private static func compile(
      _ codes: [String],
      _ mode: String
    ) throws -> (cells: [[String]], others: [Compiler.Message]) {
      var source = preface
      var lines: [Range<Int>] = []
      for (index, code) in codes.enumerated() {
        let text = code.replacing("#N", with: "\(index)") + "\n"
        let first = source.count(where: \.isNewline) + 1
        source += text
        lines.append(first..<source.count(where: \.isNewline) + 1)
      }
      let messages = try Compiler.messages(about: source, mode, "-suppress-warnings")
      return (
        lines.map { range in messages.filter { range.contains($0.line) }.map(\.text) },
        messages.filter { message in !lines.contains { $0.contains(message.line) } }
      )
    }

    // MARK: The guide

    /// The rows of the table, with their cells by column.
    private static func table() throws -> [(row: String, cells: [String: String])] {
      let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
      let guide = try String(contentsOf: package.appending(path: "Docs/Attributes.md"), encoding: .utf8)
      let lines = guide.split(separator: "\n").drop { !$0.hasPrefix("| kind | W |") }.prefix { $0.hasPrefix("|") }
        .map { $0.dropFirst().split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) } }
      let header = try #require(lines.first)
      return lines.dropFirst(2).map { line in
        let key = kinds.map(\.row).filter { line[0].hasPrefix($0) }.max { $0.count < $1.count }
        return (key ?? line[0], Dictionary(uniqueKeysWithValues: zip(header, line)))
      }
    }

    private static let preface = #"""
      import DecoratorsTracingMacros
      import Distributed
      public enum E: Error { case a }
      public let breaker = CircuitBreaker(named: "b")
      public let places = Bulkhead(named: "b", atMost: 9)
      public let quota = TokenBucket(named: "b", 9, per: .seconds(1))
      public let memo = MemoCache<Int, Int>()
      public let loads = Coalescer<Int, Int>(named: "b")
      struct X: Sendable {}
      protocol P: Sendable {}
      actor Gate { var n = 0 }
      final class NS: Hashable {
        static func == (a: NS, b: NS) -> Bool { a === b }
        func hash(into hasher: inout Hasher) {}
      }
      struct NC: ~Copyable {}
      func send(_ a: sending NS) {}
      infix operator +++
      @propertyWrapper struct Masked<Value: Sendable>: Sendable { var wrappedValue: Value }
      @resultBuilder enum PageBuilder { static func buildBlock(_ a: Int) -> Int { a } }
      @attached(body) macro Log() = #externalMacro(module: "DecoratorMacrosPlugin", type: "TimedMacro")
      class Base: @unchecked Sendable {
        func over(_ a: Int) -> Int { a }
        func overThrowing(_ a: Int) throws -> Int { a }
        func overLater(_ a: Int) async -> Int { a }
        func overLaterThrowing(_ a: Int) async throws -> Int { a }
      }

      """#

    static let kinds: [Kind] = [
      Kind(
        row: "global, static, instance",
        code: """
          #A func f#N(_ a: Int) #E -> Int { a }
          struct S#N: Sendable { #A func f(_ a: Int) #E -> Int { a }; #A static func s(_ a: Int) #E -> Int { a } }
          final class C#N: Sendable { #A func f(_ a: Int) #E -> Int { a }; #A static func s(_ a: Int) #E -> Int { a } }
          actor A#N { #A func f(_ a: Int) #E -> Int { a } }
          enum D#N { case a; #A func f(_ a: Int) #E -> Int { a } }
          """,
        kept: """
          #A func f#N(_ a: Int) #E -> Int { a }
          struct S#N: Sendable { #A static func s(_ a: Int) #E -> Int { a } }
          final class C#N: Sendable { #A func f(_ a: Int) #E -> Int { a }; #A static func s(_ a: Int) #E -> Int { a } }
          actor A#N { #A func f(_ a: Int) #E -> Int { a } }
          """
      ),
      Kind(
        row: "in an extension",
        code: """
          extension X { #A func f#N(_ a: Int) #E -> Int { a } }; extension P { #A func g#N(_ a: Int) #E -> Int { a } }
          """
      ),
      Kind(
        row: "member of a generic type",
        code: """
          struct G#N<V: Sendable>: Sendable { #A func f(_ a: Int) #E -> Int { a } }
          #A func g#N<V: Sendable>(_ a: V) #E -> Int { 1 }
          #A func h#N(_ a: some Sendable) #E -> Int { 1 }
          """,
        kept: "struct G#N<V: Sendable>: Sendable { #A func f(_ a: Int) #E -> Int { a } }"
      ),
      Kind(row: "local function", code: "func o#N() { #A func f(_ a: Int) #E -> Int { a } }"),
      Kind(
        row: "operator",
        code: "struct O#N: Hashable, Sendable { #A static func +++ (a: O#N, b: Int) #E -> Int { b } }",
        key: "{ (a: O#N, b: Int) -> Int in b }"
      ),
      Kind(
        row: "overload",
        code: "#A func f#N(_ a: Int) #E -> Int { a }; #A func f#N(_ a: String) #E -> Int { 1 }"
      ),
      Kind(
        row: "parameter, label or type",
        code: "#A func f#N(`in` a: Int, `self` b: Int, `await`: Int) #E -> Int { a + b + `await` }"
      ),
      Kind(row: "sync", code: "#A func f#N(_ a: Int) #E -> Int { a }", effects: .sync),
      Kind(row: "async", code: "#A func f#N(_ a: Int) #E -> Int { a }", effects: .async),
      Kind(row: "`throws`", code: "#A func f#N(_ a: Int) #E -> Int { a }", effects: .errors("throws")),
      Kind(row: "`throws(E)`", code: "#A func f#N(_ a: Int) #E -> Int { a }", effects: .errors("throws(E)")),
      Kind(
        row: "`rethrows`",
        code: "#A func f#N(_ b: Int, _ a: () throws -> Int) #E -> Int { #Ta() }".replacing("#Ta()", with: "try a()"),
        effects: .errors("rethrows")
      ),
      Kind(row: "does not throw", code: "#A func f#N(_ a: Int) #E -> Int { a }", effects: .errors("")),
      Kind(row: "`inout` parameter", code: "#A func f#N(_ a: inout Int) #E -> Int { a += 1; return a }"),
      Kind(row: "variadic, default values", code: "#A func f#N(_ a: Int..., b: Int = 3) #E -> Int { b }"),
      Kind(
        row: "closure, `@autoclosure`",
        code: """
          #A func f#N(_ b: Int, _ a: () -> Int) #E -> Int { a() }
          #A func g#N(_ b: Int, _ a: @autoclosure () -> Int) #E -> Int { a() }
          """
      ),
      Kind(
        row: "`@escaping @Sendable` closure",
        code: "#A func f#N(_ b: Int, _ a: @escaping @Sendable () -> Int) #E -> Int { a() }"
      ),
      Kind(row: "parameter with a property wrapper", code: "#A func f#N(@Masked a: Int) #E -> Int { a }"),
      Kind(row: "`Span` and other views", code: "#A func f#N(_ b: Int, _ a: Swift.Span<Int>) #E -> Int { a.count }"),
      Kind(
        row: "unsafe pointer",
        code: "#A func f#N(_ b: Int, _ a: UnsafePointer<Int>) #E -> Int { unsafe a.pointee }"
      ),
      Kind(
        row: "`any`, `some` parameter",
        code: """
          class K#N { var n = 0; #A func f(_ b: Int) #E -> Int { n } }
          #A func g#N(_ b: Int, _ a: any CustomStringConvertible) #E -> Int { a.description.count }
          #A func h#N(_ b: Int, _ a: some CustomStringConvertible) #E -> Int { a.description.count }
          """,
        kept: "class K#N { var n = 0; #A func f(_ b: Int) #E -> Int { n } }"
      ),
      Kind(row: "`isolated` parameter", code: "#A func f#N(_ b: Int, on a: isolated Gate) #E -> Int { a.n }"),
      Kind(
        row: "`sending` parameter",
        code: "#A func f#N(_ a: sending NS) #E -> Int { a.hashValue }",
        kept: "#A func f#N(_ a: sending Int) #E -> Int { a }"
      ),
      Kind(
        row: "`sending` parameter that the body sends",
        code: "#A func f#N(_ a: sending NS) #E -> Int { send(a); return 1 }"
      ),
      Kind(
        row: "`borrowing`, `some ~Copyable`",
        code: """
          #A func f#N(_ b: Int, _ a: borrowing [Int]) #E -> Int { a.count }
          #A func g#N(_ b: Int, _ a: borrowing some ~Copyable & Sendable) #E -> Int { b }
          """,
        kept: "#A func f#N(_ b: Int, _ a: borrowing [Int]) #E -> Int { a.count }"
      ),
      Kind(
        row: "`consuming` parameter",
        code: "#A func f#N(_ b: Int, _ a: consuming [Int]) #E -> Int { a.append(b); return a.count }"
      ),
      Kind(
        row: "parameter pack",
        code: "#A func f#N<each V: Sendable>(_ b: Int, _ a: repeat each V) #E -> Int { _ = (repeat each a); return b }"
      ),
      Kind(
        row: "opaque result",
        code: "#A func f#N(_ a: Int) #E -> some Sequence<Int> & Sendable { [a] }",
        value: "[0]"
      ),
      Kind(
        row: "`sending` result",
        code: "#A func f#N(_ a: Int) #E -> sending NS { NS() }",
        kept: "#A func f#N(_ a: Int) #E -> sending Int { a }",
        value: "NS()"
      ),
      Kind(row: "noncopyable result", code: "#A func f#N(_ a: Int) #E -> NC { NC() }", value: "NC()"),
      Kind(row: "`Void`", code: "#A func f#N(_ a: Int) #E {}", value: "()"),
      Kind(row: "`Never`", code: "#A func f#N(_ a: Int) #E -> Never { fatalError() }", value: "fatalError()"),
      Kind(
        row: "`mutating`",
        code: "struct M#N: Sendable { var n = 0; #A mutating func f(_ a: Int) #E -> Int { n += a; return n } }"
      ),
      Kind(
        row: "member of a `~Copyable` type",
        code: "struct U#N: ~Copyable, Sendable { #A func f(_ a: Int) #E -> Int { a } }"
      ),
      Kind(
        row: "`nonisolated`",
        code: "actor N#N { #A nonisolated func f(_ a: Int) #E -> Int { a } }",
        later: """

          #A nonisolated(nonsending) func g#N(_ a: Int) #E -> Int { a }
          #A @concurrent func h#N(_ a: Int) #E -> Int { a }
          """
      ),
      Kind(
        row: "`@MainActor`",
        code: """
          @MainActor final class V#N { var n = 0; #A func f(_ a: Int) #E -> Int { n += a; return n } }
          actor W#N { var n = 0; #A func f(_ a: Int) #E -> Int { n += a; return n } }
          """
      ),
      Kind(
        row: "member of a distributed actor",
        code: """
          distributed actor D#N {
            typealias ActorSystem = LocalTestingDistributedActorSystem
            #A func f(_ a: Int) #E -> Int { a }
          }
          """
      ),
      Kind(
        row: "`private` to `public`",
        code: """
          #A @discardableResult private func f#N(_ a: Int) #E -> Int { a }
          #A @available(macOS 99, *) public func g#N(_ a: Int) #E -> Int { a }
          """
      ),
      Kind(row: "`@inlinable`", code: "#A @inlinable public func f#N(_ a: Int) #E -> Int { a }"),
      Kind(
        row: "`override`",
        code:
          "class Z#N: Base, @unchecked Sendable { #A override func over#I(_ a: Int) #E -> Int { #Tsuper.over#I(a) } }"
      ),
      Kind(
        row: "returns `Self`",
        code: "class Q#N: @unchecked Sendable { #A func f(_ a: Int) #E -> Self { self } }"
      ),
      Kind(
        row: "in a `Codable` class",
        code: """
          final class J#N: Codable, Sendable { let n: Int; init(n: Int) { self.n = n }; #A func f(_ a: Int) #E -> Int { a } }
          """
      ),
      Kind(row: "protocol requirement, initializer", code: "protocol R#N { #A func f(_ a: Int) #E -> Int }"),
      Kind(row: "with a result builder", code: "#A @PageBuilder func f#N(_ a: Int) #E -> Int { a }"),
      Kind(row: "with another known macro", code: "#A @Log func f#N(_ a: Int) #E -> Int { a }"),
      Kind(
        row: "attribute inside `#if`",
        code: """
          #if os(Linux)
          #A
          #endif
          func f#N(_ a: Int) #E -> Int { a }
          """
      ),
    ]
  }
#endif
