extension LogText {
  /// Adds the description of a value as `String(describing:)` gives it, with three differences. A ``Sensitive`` value
  /// is redacted wherever it is found, the names of types hold no addresses, and the work ends at the limit.
  ///
  /// A value that describes itself is asked for its whole description, and what that reveals is shown.
  ///
  /// - Parameter isPart: Whether the value is part of another one, which shows it as `String(reflecting:)` does.
  mutating func append(describing value: Any, asPart isPart: Bool = false) {
    guard !isCut else { return }
    if value is any Sensitive { return appendRedacted() }
    if let whole = value as? any DescribedByParts { return whole.describe(to: &self) }
    if let text = value as? String { return isPart ? appendQuoted(text) : append(text) }
    if let text = value as? Substring { return isPart ? appendQuoted(text) : append(text) }
    if describesItself(value) || !append(mirrorOf: value, asPart: isPart) {
      append(withoutAddresses(isPart ? String(reflecting: value) : String(describing: value)))
    }
  }

  private func describesItself(_ value: Any) -> Bool {
    value is any CustomStringConvertible || value is any CustomDebugStringConvertible
      || value is any TextOutputStreamable
  }

  /// Adds a structure, a tuple, or a case with values. Returns `false`, and adds nothing, for others.
  private mutating func append(mirrorOf value: Any, asPart isPart: Bool) -> Bool {
    let mirror = Mirror(reflecting: value)
    let type = isPart ? stableName(of: mirror.subjectType) : "\(mirror.subjectType)"
    switch (mirror.displayStyle, mirror.children.first) {
    case (.struct, _): append(list: mirror.children, from: type + "(", to: ")")
    case (.tuple, _): append(list: mirror.children, from: "(", to: ")")
    case (.enum, (let name?, let payload)?) where !(value is any CustomReflectable):
      append(isPart ? "\(type).\(name)" : name)
      let isTuple = Mirror(reflecting: payload).displayStyle == .tuple
      if !isTuple { append("(") }
      append(describing: payload, asPart: true)
      if !isTuple { append(")") }
    default: return false
    }
    return true
  }

  private mutating func append(list parts: Mirror.Children, from start: String, to end: String) {
    append(start)
    for (index, part) in parts.enumerated() {
      guard !isCut else { return }
      if index > 0 { append(", ") }
      // The label of an unnamed part of a tuple is its position after a point.
      if let label = part.label, !label.hasPrefix(".") { append(label + ": ") }
      append(describing: part.value, asPart: true)
    }
    append(end)
  }
}

/// A value of the standard library whose own description would ask for all of its parts.
private protocol DescribedByParts {
  func describe(to text: inout LogText)
}

extension LogText {
  fileprivate mutating func append(parts: some Sequence, from start: String, to end: String) {
    append(start)
    for (index, part) in parts.enumerated() {
      guard !isCut else { return }
      if index > 0 { append(", ") }
      append(describing: part, asPart: true)
    }
    append(end)
  }

  fileprivate mutating func append<Key, Value>(pairs: some Collection<(key: Key, value: Value)>) {
    append(pairs.isEmpty ? "[:" : "[")
    for (index, pair) in pairs.enumerated() {
      guard !isCut else { return }
      if index > 0 { append(", ") }
      append(describing: pair.key, asPart: true)
      append(": ")
      append(describing: pair.value, asPart: true)
    }
    append("]")
  }

  fileprivate mutating func append<Bound>(bounds lower: Bound, _ between: String, _ upper: Bound) {
    append(describing: lower)
    append(between)
    append(describing: upper)
  }
}

extension DescribedByParts where Self: Sequence {
  func describe(to text: inout LogText) { text.append(parts: self, from: "[", to: "]") }
}

extension Array: DescribedByParts {}
extension ArraySlice: DescribedByParts {}
extension ContiguousArray: DescribedByParts {}
extension Set: DescribedByParts {}

extension CollectionOfOne: DescribedByParts {
  fileprivate func describe(to text: inout LogText) { text.append(parts: self, from: "CollectionOfOne(", to: ")") }
}

extension Arguments: DescribedByParts {
  fileprivate func describe(to text: inout LogText) { text.append(parts: list, from: "(", to: ")") }
}

extension Dictionary.Keys: DescribedByParts {}
extension Dictionary.Values: DescribedByParts {}

extension Dictionary: DescribedByParts {
  fileprivate func describe(to text: inout LogText) { text.append(pairs: self) }
}

extension KeyValuePairs: DescribedByParts {
  fileprivate func describe(to text: inout LogText) { text.append(pairs: self) }
}

extension Range: DescribedByParts {
  fileprivate func describe(to text: inout LogText) { text.append(bounds: lowerBound, "..<", upperBound) }
}

extension ClosedRange: DescribedByParts {
  fileprivate func describe(to text: inout LogText) { text.append(bounds: lowerBound, "...", upperBound) }
}

extension Optional: DescribedByParts {
  fileprivate func describe(to text: inout LogText) {
    guard let value = self else { return text.append("nil") }
    text.append("Optional(")
    text.append(describing: value, asPart: true)
    text.append(")")
  }
}
