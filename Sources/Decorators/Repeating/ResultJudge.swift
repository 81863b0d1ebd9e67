/// Checks that `onResult:` of `@Retrying` judges what the function returns.
///
/// The code that `@Retrying` generates passes the closure through, so that the compiler says what is wrong with another one.
public enum ResultJudge {
  /// The closure itself.
  @inlinable @inline(__always)
  public static func of<Output>(_ result: Output.Type, _ isRefused: @escaping (Output) -> Bool) -> (Output) -> Bool {
    isRefused
  }

  /// Refuses a value that is not a closure about the function's result.
  @available(
    *,
    unavailable,
    message: """
      'onResult:' of '@Retrying' takes a closure from the function's result to Bool: write the type that the function \
      returns, as in '{ (page: Page) in page.isEmpty }'
      """
  )
  @_disfavoredOverload
  public static func of<Output, Other>(_ result: Output.Type, _ other: Other) -> (Output) -> Bool { { _ in false } }
}
