/// What an attribute keeps by a key: values in a cache, or the calls in flight in a coalescer.
package struct KeyedForm: Equatable {
  /// What it is called in diagnostics.
  package let noun: String
  /// What it does with a result, in diagnostics.
  package let verb: String
  /// The type that the attribute declares beside the function.
  package let type: String
  /// The type that users declare.
  package let declaredType: String
  /// What the name of the declaration adds to that of the function.
  package let suffix: String
  /// The suffix of the name that diagnostics propose, which must differ.
  package let proposedSuffix: String
  /// The settings that any such object takes, whoever declares it.
  package let sharedSettings: [String]
  /// The settings that the declaration beside the function takes after its name.
  package let ownSettings: [String]
  /// Those of them that the declaration in diagnostics takes.
  package let proposedSettings: [String]
  /// Whether the type takes its name first, and always.
  package let isNamedFirst: Bool
  /// Whether each of the classes that inherit a function can have its own.
  package let isOfEachClass: Bool

  package static let cache = KeyedForm(
    noun: "cache",
    verb: "cache",
    type: "FunctionCache",
    declaredType: "MemoCache",
    suffix: "Cache",
    proposedSuffix: "Values",
    sharedSettings: ["capacity", "timeToLive"],
    ownSettings: ["abandoned", "onEviction"],
    proposedSettings: ["abandoned"],
    isNamedFirst: false,
    isOfEachClass: true
  )

  package static let coalescer = KeyedForm(
    noun: "coalescer",
    verb: "share",
    type: "Coalescer",
    declaredType: "Coalescer",
    suffix: "Coalescer",
    proposedSuffix: "Loads",
    sharedSettings: [],
    ownSettings: ["abandoned"],
    proposedSettings: ["abandoned"],
    isNamedFirst: true,
    isOfEachClass: false
  )
}
