/// Where a call is made and what the function is called: the part of a call that decorators put in logs and metrics.
///
/// The default arguments of ``Decorator/run(named:fileID:function:line:_:)-(_,_,_,_,()->Output)`` and of the wrapping
/// functions make it. A decorator of your own receives it with each call:
///
/// ```swift
/// func begin<Input>(_ input: Input, at site: borrowing CallSite) {
///   counter.increment(site.name)   // "fetch", or "Shop/Cart.swift:12" if the function has no name
/// }
/// ```
@frozen
public struct CallSite: Sendable {
  @usableFromInline let givenName: String?

  /// The module and file, as `#fileID` gives them: `Shop/Cart.swift`.
  public let fileID: StaticString

  /// The function that contains the call, as `#function` gives it.
  public let function: StaticString

  /// The line, counted from 1.
  public let line: UInt

  /// Describes a call; the defaults are the place where this initializer is called.
  ///
  /// - Parameters:
  ///   - name: The name of the called function; without one, its place is its name.
  ///   - fileID: The module and file.
  ///   - function: The function that contains the call.
  ///   - line: The line.
  @inlinable @inline(__always)
  public init(
    named name: String? = nil,
    fileID: StaticString = #fileID,
    function: StaticString = #function,
    line: UInt = #line
  ) {
    givenName = name
    self.fileID = fileID
    self.function = function
    self.line = line
  }

  /// The name given with `named:`, or the place, such as `Shop/Cart.swift:12` (L7).
  public var name: String { givenName ?? location.description }

  /// The place of the call.
  public var location: SourceLocation { SourceLocation(fileID: "\(fileID)", line: line) }
}

/// The input of a call that is run in place, which has no arguments.
public typealias NoInput = Void
