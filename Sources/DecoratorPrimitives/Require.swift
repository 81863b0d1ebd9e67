/// Stops the program with a sentence if a caller broke a rule.
///
/// `precondition` drops its sentence in release builds, where a programmer error costs most to find. This function
/// prints it in every build.
///
/// - Parameters:
///   - condition: The rule, which must hold.
///   - sentence: What was wrong with which value, and what to write instead.
///   - file: The file that checks the rule.
///   - line: The line that checks the rule.
@inlinable @inline(__always)
package func require(
  _ condition: @autoclosure () -> Bool,
  _ sentence: @autoclosure () -> String,
  file: StaticString = #fileID,
  line: UInt = #line
) {
  if !condition() { stop(sentence(), file: file, line: line) }
}

@usableFromInline @inline(never)
package func stop(_ sentence: String, file: StaticString, line: UInt) -> Never {
  fatalError(sentence, file: file, line: line)
}
