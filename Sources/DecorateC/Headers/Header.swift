/// What a header declares.
package struct Header: Sendable {
  /// The name it was asked for by: a path, or what stands between the angle brackets of an include.
  package var name: String
  package var functions: [CFunction] = []
  package var enumerations: [CEnumeration] = []
  package var records: [CRecord] = []
  package var typedefs: [CTypedef] = []
  package var macros: [CMacro] = []
  /// What clang warned of.
  package var warnings: [String] = []
}

package struct CFunction: Sendable {
  package var name: String
  package var result: CType
  package var parameters: [CParameter]
  package var place: SourcePlace
  package var comment: String = ""
  /// The function above that the comment stands before, where it is shared.
  package var commentOwner: String?
  package var availability: CAvailability = .available
  package var isVariadic = false
  package var isInline = false
  /// Declared with `()` instead of `(void)`, so its parameters are unknown.
  package var hasNoPrototype = false
  /// The attribute that says how Swift imports it, such as `swift_name`.
  package var swiftAttribute: String?
}

package struct CParameter: Hashable, Sendable {
  /// Empty where the declaration has none.
  package var name: String
  package var type: CType
}

package enum CAvailability: Hashable, Sendable {
  case available
  case deprecated(message: String)
  case unavailable
}

package struct CEnumeration: Sendable {
  /// Empty where it has none, neither of its own nor by a typedef.
  package var name: String
  package var constants: [CConstant]
  package var place: SourcePlace
  package var comment: String = ""
}

/// A name with a number: a constant of an enumeration, or a macro.
package struct CConstant: Hashable, Sendable {
  package var name: String
  package var value: Int64
  package var place: SourcePlace
}

package struct CRecord: Sendable {
  package var name: String
  package var isUnion: Bool
  /// Whether its members are in sight.
  package var isComplete: Bool
  package var bitFields: [String]
  package var place: SourcePlace
}

package struct CTypedef: Sendable {
  package var name: String
  package var type: CType
  package var place: SourcePlace
}

package struct CMacro: Sendable {
  package var name: String
  package var isFunctionLike: Bool
  /// What it stands for, token by token.
  package var tokens: [String]
  /// Its number, if it stands for an integer.
  package var value: Int64?
  package var place: SourcePlace
}
