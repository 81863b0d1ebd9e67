import Decorators
import Testing

/// Keys are hashed by the cache's own means, which must agree with their `==`.
@Suite("Keys of a cache")
struct CacheKeyTests {
  private func finds<Key: Hashable>(_ sought: Key, insertedAs key: Key) -> Bool {
    var cache = LRUCache<Key, Int>(capacity: 8)
    cache.insert(1, for: key)
    return cache.contains(sought)
  }

  @Test("M12: canonically equivalent strings are one key")
  func canonicalEquivalence() {
    #expect(finds("caf\u{E9}", insertedAs: "cafe\u{301}"))
    #expect(finds("e\u{301}", insertedAs: "\u{E9}"))
    #expect(finds("\u{1112}\u{1161}\u{11AB}", insertedAs: "\u{D55C}"))
    #expect(finds("\u{212B}", insertedAs: "\u{C5}"))
  }

  @Test("M12: the characters outside ASCII that equal one inside are the same key")
  func asciiEquivalents() {
    #expect(finds("K", insertedAs: "\u{212A}"))
    #expect(finds("273 \u{212A}", insertedAs: "273 K"))
    #expect(finds("\u{37E}", insertedAs: ";"))
    #expect(finds("a long path `quoted` text", insertedAs: "a long path \u{1FEF}quoted\u{1FEF} text"))
    #expect(!finds("\u{212A}\u{E9}", insertedAs: "K"))
  }

  @Test("M12: no other character outside ASCII equals one inside")
  func everyCharacter() {
    var ascii = LRUCache<String, Int>(capacity: 256)
    for byte in UInt8(0)..<128 { ascii.insert(Int(byte), for: String(UnicodeScalar(byte))) }
    let dictionary = Dictionary(uniqueKeysWithValues: ascii.map { ($0.key, $0.value) })
    var wrong: [UInt32] = []
    for value in (0..<UInt32(0x3_0000)) {
      guard let scalar = UnicodeScalar(value) else { continue }
      let string = String(scalar)
      if ascii.peek(string) != dictionary[string] { wrong.append(value) }
    }
    #expect(wrong.isEmpty)
  }

  @Test("M12: strings of every length are told apart", arguments: ["", "é"])
  func lengths(prefix: String) {
    var cache = LRUCache<String, Int>(capacity: 4096)
    let strings = (0..<200).map { prefix + String(repeating: "x", count: $0) }
    for (index, string) in strings.enumerated() { cache.insert(index, for: string) }
    for (index, string) in strings.enumerated() {
      #expect(cache.peek(string) == index)
      #expect(cache.peek(string + "y") == nil)
      #expect(cache.peek("y" + string) == nil)
    }
  }

  @Test func substringsOfASharedBufferAreFound() {
    let text = "GET /index.html HTTP/1.1"
    #expect(finds(String(text.dropFirst(4).prefix(11)), insertedAs: "/index.html"))
    #expect(finds(text.dropFirst(4).prefix(11), insertedAs: "/index.html"))
  }

  @Test func argumentsOfEveryKindAreKeys() {
    struct Point: Hashable { var x: Double, y: Float }
    enum Side: Hashable { case left, right(Int) }
    typealias Key = Arguments<Bool, String, UInt8, Int, Point, String?, Side, UInt64>
    func key(_ n: Int) -> Key {
      Arguments(
        n.isMultiple(of: 2),
        "name \(n % 3)",
        UInt8(n % 5),
        n % 7,
        Point(x: Double(n % 11), y: 1),
        n.isMultiple(of: 13) ? nil : "\(n)",
        n.isMultiple(of: 2) ? .left : .right(n),
        UInt64(n % 17)
      )
    }
    var cache = LRUCache<Key, Int>(capacity: 1000)
    for n in 0..<500 { cache.insert(n, for: key(n)) }
    for n in 0..<500 { #expect(cache.peek(key(n)) == n) }
    #expect(cache.peek(key(501)) == nil)
  }

  @Test func argumentsThatDifferInOnePartAreDifferentKeys() {
    typealias Key = Arguments<String, Int, Bool>
    let key = Key("metric", 12, true)
    #expect(finds(Key("metric", 12, true), insertedAs: key))
    #expect(!finds(Key("metrik", 12, true), insertedAs: key))
    #expect(!finds(Key("metric", 13, true), insertedAs: key))
    #expect(!finds(Key("metric", 12, false), insertedAs: key))
  }

  @Test func swappedArgumentsAreDifferentKeys() {
    #expect(!finds(Arguments(1, 2), insertedAs: Arguments(2, 1)))
    #expect(!finds(Arguments("a", "b"), insertedAs: Arguments("b", "a")))
    #expect(finds(Arguments(), insertedAs: Arguments()))
  }

  @Test("M12: arguments that hold a key unequal to itself are never found")
  func notANumberAmongArguments() {
    #expect(!finds(Arguments("x", Double.nan), insertedAs: Arguments("x", Double.nan)))
    #expect(finds(Arguments("x", -0.0), insertedAs: Arguments("x", 0.0)))
  }
}
