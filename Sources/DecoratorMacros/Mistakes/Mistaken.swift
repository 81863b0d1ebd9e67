/// Types that accept what an attribute does not take, so that the attribute's macro can say what to write instead.
///
/// Each attribute has declarations beside its own whose parameters have the labels that people bring from other libraries, and
/// these types. Their macro always reports an error, so the compiler must prefer the attribute's own declarations wherever both
/// fit. Therefore each value costs a conversion here, mostly into an optional. Where an attribute takes `.none`, the type here is
/// not optional, and its members are disfavored.
///
/// The compiler also explains a wrong attribute by the declaration that is nearest to it, which should be the attribute's own.
/// Therefore those with the labels of other libraries have no variadic parameters, which make the wrong order of arguments look
/// like other labels. And none of them has a generic parameter with two optionals, at which Swift 6.3 crashes when an argument
/// does not resolve.
public enum Mistaken {
  /// A length of time, also as a bare number.
  public struct Time: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral {
    public init(integerLiteral value: Int) {}
    public init(floatLiteral value: Double) {}
    public static func seconds(_ count: Double??) -> Self { 0 }
    public static func milliseconds(_ count: Double??) -> Self { 0 }
    public static func microseconds(_ count: Double??) -> Self { 0 }
    public static func nanoseconds(_ count: Int??) -> Self { 0 }
  }

  /// A name.
  public struct Name: ExpressibleByStringLiteral {
    public init(stringLiteral value: String) {}
  }

  /// Names of parameters: one, or several in an array.
  public struct Names: ExpressibleByStringLiteral, ExpressibleByArrayLiteral {
    public init(stringLiteral value: String) {}
    public init(arrayLiteral elements: String...) {}
  }

  /// A choice of arguments without `.only`.
  public struct Choice: ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByBooleanLiteral {
    public init(stringLiteral value: String) {}
    public init(arrayLiteral elements: String...) {}
    public init(booleanLiteral value: Bool) {}
  }

  /// A choice of arguments, a level or a name: what people write first in `@Logged`.
  public struct LoggedSetting: ExpressibleByStringLiteral {
    public init(stringLiteral value: String) {}
    public static var all: Self { "" }
    public static func all(redacting names: String...) -> Self { "" }
    public static func only(_ names: String...) -> Self { "" }
    public static func except(_ names: String...) -> Self { "" }
    public static var trace: Self { "" }
    public static var debug: Self { "" }
    public static var info: Self { "" }
    public static var notice: Self { "" }
    public static var warning: Self { "" }
    public static var error: Self { "" }
    public static var critical: Self { "" }
  }

  /// The choice of arguments of `arguments:`, as it is written in place.
  public struct Arguments {
    @_disfavoredOverload public static var all: Self { Self() }
    @_disfavoredOverload public static var none: Self { Self() }
    @_disfavoredOverload public static func all(redacting names: String...) -> Self { Self() }
    @_disfavoredOverload public static func only(_ names: String...) -> Self { Self() }
    @_disfavoredOverload public static func except(_ names: String...) -> Self { Self() }
  }

  /// The delays of `backoff:`, as they are written in place, and a length of time in their place.
  public struct Delays: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral {
    public init(integerLiteral value: Int) {}
    public init(floatLiteral value: Double) {}
    public static func seconds(_ count: Double??) -> Self { 0 }
    public static func milliseconds(_ count: Double??) -> Self { 0 }
    public static func microseconds(_ count: Double??) -> Self { 0 }
    public static func nanoseconds(_ count: Int??) -> Self { 0 }
    @_disfavoredOverload public static var none: Self { 0 }
    @_disfavoredOverload public static func constant(_ delay: Duration, jitter: Jitter?? = nil) -> Self { none }
    @_disfavoredOverload
    public static func linear(
      from first: Duration,
      by increment: Duration?? = nil,
      cap: Duration?? = nil,
      jitter: Jitter?? = nil
    ) -> Self { none }
    @_disfavoredOverload
    public static func exponential(
      from first: Duration,
      factor: Double?? = nil,
      cap: Duration?? = nil,
      jitter: Jitter?? = nil
    ) -> Self { none }
    @_disfavoredOverload
    public static func decorrelated(from first: Duration, cap: Duration?? = nil) -> Self { none }
    @_disfavoredOverload
    public static func delays(_ delays: some Sequence<Duration>, jitter: Jitter?? = nil) -> Self { none }
  }

  /// What is shown of results, as it is written in place.
  public struct Result {
    @_disfavoredOverload public static var none: Self { Self() }
    @_disfavoredOverload public static var value: Self { Self() }
  }

  /// A clock without its type, such as `.continuous`.
  public struct Clock {
    public static var continuous: Self { Self() }
    public static var suspending: Self { Self() }
  }

  /// The root of a key path that does not name its type, such as `\.logger`.
  @dynamicMemberLookup
  public struct Root {
    public subscript(dynamicMember name: String) -> Root { self }
  }

  /// A key path that does not name its type.
  public typealias Path = KeyPath<Root, Root>

  /// No property.
  public static var path: Path { \.self }
}
