/// Where a call is made and what the function is called: the part of a call that decorators put in logs and metrics.
///
/// The default arguments of ``Decorator/run(named:fileID:function:line:_:)-(_,_,_,_,()->Output)`` and of the wrapping
/// functions make it. A decorator of your own receives it with each call:
///
/// ```swift
/// func begin<Input>(_ input: Input, at site: CallSite) {
///   counter.increment(site.name)   // "fetch", or "Shop/Cart.swift:12" if the function has no name
/// }
/// ```
@frozen
public struct CallSite: @unchecked Sendable {
  @usableFromInline let givenName: String?
  // Literals live as long as the program and end in a null byte, so a pointer is enough. The optimiser keeps a value of so
  // few words in registers, and makes none of it for a call whose site nobody asks for.
  @usableFromInline let fileIDStart: UnsafePointer<UInt8>
  @usableFromInline let functionStart: UnsafePointer<UInt8>

  /// The line, counted from 1.
  public let line: UInt

  /// The module and file, as `#fileID` gives them: `Shop/Cart.swift`.
  public var fileID: String { String(cString: fileIDStart) }

  /// The function that contains the call, as `#function` gives it.
  public var function: String { String(cString: functionStart) }

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
    fileIDStart = fileID.utf8Start
    functionStart = function.utf8Start
    self.line = line
  }

  /// The name given with `named:`, or the place, such as `Shop/Cart.swift:12` (L7).
  public var name: String { givenName ?? location.description }

  /// The place of the call.
  public var location: SourceLocation { SourceLocation(fileID: fileID, line: line) }
}
