import SwiftDiagnostics
import SwiftSyntax
import SwiftSyntaxBuilder

/// What `@Memoized` and `@Coalesced` need: a key, and a place for what is kept by it.
enum MemoizedRules {
  static func findings(_ decoration: Decoration, in decorated: DecoratedFunction) -> [Finding] {
    let memo = MemoDescription(decoration, of: decorated.function)
    let storage: [Finding] =
      switch memo.storage {
      case .declared: sharedBySubclasses(memo).map { [$0] } ?? []
      case .function, .functionOfEachClass, .property: whereToKeep(memo).map { [$0] } ?? []
      }
    return bounds(decoration) + loads(memo) + storage + hidden(memo) + whatToKeep(memo) + key(memo)
  }

  // MARK: Numbers

  private static func bounds(_ decoration: Decoration) -> [Finding] {
    var findings: [Finding] = []
    if let capacity = decoration.arguments.expression("capacity"), let count = capacity.integerLiteral,
      count < 0 || count > 2_147_483_646
    {
      findings.append(
        .error("capacity", at: capacity, "'capacity:' must be from 0 to 2,147,483,646, not \(count)")
      )
    }
    if let time = decoration.arguments.expression("timeToLive"), time.durationSign == 0 {
      findings.append(
        .error(
          "timeToLive",
          at: time,
          "'timeToLive:' must be greater than zero: use a longer time, or 'capacity: 0' to cache nothing"
        )
      )
    }
    return findings
  }

  // MARK: Loads

  /// Finds `abandoned:` of a synchronous function, whose callers each run it themselves.
  private static func loads(_ memo: MemoDescription) -> [Finding] {
    guard !memo.function.isAsync, let abandoned = memo.decoration.arguments.expression("abandoned") else { return [] }
    let attribute = memo.decoration.attribute
    return [
      .error(
        "neverAbandoned",
        at: abandoned,
        "no caller can abandon '\(memo.function.name)', which is synchronous: remove 'abandoned:', or make it async",
        fixIts: [
          Finding.replace("removeAbandoned", "Remove 'abandoned:'", attribute, by: attribute.removing("abandoned"))
        ]
      )
    ]
  }

  // MARK: The cache

  /// An error if the macro cannot declare a cache next to the function.
  private static func whereToKeep(_ memo: MemoDescription) -> Finding? {
    let (function, place) = (memo.function, memo.function.context.place)
    let (kind, noun) = (memo.decoration.kind, memo.form.noun)
    if function.isInherited, !memo.form.isOfEachClass {
      return refuse(memo, "ofEachClass", "subclasses would share the \(noun) that \(kind.quoted) declares")
    }
    let isGeneric = function.isGeneric || (function.context.isGeneric && !function.hasInstance)
    if isGeneric {
      return refuse(
        memo,
        "genericCode",
        "\(kind.quoted) cannot declare a \(noun) in generic code",
        declare: "at file scope"
      )
    }
    if function.isOperator {
      return refuse(memo, "operatorName", "\(kind.quoted) cannot name a \(noun) after an operator")
    }
    switch place {
    case .local, .other:
      return refuse(
        memo,
        "localFunction",
        "a local function cannot see a \(noun) that \(kind.quoted) declares",
        declare: "at file scope"
      )
    case .extended:
      return refuse(
        memo,
        "inExtension",
        """
        \(kind.quoted) cannot declare a \(noun) in an extension, which cannot have stored instance properties and does not \
        show whether its type is generic
        """
      )
    case .structure, .enumeration:
      guard function.hasInstance else { return nil }
      return refuse(
        memo,
        "instanceOfValueType",
        "a \(noun) declared for '\(function.name)' would disable the type's synthesized conformances"
      )
    case .classType where function.hasInstance && function.context.saysCodable:
      return refuse(
        memo,
        "codableClass",
        "a \(noun) declared for '\(function.name)' would disable the class's synthesized Codable conformance"
      )
    case .actorType where function.hasInstance && function.context.isDistributed:
      return refuse(
        memo,
        "distributedActor",
        "\(kind.quoted) cannot declare a \(noun) in a distributed actor, which isolates all its stored properties"
      )
    case .classType where function.has(.override):
      return refuse(
        memo,
        "override",
        "a \(noun) for an override would have the same name as the \(noun) of the overridden function"
      )
    default: return nil
    }
  }

  /// An error if subclasses inherit the function and would share its cache: in each of them `Self` is another class.
  private static func sharedBySubclasses(_ memo: MemoDescription) -> Finding? {
    let function = memo.function
    guard function.isInherited, !memo.keyHoldsClass, let type = function.context.names.last,
      let cache = memo.decoration.arguments.expression("in")
    else { return nil }
    let attribute = memo.decoration.attribute
    // Without 'in:', there is a cache for each class, if the attribute can declare one.
    let canBeOfEachClass = whereToKeep(memo) == nil
    let isExtended = function.context.place == .extended
    let final = isExtended ? "write 'static' if the class is final" : "declare 'final class \(type)'"
    let wayOut =
      canBeOfEachClass
      ? "\(final), or remove 'in:', so that each class has a \(memo.form.noun) of its own"
      : "\(isExtended ? "move the function into the class, " : "")\(final), or \(keyWithTheClass(memo))"
    return .error(
      "sharedBySubclasses",
      at: cache,
      "subclasses of '\(type)' would share this \(memo.form.noun), although 'Self' differs in them: \(wayOut)",
      fixIts: canBeOfEachClass
        ? [Finding.replace("eachClass", "Give each class a cache of its own", attribute, by: attribute.removing("in"))]
        : []
    )
  }

  /// What to do where subclasses inherit a function beside which the attribute cannot declare a cache for each.
  private static func keyWithTheClass(_ memo: MemoDescription) -> String {
    let parameters = memo.function.parameters.map { "\($0.name ?? "_"): \($0.valueType)" }.joined(separator: ", ")
    let parts = ["ObjectIdentifier(Self.self)"] + memo.keyParameters.compactMap(\.name)
    return """
      pass a \(memo.form.noun) with 'in:' and add the class to its key: \
      'key: { (\(parameters)) in Arguments(\(parts.joined(separator: ", "))) }'
      """
  }

  /// Finds a parameter that hides the function that returns the cache. In a type, `Self.` distinguishes the two.
  private static func hidden(_ memo: MemoDescription) -> [Finding] {
    guard memo.storage == .function, !memo.function.context.isInType,
      let parameter = memo.function.parameters.first(where: { $0.reference == memo.cacheName })
    else { return [] }
    return [
      .error(
        "hidesCache",
        at: parameter.syntax,
        """
        the parameter '\(memo.cacheName)' has the name of the \(memo.form.noun) that \(memo.decoration.kind.quoted) declares: \
        rename the parameter
        """
      )
    ]
  }

  private static func refuse(
    _ memo: MemoDescription,
    _ id: String,
    _ reason: String,
    declare outside: String = "next to the function"
  ) -> Finding {
    let (function, attribute) = (memo.function, memo.decoration.attribute)
    if function.isInherited {
      let move = function.context.place == .extended ? "move the function into the class, or " : ""
      return .error(id, at: attribute, "\(reason): \(move)\(keyWithTheClass(memo))")
    }
    let isInInstance = function.hasInstance && !function.context.refusesStoredCache
    // A generic type cannot have static stored properties.
    let isOutside = function.context.isGeneric && !isInInstance
    let isReachable = function.context.isInType && !isOutside
    let place = isReachable ? "in the type" : isOutside ? "at file scope" : outside
    let sharing = function.hasInstance && !isInInstance ? ", where all instances share it," : ""
    let name = memo.proposedName
    let path = !isReachable ? name : isInInstance ? "\\Self.\(name)" : "Self.\(name)"
    let isStatic = isReachable && !isInInstance
    let canPropose = !function.isGeneric && !isOutside && !function.hasOpaqueResult && memo.keyType != "_"
    let declaration = canPropose ? "'\(isStatic ? "static " : "")\(memo.proposal)'" : "a '\(memo.form.declaredType)'"
    var label: String?
    let kept = attribute.arguments?.as(LabeledExprListSyntax.self)?.filter { argument in
      label = argument.label?.text ?? label
      return ["ignoring", "key"].contains(label)
    }
    let replacement = attribute.with(arguments: kept.map { Array($0) } ?? []).adding("in", path)
    return .error(
      id,
      at: attribute,
      "\(reason): declare \(declaration) \(place)\(sharing) and pass it with 'in: \(path)'",
      fixIts: [Finding.replace("useDeclaredCache", "Use a declared \(memo.form.noun)", attribute, by: replacement)]
    )
  }

  // MARK: The value

  private static func whatToKeep(_ memo: MemoDescription) -> [Finding] {
    let function = memo.function
    let (kind, verb) = (memo.decoration.kind, memo.form.verb)
    if function.returnsNever {
      return [
        .error(
          "keepsNever",
          at: memo.decoration.attribute,
          "\(kind.quoted) cannot \(verb) the result of a function that never returns: remove \(kind.quoted)"
        )
      ]
    }
    if function.hasOpaqueResult {
      return [
        .error(
          "opaqueResult",
          at: function.resultType(orName: function.syntax),
          """
          \(kind.quoted) cannot \(verb) the opaque result '\(function.resultType.trimmedDescription)': write a concrete \
          result type
          """
        )
      ]
    }
    if [.classType, .actorType].contains(function.context.place), function.resultType.containsSelf {
      return [
        .error(
          "dynamicSelf",
          at: function.resultType(orName: function.syntax),
          """
          \(kind.quoted) cannot \(verb) 'Self' of a class or an actor, because a \(memo.form.noun) declaration cannot \
          name that type: write the type's name
          """
        )
      ]
    }
    if let mutating = function.modifier(.mutating) ?? function.modifier(.consuming) {
      return [
        .error(
          "keepsMutation",
          at: mutating,
          """
          a \(verb)d result does not repeat what a \(mutating.name.text) function does to its instance: return the new \
          value instead
          """
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
        "a \(memo.form.verb)d result does not repeat the change to '\(parameter.name ?? "_")': return the new value instead"
      )
    }
    if let key = arguments.expression("key") {
      if let ignoring = arguments.expression("ignoring") {
        return inouts + [
          .error("ignoringAndKey", at: ignoring, "'key:' computes the whole key: remove 'ignoring:'")
        ]
      }
      return inouts + keyClosure(key, memo)
    }
    let unknown: [Finding] = (arguments["ignoring"]?.expressions ?? []).compactMap { node in
      guard let name = node.stringLiteral else {
        return .error("ignoringLiteral", at: node, "'ignoring:' requires parameter names as string literals")
      }
      guard !function.parameterNames.contains(name) else { return nil }
      let names = function.parameters.compactMap(\.name)
      let known =
        names.isEmpty ? "it has no parameters" : "parameters: " + names.map { "'\($0)'" }.joined(separator: ", ")
      let fixIts = Spelling.nearest(to: name, among: names).map {
        [Finding.replace("respell", "Use '\($0)'", node, by: ExprSyntax(stringLiteral: "\"\($0)\""))]
      }
      return .error(
        "noSuchParameter",
        at: node,
        "'\(function.name)' has no parameter with the internal name '\(name)'; \(known)",
        fixIts: fixIts ?? []
      )
    }
    return inouts + unknown + memo.keyParameters.compactMap { unfit($0, memo) }
  }

  private static func keyClosure(_ key: ExprSyntax, _ memo: MemoDescription) -> [Finding] {
    guard let closure = memo.keyClosure else {
      return [
        .error(
          "keyClosure",
          at: key,
          "'key:' must be a closure literal, so that \(memo.decoration.kind.quoted) can read its types"
        )
      ]
    }
    if case .declared = memo.storage { return parameterCount(closure, memo) }
    guard closure.signature?.returnClause == nil else { return parameterCount(closure, memo) }
    return [
      .error(
        "keyType",
        at: closure,
        """
        the 'key:' closure must state the type of the key, because \(memo.decoration.kind.quoted) declares the \(memo.form.noun) with it: write \
        '{ (…) -> Key in … }'
        """
      )
    ]
  }

  private static func parameterCount(_ closure: ClosureExprSyntax, _ memo: MemoDescription) -> [Finding] {
    let wanted = memo.function.parameters.count
    if closure.parameterCount == wanted {
      let unnamed = memo.function.parameters.first { $0.name == nil }
      return unnamed.map { [nameless($0, memo)] } ?? []
    }
    let names = memo.function.parameters.map { "'\($0.name ?? "_")'" }
    let all = names.isEmpty ? "none" : names.joined(separator: ", ")
    return [
      .error(
        "keyParameters",
        at: closure,
        "the 'key:' closure must declare the same parameters as '\(memo.function.name)': \(all)"
      )
    ]
  }

  /// An error if the syntax shows that a parameter cannot be part of the key.
  private static func unfit(_ parameter: ParameterDescription, _ memo: MemoDescription) -> Finding? {
    if parameter.isInout { return nil }
    guard let name = parameter.name else { return nameless(parameter, memo) }
    let what: String
    if parameter.isClosure {
      what = "a closure"
    } else if parameter.isIsolated {
      what = "an isolated parameter"
    } else if parameter.isPack {
      what = "a parameter pack"
    } else if parameter.isView {
      what = "a view of memory"
    } else if let ownership = parameter.ownership {
      what = "a \(ownership.text) parameter"
    } else {
      return nil
    }
    let attribute = memo.decoration.attribute
    return .error(
      "unfitForKey",
      at: parameter.syntax,
      "'\(name)' is \(what), which cannot be part of the key: exclude it with 'ignoring: \"\(name)\"'",
      fixIts: [
        Finding.replace(
          "ignore",
          "Exclude '\(name)' from the key",
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
      "a parameter without a name cannot be part of the \(memo.decoration.kind.quoted) key: give it an internal name"
    )
  }
}

extension FunctionDescription {
  /// The node of the result type in the declaration, or the function name if no result type is written.
  fileprivate func resultType(orName function: FunctionDeclSyntax) -> Syntax {
    function.signature.returnClause.map { Syntax($0.type) } ?? Syntax(function.name)
  }
}

extension FunctionContext {
  /// Whether an instance cannot store a cache, or a stored cache would disable a synthesized conformance of the type.
  fileprivate var refusesStoredCache: Bool {
    let inherited = Set(type?.inheritanceClause?.inheritedTypes.map(\.type.trimmedDescription) ?? [])
    return switch place {
    case .enumeration: true
    case .structure: saysCodable || !inherited.isDisjoint(with: ["Equatable", "Hashable", "Comparable"])
    default: saysCodable
    }
  }
}
