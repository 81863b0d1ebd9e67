import SwiftDiagnostics
import SwiftSyntax
import SwiftSyntaxBuilder

/// Arguments that an attribute does not take, but whose meaning is clear: labels that people bring from other libraries, values
/// without a label, and values in another form. One error names the whole attribute to write instead.
///
/// Most are guesses: a value that looks mistaken can have the right type. So only the macro that the compiler chooses where
/// the attribute's own declaration does not fit reports them.
package enum Mistakes {
  /// Whether the syntax alone shows that the attribute's own declaration does not take these arguments.
  package static func isCertain(_ decoration: Decoration) -> Bool {
    decoration.misplaced != nil
      || decoration.arguments.all.contains { Correction($0, of: decoration)?.isCertain ?? false }
  }

  package static func finding(_ decoration: Decoration) -> Finding? {
    let kind = decoration.kind
    let all = decoration.arguments.all.map { (argument: $0, correction: Correction($0, of: decoration)) }
    let mistaken = all.filter { $0.correction != nil }
    let misplaced = decoration.misplaced
    guard let node = mistaken.first?.argument.expression ?? misplaced?.late.expression else { return nil }
    var corrected = decoration.attribute.with(arguments: [])
    for (argument, correction) in all {
      let (label, text) = correction.map { ($0.label, $0.text) } ?? (argument.label, argument.text)
      guard let text else { continue }
      corrected = label.map { corrected.adding($0, text) } ?? corrected.leading(text)
    }
    let spelling = corrected.withoutEmptyParentheses.trimmedDescription
    let reasons =
      mistaken.compactMap(\.correction?.reason)
      + (mistaken.isEmpty
        ? misplaced.map { ["\(kind.quoted) takes '\($0.late.label ?? ""):' before '\($0.before):'"] } ?? [] : [])
    return .error(
      "mistaken",
      at: node,
      "\(reasons.joined(separator: ", and ")): write '\(spelling)'",
      fixIts: [
        Finding.replace("write", "Write '\(spelling)'", decoration.attribute, by: corrected.withoutEmptyParentheses)
      ]
    )
  }

  /// The error for settings beside what stands first without a label, which only a policy may do: it brings its settings.
  package static func settingsBesidePolicy(_ decoration: Decoration) -> Finding? {
    let (kind, arguments) = (decoration.kind, decoration.arguments)
    guard let beside = kind.labelsBesidePolicy, let type = kind.policyType, let policy = arguments.policy,
      policy.lastName?.text != "self", Correction(arguments.all[0], of: decoration) == nil
    else { return nil }
    let settings = arguments.all.filter { argument in argument.label.map { !beside.contains($0) } ?? false }
    guard let first = settings.first else { return nil }
    let labels = settings.compactMap(\.label).map { "'\($0):'" }.joined(separator: ", ")
    var kept = decoration.attribute.with(arguments: []).leading(policy.trimmedDescription)
    for argument in arguments.all {
      guard let label = argument.label, beside.contains(label), let text = argument.text else { continue }
      kept = kept.adding(label, text)
    }
    return .error(
      "settingsBesidePolicy",
      at: first.expression,
      "\(kind.quoted) takes a '\(type)', which brings its own \(labels), or settings with labels: remove \(labels), or the policy",
      fixIts: [Finding.replace("removeSettings", "Remove \(labels)", decoration.attribute, by: kept)]
    )
  }

  /// The error for an attribute that no declaration accepts, if the syntax does not show a mistake: a value has a wrong type.
  package static func wrongType(_ decoration: Decoration) -> Finding {
    let kind = decoration.kind
    let arguments = decoration.arguments
    let (node, sentence): (ExprSyntax?, String) =
      if let policy = arguments.policy {
        (policy, "takes \(kind.leading) first")
      } else if let cache = arguments.expression("in") {
        (
          cache,
          kind == .coalesced
            ? "takes a 'Coalescer' in 'in:': a global or static one, or a property of the instance, '\\Self.loads'"
            : "takes a 'MemoCache' in 'in:': a global or static one, or a property of the instance, '\\Self.values'"
        )
      } else if let decorator = decoration.decoratorExpression {
        (
          decorator,
          kind != .decorated
            ? "takes \(kind.leadingObject) in 'by:': a global or static one, or a property of the instance, '\\Self.name'"
            : decoration.isConcurrent
              ? "takes a value of a type that conforms to 'ConcurrentDecorator' in 'concurrentlyBy:'"
              : "takes a value of a type that conforms to 'Decorator' in 'by:'"
        )
      } else if arguments.all.isEmpty || kind == .decorated {
        (nil, "takes \(kind.leading)")
      } else {
        (nil, "does not take a value of this type")
      }
    return .error("wrongType", at: node.map(Syntax.init) ?? Syntax(decoration.attribute), "\(kind.quoted) \(sentence)")
  }
}

/// What to write instead of one argument.
private struct Correction {
  /// Why the argument is wrong.
  let reason: String
  /// The label to use. Nil if the value stays without one.
  let label: String?
  /// The value to write. Nil if the argument is not needed.
  let text: String?
  /// Whether no type of the value could make the argument right.
  private(set) var isCertain = false

  init(_ reason: String, _ label: String?, _ text: String?) {
    (self.reason, self.label, self.text) = (reason, label, text)
  }

  private var certain: Self {
    var copy = self
    copy.isCertain = true
    return copy
  }

  init?(_ argument: AttributeArguments.Argument, of decoration: Decoration) {
    let (kind, values) = (decoration.kind, argument.expressions.map(\.trimmedDescription).joined(separator: ", "))
    if argument.isInjected, let path = argument.expression.keyPathWithType {
      self = Self("a key path in an attribute names its type", argument.label, path).certain
      return
    }
    guard let label = argument.label else {
      guard let correction = Self.leading(argument.expression, of: kind) else { return nil }
      self = correction
      return
    }
    if kind == .memoized, argument.expression.is(NilLiteralExprSyntax.self), kind.borrowed[label]?.label == "capacity" {
      self = Self("a cache of '@Memoized' has a limit", "capacity", "1_000").certain
      return
    }
    if let meaning = kind.borrowed[label] {
      let reason = "\(kind.quoted) has no '\(label):'" + meaning.because
      self = Self(reason, meaning.label, meaning.text(values, argument)).certain
      return
    }
    if case .keyed(let form) = kind.form, decoration.arguments["in"] != nil,
      !["in", "ignoring", "key", "allowing"].contains(label)
    {
      self = Self("the \(form.noun) of 'in:' brings its own '\(label):'", nil, nil).certain
      return
    }
    switch (label, kind) {
    case ("within", .retrying), ("eachAttempt", .retrying), ("within", .timeLimited), ("eachAttempt", .timeLimited),
      ("timeToLive", .memoized), ("waitingAtMost", .rateLimited),
      ("after", .hedged):
      guard argument.expression.numberLiteral != nil else { return nil }
      self.init("'\(label):' takes a Duration", label, ".seconds(\(values))")
    case ("backoff", .retrying):
      guard argument.expression.numberLiteral != nil || argument.expression.durationSign != nil,
        argument.expression.is(MemberAccessExprSyntax.self) == false
      else { return nil }
      self.init("'backoff:' takes a 'Backoff'", label, Borrowed.delay.text(values, argument))
    case ("ignoring", .memoized), ("ignoring", .coalesced):
      guard let array = argument.expression.as(ArrayExprSyntax.self) else { return nil }
      self.init("'ignoring:' takes names without an array", label, array.elements.trimmedDescription)
    case ("to", .timed):
      guard argument.expression.is(FunctionCallExprSyntax.self) else { return nil }
      self.init("'to:' takes an array", label, "[\(values)]")
    case ("arguments", .logged), ("recording", .traced):
      guard let choice = Self.choice(argument.expression) else { return nil }
      self.init("'\(label):' takes an 'ArgumentLogging'", label, choice)
    case ("clock", _):
      guard let member = argument.expression.as(MemberAccessExprSyntax.self), member.base == nil,
        let clock = ["continuous": "ContinuousClock()", "suspending": "SuspendingClock()"][
          member.declName.baseName.text
        ]
      else { return nil }
      self.init("'clock:' takes a clock with its type", label, clock)
    default: return nil
    }
  }

  /// The names, or all or none, as an `ArgumentLogging`.
  private static func choice(_ expression: ExprSyntax) -> String? {
    if expression.stringLiteral != nil { return ".only(\(expression.trimmedDescription))" }
    if let array = expression.as(ArrayExprSyntax.self) {
      return array.elements.isEmpty ? ".none" : ".only(\(array.elements.trimmedDescription))"
    }
    return expression.as(BooleanLiteralExprSyntax.self).map { $0.literal.text == "true" ? ".all" : ".none" }
  }

  /// The label that a value without one needs.
  private static func leading(_ value: ExprSyntax, of kind: DecoratorKind) -> Correction? {
    let text = value.trimmedDescription
    if value.stringLiteral != nil, kind.labels.contains("named"), !kind.labels.contains("by"), kind != .fallingBack {
      return Correction("\(kind.quoted) takes the name by its label", "named", text).certain
    }
    let isNumber = value.integerLiteral != nil
    switch kind {
    case .retrying where isNumber:
      return Correction("'@Retrying' takes the number of attempts by its label", "attempts", text).certain
    case .memoized where isNumber:
      return Correction("'@Memoized' takes the capacity by its label", "capacity", text).certain
    case .memoized: return Correction("'@Memoized' takes a cache by its label", "in", text).certain
    case .decorated: return Correction("'@Decorated' takes the decorator by its label", "by", text).certain
    case .circuitBroken, .bulkheaded, .rateLimited:
      return Correction("\(kind.quoted) takes \(kind.leadingObject) by its label", "by", text).certain
    case .timeLimited, .hedged:
      let (label, what) = kind == .hedged ? ("after", "delay") : ("within", "limit")
      let duration = Borrowed.time(label).text(text, .init(label: label, expressions: [value]))
      return Correction("\(kind.quoted) takes the \(what) by its label", label, duration).certain
    case .coalesced: return Correction("'@Coalesced' takes a coalescer by its label", "in", text).certain
    case .logged:
      let called = value.as(FunctionCallExprSyntax.self)?.calledExpression ?? value
      guard let member = called.as(MemberAccessExprSyntax.self), member.base == nil else { return nil }
      return switch member.declName.baseName.text {
      case "all", "none", "only", "except":
        Correction("'@Logged' takes the choice of arguments by its label", "arguments", text)
      case "trace", "debug", "info", "notice", "warning", "error", "critical":
        Correction("'@Logged' takes the level by its label", "level", text)
      default: nil
      }
    case .traced:
      let called = value.as(FunctionCallExprSyntax.self)?.calledExpression ?? value
      guard let member = called.as(MemberAccessExprSyntax.self), member.base == nil else { return nil }
      return switch member.declName.baseName.text {
      case "all", "none", "only", "except":
        Correction("'@Traced' takes the choice of arguments by its label", "recording", text).certain
      case "internal", "server", "client", "producer", "consumer":
        Correction("'@Traced' takes the kind of the span by its label", "kind", text).certain
      default: nil
      }
    case .fallingBack:
      let isType = value.as(MemberAccessExprSyntax.self)?.declName.baseName.tokenKind == .keyword(.self)
      return isType
        ? Correction("'@FallingBack' takes the errors by their label", "on", text).certain
        : Correction("'@FallingBack' takes the substitute by its label", "to", text).certain
    case .timed, .retrying, .counted: return nil
    }
  }
}

/// The meaning of a label of another library.
private enum Borrowed {
  /// The same under another name.
  case same(String)
  /// A count without the first call.
  case oneLess(String)
  /// A length of time.
  case time(String)
  /// A delay that is always the same.
  case delay
  /// A part of this value: the beginning of a call.
  case part(of: String, String)
  /// Not needed, for this reason.
  case needless(String)

  var label: String? {
    switch self {
    case .same(let label), .oneLess(let label), .time(let label): label
    case .delay: "backoff"
    case .part(let label, _): label
    case .needless: nil
    }
  }

  /// The reason, if it is not only another name.
  var because: String {
    switch self {
    case .oneLess(let label): " ('\(label):' counts the first call too)"
    case .needless(let reason): " (\(reason))"
    case .same, .time, .delay, .part: ""
    }
  }

  func text(_ values: String, _ argument: AttributeArguments.Argument) -> String? {
    switch self {
    case .same: values
    case .oneLess: argument.expression.integerLiteral.map { "\($0 + 1)" } ?? "\(values) + 1"
    case .time: Self.duration(values, argument)
    case .delay: ".constant(\(Self.duration(values, argument)), jitter: .none)"
    case .part(_, let call): "\(call)\(values))"
    case .needless: nil
    }
  }

  private static func duration(_ values: String, _ argument: AttributeArguments.Argument) -> String {
    argument.expression.numberLiteral == nil ? values : ".seconds(\(values))"
  }
}

extension DecoratorKind {
  /// The labels that people bring from other libraries.
  fileprivate var borrowed: [String: Borrowed] {
    switch self {
    case .timed: ["name": .same("named"), "label": .same("named")]
    case .retrying:
      [
        "times": .same("attempts"), "tries": .same("attempts"), "maxAttempts": .same("attempts"),
        "max_attempts": .same("attempts"), "max_tries": .same("attempts"), "stop": .same("attempts"),
        "retries": .oneLess("attempts"), "maxRetries": .oneLess("attempts"), "max_retries": .oneLess("attempts"),
        "delay": .delay, "wait": .delay, "interval": .delay,
        "timeout": .time("within"), "exceptions": .same("on"), "name": .same("named"),
      ]
    case .logged:
      [
        "args": .same("arguments"), "redacting": .part(of: "arguments", ".all(redacting: "),
        "excluding": .part(of: "arguments", ".except("),
        "name": .same("named"), "label": .same("named"),
        "message": .needless("each record names the function"),
      ]
    case .memoized:
      [
        "maxsize": .same("capacity"), "maxSize": .same("capacity"), "max_size": .same("capacity"),
        "size": .same("capacity"), "limit": .same("capacity"), "ttl": .time("timeToLive"),
        "expiresAfter": .time("timeToLive"),
        "maxAge": .time("timeToLive"), "typed": .needless("the types of the parameters belong to the key"),
        "name": .same("named"),
      ]
    case .decorated: [:]
    case .timeLimited:
      [
        "timeout": .time("within"), "after": .time("within"), "limit": .time("within"), "seconds": .time("within"),
        "name": .same("named"),
      ]
    case .circuitBroken: ["breaker": .same("by"), "circuitBreaker": .same("by"), "name": .same("named")]
    case .bulkheaded:
      [
        "bulkhead": .same("by"), "semaphore": .same("by"),
        "maxConcurrent": .part(of: "by", #"Bulkhead(named: "…", atMost: "#),
        "atMost": .part(of: "by", #"Bulkhead(named: "…", atMost: "#),
        "name": .same("named"),
      ]
    case .rateLimited:
      [
        "bucket": .same("by"), "limiter": .same("by"), "timeout": .time("waitingAtMost"),
        "maxWait": .time("waitingAtMost"), "name": .same("named"),
      ]
    case .hedged:
      [
        "delay": .time("after"), "maxAttempts": .same("attempts"), "maxHedges": .oneLess("attempts"),
        "name": .same("named"),
      ]
    case .coalesced: ["by": .same("in"), "name": .same("named")]
    case .fallingBack:
      [
        "exceptions": .same("on"), "value": .same("to"), "fallback": .same("to"), "with": .same("to"),
        "name": .same("named"),
      ]
    case .counted: ["name": .same("named")]
    case .traced:
      [
        "name": .same("named"), "label": .same("named"), "operationName": .same("named"), "ofKind": .same("kind"),
        "arguments": .same("recording"), "args": .same("recording"),
        "redacting": .part(of: "recording", ".all(redacting: "),
        "excluding": .part(of: "recording", ".except("),
        "context": .needless("the span is a child of the current one"),
        "span": .needless("the body gets its span with 'withTracing'"),
      ]
    }
  }

  /// What the attribute takes without a label.
  fileprivate var leading: String {
    switch self {
    case .timed: "a 'TimingPolicy', or settings with labels, such as 'named:' or 'to:',"
    case .retrying: "a 'RetryPolicy', or settings with labels, such as 'attempts: 3',"
    case .logged: "a 'LoggingPolicy', or settings with labels, such as 'arguments: .all',"
    case .memoized: "settings with labels, such as 'capacity: 128',"
    case .decorated: "a decorator with the label 'by:'"
    case .timeLimited: "a limit with the label 'within:'"
    case .circuitBroken, .bulkheaded, .rateLimited: "\(leadingObject) with the label 'by:'"
    case .hedged: "a delay with the label 'after:'"
    case .coalesced: "settings with labels, such as 'ignoring:',"
    case .fallingBack: "the errors with the label 'on:', and a substitute with the label 'to:'"
    case .counted: "settings with labels, such as 'named:',"
    case .traced: "settings with labels, such as 'kind: .client',"
    }
  }

  /// What `by:` takes, if it takes one type.
  fileprivate var leadingObject: String {
    switch self {
    case .circuitBroken: "a 'CircuitBreaker'"
    case .bulkheaded: "a 'Bulkhead'"
    case .rateLimited: "a 'TokenBucket'"
    default: "a decorator"
    }
  }
}

extension ExprSyntax {
  /// The key path with `Self` as its type, if it names none.
  fileprivate var keyPathWithType: String? {
    guard let path = self.as(KeyPathExprSyntax.self), path.root == nil else { return nil }
    return path.with(\.root, "Self").trimmedDescription
  }
}

extension AttributeArguments.Argument {
  /// The values as written.
  fileprivate var text: String? { expressions.map(\.trimmedDescription).joined(separator: ", ") }
}

extension Decoration {
  /// The first argument that stands after one that it must precede.
  fileprivate var misplaced: (late: AttributeArguments.Argument, before: String)? {
    let labels = kind.labels
    for (early, late) in zip(arguments.all, arguments.all.dropFirst()) {
      guard let one = early.label, let other = late.label, let first = labels.firstIndex(of: one),
        let second = labels.firstIndex(of: other), first > second
      else { continue }
      return (late, one)
    }
    return nil
  }
}

extension AttributeSyntax {
  /// The attribute with this value first, without a label.
  fileprivate func leading(_ text: String) -> AttributeSyntax {
    let first = LabeledExprSyntax(expression: ExprSyntax(stringLiteral: text))
    return with(arguments: [first] + Array(arguments?.as(LabeledExprListSyntax.self) ?? []))
  }
}
