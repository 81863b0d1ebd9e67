/// The name of a type with its module, the same in every run of the program: `Shop.Cart.Refused`.
package func stableName(of type: Any.Type) -> String { withoutAddresses(String(reflecting: type)) }

/// The text without what Swift writes in place of a private or local scope: `(unknown context at $55e0c1f0a1bc).`
///
/// The scope has no name, and its address differs in each run.
func withoutAddresses(_ text: String) -> String {
  let scope = "(unknown context at $"
  guard text.utf8.contains(UInt8(ascii: "$")) else { return text }
  let parts = text.split(separator: scope, omittingEmptySubsequences: false)
  return parts.dropFirst().reduce(into: String(parts[0])) { result, part in
    let rest = part.drop(while: \.isHexDigit)
    if rest.hasPrefix(").") { result += rest.dropFirst(2) } else { result += scope + part }
  }
}
