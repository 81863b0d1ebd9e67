import AnnotatedCode
import AnnotatedCodeInSwift5
import AnnotatedCodeNonsending
import AnnotatedCodeOnMainActor
import Foundation

/// Calls every annotated function under all rules of the language, and fails unless each returns what it does bare.
let all = [
  "Swift 6": try await AnnotatedCode.EveryKind.results(),
  "Swift 5": try await AnnotatedCodeInSwift5.EveryKind.results(),
  "nonsending by default": try await AnnotatedCodeNonsending.EveryKind.results(),
  "on the main actor by default": try await AnnotatedCodeOnMainActor.EveryKind.results(),
]
var hasFailed = false
for (rules, results) in all.sorted(by: { $0.key < $1.key }) {
  for (file, expected) in AnnotatedCode.EveryKind.expected where results[file] != expected {
    hasFailed = true
    print("\(rules), \(file): \(results[file] ?? []) is not \(expected).")
  }
}
print(hasFailed ? "Attributes changed what functions return." : "Every annotated function returned what it does bare.")
exit(hasFailed ? 1 : 0)
