/// Gives the compiler the type of a decorator that an attribute writes in place, such as `.retrying(attempts: 3)`.
///
/// `@Decorated` passes such a decorator through it.
public enum AttachedDecorator {
  /// The decorator itself.
  @inlinable @inline(__always)
  public static func made<Attached: ConcurrentDecorator>(_ decorator: Attached) -> Attached { decorator }
}
