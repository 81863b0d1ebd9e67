/// Types that accept what an attribute does not take, so that the attribute's macro can say what to write instead.
///
/// Each attribute has declarations beside its own whose parameters have the labels that people bring from other libraries, and
/// these types. Their macro always reports an error, so the compiler must prefer the attribute's own declarations wherever both
/// fit. Therefore each value costs a conversion here, mostly into an optional. Where an attribute takes `nil` or `.none`, the
/// type here is not optional.
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
    public static var none: Self { "" }
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
