/// What there is to know about a kind of attribute: how its layer is written, what it asks of the function, and how often it
/// stands on one.
package struct KindTraits {
  /// How a layer is written.
  package enum Form {
    /// A policy that the settings make runs the rest.
    case policy(PolicyForm)
    /// A decorator of the user's runs the rest. The type gives implicit members theirs; the settings make a variant of the
    /// decorator, by its `with`.
    case object(type: String?, variants: [String])
    /// Arguments are named, and those that are chosen are shown.
    case arguments(ArgumentsForm)
    /// There is a key, and a place for what is kept by it.
    case keyed(KeyedForm)
    /// A substitute gets the error and the arguments.
    case fallback
  }

  /// The errors of a layer that are not the function's.
  package enum Errors {
    /// None, or only where the function can throw them.
    case none
    /// Errors of its own, which `orThrow:` turns into those of a function that throws one type (A4).
    case own
  }

  /// How often an attribute stands on one function.
  package enum Repetition {
    case once
    /// Once, or on both sides of what repeats the call, for the whole call and for each attempt.
    case onBothSides(underTwoNames: Bool)
    /// Each one is about another object.
    case freely
  }

  package let form: Form
  /// The type of the policy that the attribute takes without a label, if it takes one.
  package var policyType: String?
  /// Whether a type-wide attribute adds this one to every function of a type.
  package var isTypeWide = false
  package var errors = Errors.none
  /// Why a synchronous function cannot have the attribute, and the way out. Nil if it can.
  package var asyncReason: String?
  /// Whether the body of an asynchronous function runs in tasks, so that it escapes.
  package var startsTasks = false
  package var repetition = Repetition.once
}

extension KindTraits {
  /// Why a synchronous function has no time limit (T9).
  package static let cannotBeStopped = """
    it cannot be stopped from outside: make it async, or let it ask with 'try CallDeadline.current?.check()'; \
    '@Retrying(within:)' limits the time between its attempts
    """
}

extension DecoratorKind {
  /// The only place to say what a kind is. An attribute that is only a decorator with settings is one row.
  package var traits: KindTraits {
    switch self {
    case .timed:
      KindTraits(
        form: .policy(PolicyForm(type: "TimingPolicy", isNamed: true, settings: ["to"], elsewhere: .keptByPlace)),
        policyType: "TimingPolicy",
        isTypeWide: true,
        repetition: .onBothSides(underTwoNames: true)
      )
    case .retrying:
      KindTraits(
        form: .policy(
          PolicyForm(
            type: "RetryPolicy",
            settings: [
              "attempts", "backoff", "within", "on", "when", "idempotent", "serverDelays", "budget", "keepingErrors",
              "generator", "logger", "metrics", "willRetry", "didRecover", "didGiveUp",
            ],
            injected: ["budget", "generator", "logger"],
            elsewhere: .madeByCall
          )
        ),
        policyType: "RetryPolicy"
      )
    case .logged:
      KindTraits(
        form: .arguments(
          ArgumentsForm(
            call: "Decorators::withLogging",
            policy: "Decorators::LoggingPolicy",
            settings: ["levels", "arguments", "result", "errors", "duration", "valueLimit", "callID"],
            choice: "arguments",
            parameters: "()",
            participle: "logged",
            adjective: "loggable"
          )
        ),
        policyType: "LoggingPolicy",
        isTypeWide: true,
        repetition: .onBothSides(underTwoNames: true)
      )
    case .memoized: KindTraits(form: .keyed(.cache), startsTasks: true)
    case .decorated: KindTraits(form: .object(type: nil, variants: []), repetition: .freely)
    case .timeLimited:
      KindTraits(
        form: .policy(
          PolicyForm(
            type: "TimeLimit",
            settings: [
              "within", "eachAttempt", "lateResults", "propagating", "metrics", "didOverrun", "clock",
            ],
            injected: ["clock"],
            elsewhere: .madeByCall
          )
        ),
        errors: .own,
        asyncReason: KindTraits.cannotBeStopped,
        repetition: .onBothSides(underTwoNames: false)
      )
    case .circuitBroken:
      KindTraits(form: .object(type: "CircuitBreaker", variants: []), errors: .own, repetition: .freely)
    case .bulkheaded:
      KindTraits(form: .object(type: "Bulkhead", variants: ["cost"]), errors: .own, repetition: .freely)
    case .rateLimited:
      KindTraits(
        form: .policy(
          PolicyForm(
            type: "RateLimit",
            isNamed: true,
            settings: ["by", "cost", "waitingAtMost", "hints", "logger"],
            injected: ["by", "logger"],
            elsewhere: .keptByPlace
          )
        ),
        errors: .own,
        repetition: .freely
      )
    case .hedged:
      KindTraits(
        form: .policy(
          PolicyForm(
            type: "HedgePolicy",
            settings: [
              "after", "attempts", "on", "when", "budget", "logger", "didStart", "didEnd", "loserDidOverrun",
              "discarding",
            ],
            injected: ["budget", "logger"],
            elsewhere: .keptByPlace
          )
        ),
        asyncReason: "a hedge runs it several times at once: make it async",
        startsTasks: true
      )
    case .coalesced:
      KindTraits(
        form: .keyed(.coalescer),
        asyncReason: "callers that come meanwhile wait for a task: make it async, or use '@Memoized'",
        startsTasks: true
      )
    case .fallingBack: KindTraits(form: .fallback, repetition: .freely)
    case .counted:
      KindTraits(
        form: .policy(PolicyForm(type: "CountingPolicy", isNamed: true, settings: ["label"], elsewhere: .keptByPlace)),
        repetition: .onBothSides(underTwoNames: true)
      )
    case .traced:
      KindTraits(
        form: .arguments(
          ArgumentsForm(
            call: "DecoratorsTracing::withTracing",
            policy: "DecoratorsTracing::TracingPolicy",
            settings: ["kind", "recording", "errors", "valueLimit"],
            choice: "recording",
            parameters: "(_: any Tracing::Span)",
            participle: "recorded",
            adjective: "recordable"
          )
        ),
        repetition: .onBothSides(underTwoNames: true)
      )
    }
  }

  package var form: KindTraits.Form { traits.form }
}
