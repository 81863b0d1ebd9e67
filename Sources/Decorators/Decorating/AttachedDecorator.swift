/// Makes the decorator of an attribute where it is written as `.retrying(attempts: 3)`.
///
/// `@Decorated` passes such a decorator through, because the compiler has to know what kind of value is meant.
public enum AttachedDecorator {
  /// The decorator itself.
  @inlinable @inline(__always)
  public static func made<Attached: Decorator>(_ decorator: Attached) -> Attached { decorator }

  /// The decorator itself, where it runs the function beside the caller.
  @_disfavoredOverload
  @inlinable @inline(__always)
  public static func made<Attached: ConcurrentDecorator>(_ decorator: Attached) -> Attached { decorator }
}
