/// Calls every function of this module once, to show that each does decorated what it did before.
public enum EveryKind {
  /// What they return, decorated or not.
  public nonisolated static let expected: [String: [Int]] = adding([
    "GlobalFunctions": [3, 3, 4, 5, 6, 7, 0, 2, 0, 2, 8, 9, 1, 10, 9, 4, 6765, 3, 12, 6, 1, 1, 200, 13],
    "Parameters": [1, 2, 3, 6, 3, 5, 6, 1, 2, 1, 2, 1, 0, 0, 3, 4, 5, 6],
    "Generics": [3, 2, 3, 2, 4, 8, 7, 0, 1, 10],
    "Isolation": [1, 2, 3, 4, 5, 6, 7, 8, 5, 6, 3, 0, 10, 11, 9, 12, 0, 0, 13, 14],
    "Combinations": [
      2, 3, 4, 2, 0, 6, 0, 7, 1, 9, 10, 11, 0, 0, 1, 1, 13, 14, 15, 18, 15, 16, 17, 20, 80, 40, 3, 23, 1, 25, 1, 2, 0,
    ],
    "Bodies": [4, 4, 4, 0, 0, 4, 4, 3, 1, 1, 120, 6, 7],
    "Edges": [
      1, 3, 6, 7, 8, 9, 2, 2, 7, 3, 10, 100, 200, 2, 3, 13, 14, 10, 10, 10, 20, 3, 4, 5, 6, 7, 8, 9, 22, 23, 24, 1, 1,
      23, 40, 1, 28,
    ],
    "Resilience": [
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, -1, -15, 16, 28, 17, 1, 2, 20, 1, 2, 4, 5, 22, 3, 24, 25, 21, 22, 0,
      29, 24, 25, 3, 7, 12,
    ],
    "Types": [2, 4, -2, 4, 5, 5, 2, 1, 1, 4, 3, 1, 2, 0, 4, 2, 12, 3, 14, 15, 16, 17, 18, 19, 20, 21, 22],
  ])

  private nonisolated static func adding(_ expected: [String: [Int]]) -> [String: [Int]] {
    #if Tracing
      expected.merging(["Traced": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 1, 16, 17, 18, 19]]) { one, _ in one }
    #else
      expected
    #endif
  }

  /// What the functions returned, by the file they are in.
  public static func results() async throws -> [String: [Int]] {
    var results = [
      "GlobalFunctions": try await callGlobalFunctions(),
      "Parameters": try await callParameters(),
      "Generics": try await callGenerics(),
      "Isolation": try await callIsolation(),
      "Combinations": try await callCombinations(),
      "Bodies": try await callBodies(),
      "Edges": try await callEdges(),
      "Resilience": try await callResilience(),
      "Types": try await callTypes(),
    ]
    #if Tracing
      results["Traced"] = try await callTraced()
    #endif
    return results
  }
}
