import DecoratorsTesting
import Testing

@testable import Decorators

@Suite struct LogTextTests {
  private func cut(_ text: String, to limit: Int) -> String {
    var cut = LogText(limit: limit)
    cut.append(text)
    return cut.text
  }

  @Test func aLimit_isBytesOfUTF8_andCutsAtAScalar() {
    #expect(cut("abc", to: 3) == "abc")
    #expect(cut("abcd", to: 3) == "abc…")
    #expect(cut("äöü", to: 6) == "äöü")
    #expect(cut("äöü", to: 5) == "äö…")
    #expect(cut("a€", to: 3) == "a…")
    #expect(cut("😀", to: 3) == "…")
    // One character of three scalars
    #expect(cut("e\u{301}\u{302}", to: 3) == "e\u{301}…")
  }

  @Test func whatIsAddedAfterTheCut_isLeftOut() {
    var text = LogText(limit: 2)
    for piece in ["a", "bc", "d"] { text.append(piece) }
    #expect(text.text == "ab…")
    #expect(text.isCut)
  }

  @Test("L11: control characters and separators of lines are escaped, and the escape counts")
  func escapes() {
    #expect(LogText.escaped("a\nb\r\n\tc\0\u{7F}") == #"a\nb\r\n\tc\0\u{7F}"#)
    #expect(LogText.escaped("\u{1B}[2J\u{85}\u{9B}\u{2028}\u{2029}") == #"\u{1B}[2J\u{0085}\u{009B}\u{2028}\u{2029}"#)
    #expect(LogText.escaped(#"C:\new "x" é 👩‍👩‍👧‍👦"#) == #"C:\new "x" é 👩‍👩‍👧‍👦"#)
    #expect(cut("a\nb", to: 3) == #"a\n…"#)
    #expect(cut("a\nb", to: 2) == "a…")
  }
}
