/// The name and the place of a call: the part of it that decorators put in logs and metrics.
///
/// The default arguments of `run(named:)` and of the wrapping functions make it. A decorator of your own receives it
/// with each call:
///
/// ```swift
/// func begin<Input>(_ input: Input, at site: CallSite) {
///   counter.increment(site.name)   // "fetch", or "Shop/Cart.swift:12" if the function has no name
/// }
/// ```
@frozen
public struct CallSite: Sendable {
  @usableFromInline let givenName: String?
  @usableFromInline let place: CallPlace

  /// The module and file, as `#fileID` gives them: `Shop/Cart.swift`.
  public var fileID: String { place.fileIDText }

  /// The function that contains the call, as `#function` gives it.
  public var function: String { place.functionText }

  /// The line, counted from 1.
  public var line: UInt { place.line }

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
    place = CallPlace(fileID: fileID, function: function, line: line)
  }

  init(named name: String?, at place: CallPlace) {
    givenName = name
    self.place = place
  }

  /// The name given with `named:`, or the place, such as `Shop/Cart.swift:12` (L7).
  public var name: String { givenName ?? location.description }

  /// The place of the call.
  public var location: SourceLocation { place.location }
}

/// The place of a call, in so few words that the optimiser keeps it in registers, and makes none of it for a call whose
/// place nobody asks for.
@frozen
@usableFromInline
struct CallPlace: @unchecked Sendable {
  // Literals live as long as the program and end in a null byte, so a pointer is enough.
  @usableFromInline let fileID: UnsafePointer<UInt8>
  @usableFromInline let function: UnsafePointer<UInt8>
  @usableFromInline let line: UInt

  @inlinable @inline(__always)
  init(fileID: StaticString, function: StaticString, line: UInt) {
    self.fileID = fileID.utf8Start
    self.function = function.utf8Start
    self.line = line
  }

  var fileIDText: String { String(cString: fileID) }
  var functionText: String { String(cString: function) }
  var location: SourceLocation { SourceLocation(fileID: fileIDText, line: line) }
}
