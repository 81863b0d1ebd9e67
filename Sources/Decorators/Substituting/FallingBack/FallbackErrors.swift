/// Which errors a fallback answers, as its call says (F1).
@usableFromInline
struct FallbackErrors: Sendable {
  private let types: RetriedErrors
  private let condition: (@Sendable (any Error) -> Bool)?
  private let areAll: Bool

  /// All errors.
  @usableFromInline static var all: Self { Self([], when: nil, areAll: true) }

  /// Errors of some types for which a condition holds.
  ///
  /// - Parameters:
  ///   - types: The types, as `on:` takes them; none for all.
  ///   - condition: Returns whether the fallback answers one of them.
  @usableFromInline
  init(_ types: [Any], when condition: (@Sendable (any Error) -> Bool)?) {
    self.init(types, when: condition, areAll: false)
  }

  private init(_ types: [Any], when condition: (@Sendable (any Error) -> Bool)?, areAll: Bool) {
    self.types = RetriedErrors(types)
    self.condition = condition
    self.areAll = areAll
  }

  /// Stops the program if an argument of `on:` is no type of error.
  ///
  /// A call that runs now reads its arguments only when it fails. A mistake must not wait for that.
  @inlinable
  static func check(_ type: Any, _ others: [Any]) {
    if !(type is any Error.Type) || !others.isEmpty { checkAll([type] + others) }
  }

  @usableFromInline @inline(never)
  static func checkAll(_ types: [Any]) { RetriedErrors.check(types) }

  func answer(_ error: any Error) -> Bool {
    if isCancellation(error) || error is RecursiveLoadError { return false }
    guard isRejection(error) || types.contains(error) else { return false }
    return condition?(error) ?? true
  }

  /// The choice as it reads in source.
  var shown: [String] {
    areAll ? ["on: any"] : types.setting + (condition == nil ? [] : ["when: a closure"])
  }
}
