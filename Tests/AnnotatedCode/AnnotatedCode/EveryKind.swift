/// Calls every function of this module once, to show that each does decorated what it did before.
public enum EveryKind {
  /// What the functions returned, by the file they are in.
  public static func results() async throws -> [String: [Int]] {
    [
      "GlobalFunctions": try await callGlobalFunctions(),
      "Parameters": try await callParameters(),
      "Generics": try await callGenerics(),
      "Isolation": try await callIsolation(),
      "Combinations": try await callCombinations(),
      "Types": try await callTypes(),
    ]
  }
}
