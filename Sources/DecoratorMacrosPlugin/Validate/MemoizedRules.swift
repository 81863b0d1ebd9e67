import SwiftDiagnostics
import SwiftSyntax
import SwiftSyntaxBuilder

enum MemoizedRules {
  static func findings(_ decoration: Decoration, in decorated: DecoratedFunction) -> [Finding] {
    let memo = MemoDescription(decoration, of: decorated.function)
    let storage: [Finding] =
      switch memo.storage {
      case .declared: []
      case .function, .property: whereToKeep(memo).map { [$0] } ?? []
      }
    return bounds(decoration) + storage + hidden(memo) + whatToKeep(memo) + key(memo)
  }

  // MARK: Numbers

  private static func bounds(_ decoration: Decoration) -> [Finding] {
    var findings: [Finding] = []
    if let capacity = decoration.arguments.expression("capacity"), let count = capacity.integerLiteral,
      count < 0 || count > 2_147_483_646
    {
      findings.append(
        .error("capacity", at: capacity, "a cache keeps from 0 to 2,147,483,646 values, not \(count)")
      )
    }
    if let time = decoration.arguments.expression("timeToLive"), time.durationSign == 0 {
      findings.append(
        .error("timeToLive", at: time, "a value that lives no time is never found again: give more, or 'capacity: 0'")
      )
    }
    return findings
  }

  // MARK: The cache

  /// Why no cache can be declared beside the function.
  private static func whereToKeep(_ memo: MemoDescription) -> Finding? {
    let (function, place) = (memo.function, memo.function.context.place)
    let isGeneric = function.isGeneric || (function.context.isGeneric && !function.hasInstance)
    if isGeneric {
      return refuse(memo, "genericCode", "generic code has no place for a cache of its own", declare: "outside")
    }
    if function.isOperator {
      return refuse(memo, "operatorName", "an operator's name cannot name a cache")
    }
    switch place {
    case .local, .other:
      return refuse(memo, "localFunction", "a cache beside a local function would not be seen", declare: "outside")
    case .extended:
      return refuse(
        memo,
        "inExtension",
        "an extension has no place for a cache, nor shows whether its type is generic"
      )
    case .structure, .enumeration:
      guard function.hasInstance else { return nil }
      return refuse(
        memo,
        "instanceOfValueType",
        "a cache declared for '\(function.name)' would take synthesized conformances away from the type"
      )
    case .classType where function.hasInstance && function.context.saysCodable:
      return refuse(
        memo,
        "codableClass",
        "a cache declared for '\(function.name)' would take the synthesized Codable away from the class"
      )
    case .actorType where function.hasInstance && function.context.isDistributed:
      return refuse(memo, "distributedActor", "a distributed actor has no place for a cache that is not its own")
    case .classType where function.has(.override):
      return refuse(memo, "override", "a cache for an override has the name of the one it overrides")
    default: return nil
    }
  }

  /// A parameter that has the name of the function that gives the cache, where nothing tells them apart.
  private static func hidden(_ memo: MemoDescription) -> [Finding] {
    guard memo.storage == .function, !memo.function.context.isInType,
      let parameter = memo.function.parameters.first(where: { $0.reference == memo.cacheName })
    else { return [] }
    return [
      .error(
        "hidesCache",
        at: parameter.syntax,
        "'\(memo.cacheName)' is what '@Memoized' calls the cache: give the parameter another name"
      )
    ]
  }

  private static func refuse(
    _ memo: MemoDescription,
    _ id: String,
    _ reason: String,
    declare outside: String = "beside it"
  ) -> Finding {
    let (function, attribute) = (memo.function, memo.decoration.attribute)
    let isInInstance = function.hasInstance && !function.context.refusesStoredCache
    // A generic type has no static storage.
    let isOutside = function.context.isGeneric && !isInInstance
    let isReachable = function.context.isInType && !isOutside
    let place = isReachable ? "in the type" : isOutside ? "outside" : outside
    let sharing = function.hasInstance && !isInInstance ? ", where all instances share it," : ""
    let name = memo.proposedName
    let path = !isReachable ? name : isInInstance ? "\\Self.\(name)" : "Self.\(name)"
    let isStatic = isReachable && !isInInstance
    let canPropose = !function.isGeneric && !isOutside && !function.hasOpaqueResult && memo.keyType != "_"
    let declaration = canPropose ? "'\(isStatic ? "static " : "")\(memo.proposal)'" : "a 'MemoCache'"
    var label: String?
    let kept = attribute.arguments?.as(LabeledExprListSyntax.self)?.filter { argument in
      label = argument.label?.text ?? label
      return ["ignoring", "key"].contains(label)
    }
    let replacement = attribute.with(arguments: kept.map { Array($0) } ?? []).adding("in", path)
    return .error(
      id,
      at: attribute,
      "\(reason): declare \(declaration) \(place)\(sharing) and name it with 'in: \(path)'",
      fixIts: [Finding.replace("useDeclaredCache", "Use a declared cache", attribute, by: replacement)]
    )
  }

  // MARK: The value

  private static func whatToKeep(_ memo: MemoDescription) -> [Finding] {
    let function = memo.function
    if function.returnsNever {
      return [
        .error(
          "keepsNever",
          at: memo.decoration.attribute,
          "'@Memoized' has nothing to keep of a function that never returns"
        )
      ]
    }
    if function.hasOpaqueResult {
      return [
        .error(
          "opaqueResult",
          at: function.resultType(orName: function.syntax),
          "'@Memoized' cannot name the type that it keeps for '\(function.resultType.trimmedDescription)': name the result's type"
        )
      ]
    }
    if [.classType, .actorType].contains(function.context.place), function.resultType.containsSelf {
      return [
        .error(
          "dynamicSelf",
          at: function.resultType(orName: function.syntax),
          "a cache cannot keep 'Self' of a class or an actor, which is no type that a declaration can name: name the type"
        )
      ]
    }
    if let mutating = function.modifier(.mutating) ?? function.modifier(.consuming) {
      return [
        .error(
          "keepsMutation",
          at: mutating,
          "a remembered result leaves out what a \(mutating.name.text) function does to its instance: return the new value"
        )
      ]
    }
    return []
  }

  // MARK: The key

  private static func key(_ memo: MemoDescription) -> [Finding] {
    let (function, arguments) = (memo.function, memo.decoration.arguments)
    let inouts: [Finding] = function.parameters.filter(\.isInout).map { parameter in
      .error(
        "inoutParameter",
        at: parameter.syntax,
        "a remembered result leaves out the change of '\(parameter.name ?? "_")': return the new value instead"
      )
    }
    if let key = arguments.expression("key") {
      if let ignoring = arguments.expression("ignoring") {
        return inouts + [.error("ignoringAndKey", at: ignoring, "'key:' makes the whole key: leave 'ignoring:' out")]
      }
      return inouts + keyClosure(key, memo)
    }
    let unknown: [Finding] = (arguments["ignoring"]?.expressions ?? []).compactMap { node in
      guard let name = node.stringLiteral else {
        return .error("ignoringLiteral", at: node, "'ignoring:' takes parameters' names as string literals")
      }
      guard !function.parameterNames.contains(name) else { return nil }
      let names = function.parameters.compactMap(\.name)
      let known = names.isEmpty ? "it has none" : "it has " + names.map { "'\($0)'" }.joined(separator: ", ")
      let fixIts = Spelling.nearest(to: name, among: names).map {
        [Finding.replace("respell", "Use '\($0)'", node, by: ExprSyntax(stringLiteral: "\"\($0)\""))]
      }
      return .error(
        "noSuchParameter",
        at: node,
        "'\(function.name)' has no parameter '\(name)' inside: \(known)",
        fixIts: fixIts ?? []
      )
    }
    return inouts + unknown + memo.keyParameters.compactMap { unfit($0, memo) }
  }

  private static func keyClosure(_ key: ExprSyntax, _ memo: MemoDescription) -> [Finding] {
    guard let closure = memo.keyClosure else {
      return [
        .error("keyClosure", at: key, "'key:' takes a closure that is written here, so that its types can be seen")
      ]
    }
    if case .declared = memo.storage { return parameterCount(closure, memo) }
    guard closure.signature?.returnClause == nil else { return parameterCount(closure, memo) }
    return [
      .error(
        "keyType",
        at: closure,
        "'key:' says the type of the key, since the cache is declared with it: '{ (…) -> Key in … }'"
      )
    ]
  }

  private static func parameterCount(_ closure: ClosureExprSyntax, _ memo: MemoDescription) -> [Finding] {
    let count: Int? =
      switch closure.signature?.parameterClause {
      case .parameterClause(let clause): clause.parameters.count
      case .simpleInput(let list): list.count
      case nil: nil
      }
    let wanted = memo.function.parameters.count
    if let count, count == wanted {
      let unnamed = memo.function.parameters.first { $0.name == nil }
      return unnamed.map { [nameless($0, memo)] } ?? []
    }
    let names = memo.function.parameters.map { "'\($0.name ?? "_")'" }
    let all = names.isEmpty ? "it has none" : names.joined(separator: ", ")
    return [
      .error(
        "keyParameters",
        at: closure,
        "the closure of 'key:' names all parameters of '\(memo.function.name)': \(all)"
      )
    ]
  }

  /// Why a parameter cannot be part of the key, as far as syntax shows it.
  private static func unfit(_ parameter: ParameterDescription, _ memo: MemoDescription) -> Finding? {
    if parameter.isInout { return nil }
    guard let name = parameter.name else { return nameless(parameter, memo) }
    let what: String
    if parameter.isClosure {
      what = "a function"
    } else if parameter.isIsolated {
      what = "an isolated parameter"
    } else if parameter.isPack {
      what = "a parameter pack"
    } else if let ownership = parameter.ownership {
      what = "a \(ownership.text) parameter"
    } else {
      return nil
    }
    let attribute = memo.decoration.attribute
    return .error(
      "unfitForKey",
      at: parameter.syntax,
      "'\(name)' is \(what), which cannot be part of a key: leave it out with 'ignoring: \"\(name)\"'",
      fixIts: [
        Finding.replace(
          "ignore",
          "Leave '\(name)' out of the key",
          attribute,
          by: attribute.adding("ignoring", name.asLiteral)
        )
      ]
    )
  }

  private static func nameless(_ parameter: ParameterDescription, _ memo: MemoDescription) -> Finding {
    .error(
      "namelessParameter",
      at: parameter.syntax,
      "a parameter without a name cannot be part of the key of '@Memoized': give it a name inside the function"
    )
  }
}

extension FunctionDescription {
  /// The result's type in the tree of the declaration, to point at.
  fileprivate func resultType(orName function: FunctionDeclSyntax) -> Syntax {
    function.signature.returnClause.map { Syntax($0.type) } ?? Syntax(function.name)
  }
}

extension FunctionContext {
  /// Whether the type cannot store a cache in its instances, or would lose by it what it says is synthesized.
  fileprivate var refusesStoredCache: Bool {
    let inherited = Set(type?.inheritanceClause?.inheritedTypes.map(\.type.trimmedDescription) ?? [])
    return switch place {
    case .enumeration: true
    case .structure: saysCodable || !inherited.isDisjoint(with: ["Equatable", "Hashable", "Comparable"])
    default: saysCodable
    }
  }
}
