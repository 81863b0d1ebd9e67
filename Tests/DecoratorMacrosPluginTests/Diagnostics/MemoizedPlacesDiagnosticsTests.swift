import Testing

@Suite struct MemoizedPlacesDiagnosticsTests {
  @Test(arguments: [
    Misuse(
      "@Memoized func price(_ priceCache: String) -> Int { 1 }",
      .error(
        "'priceCache' is what '@Memoized' calls the cache: give the parameter another name",
        at: "_ priceCache: String"
      )
    ),
    Misuse(
      """
      struct Shop {
        @Memoized func price(_ item: String) -> Int { 1 }
      }
      """,
      .error(
        #"a cache declared for 'price' would take synthesized conformances away from the type: declare 'let priceValues = MemoCache<String, Int>()' in the type and name it with 'in: \Self.priceValues'"#,
        at: "@Memoized"
      )
    ),
    Misuse(
      """
      enum Shop {
        @Memoized(capacity: 3) func price(_ item: String, count: Int) -> Int! { 1 }
      }
      """,
      .error(
        #"a cache declared for 'price' would take synthesized conformances away from the type: declare 'static let priceValues = MemoCache<Arguments<String, Int>, Int?>(capacity: 3)' in the type, where all instances share it, and name it with 'in: Self.priceValues'"#,
        at: "@Memoized(capacity: 3)"
      )
    ),
    Misuse(
      """
      struct Shop: Sendable, Hashable {
        @Memoized func price(_ item: String) -> Int { 1 }
      }
      """,
      .error(
        "a cache declared for 'price' would take synthesized conformances away from the type: declare 'static let priceValues = MemoCache<String, Int>()' in the type, where all instances share it, and name it with 'in: Self.priceValues'",
        at: "@Memoized"
      )
    ),
    Misuse(
      """
      struct Shop: Comparable {
        @Memoized(capacity: 3) func price(_ item: String) -> Int { 1 }
      }
      """,
      .error(
        "a cache declared for 'price' would take synthesized conformances away from the type: declare 'static let priceValues = MemoCache<String, Int>(capacity: 3)' in the type, where all instances share it, and name it with 'in: Self.priceValues'",
        at: "@Memoized(capacity: 3)"
      )
    ),
    Misuse(
      """
      enum Shop<Item> {
        @Memoized func price(_ item: Item) -> Int { 1 }
      }
      """,
      .error(
        "a cache declared for 'price' would take synthesized conformances away from the type: declare a 'MemoCache' outside, where all instances share it, and name it with 'in: priceValues'",
        at: "@Memoized"
      )
    ),
    Misuse(
      """
      struct Shop {
        @Memoized func price<Item: Hashable>(_ item: Item) -> Int { 1 }
      }
      """,
      .error(
        #"generic code has no place for a cache of its own: declare a 'MemoCache' in the type and name it with 'in: \Self.priceValues'"#,
        at: "@Memoized"
      )
    ),
    Misuse(
      """
      extension Shop {
        @Memoized func price(_ item: String) -> Int { 1 }
      }
      """,
      .error(
        #"an extension has no place for a cache, nor shows whether its type is generic: declare 'let priceValues = MemoCache<String, Int>()' in the type and name it with 'in: \Self.priceValues'"#,
        at: "@Memoized"
      )
    ),
    Misuse(
      """
      extension Shop {
        @Memoized static func price(_ item: String) -> Int { 1 }
      }
      """,
      .error(
        "an extension has no place for a cache, nor shows whether its type is generic: declare 'static let priceValues = MemoCache<String, Int>()' in the type and name it with 'in: Self.priceValues'",
        at: "@Memoized"
      )
    ),
    Misuse(
      """
      extension Shop where Item: Hashable {
        @Memoized func price(_ item: Item) -> Int { 1 }
      }
      """,
      .error(
        #"an extension has no place for a cache, nor shows whether its type is generic: declare 'let priceValues = MemoCache<Item, Int>()' in the type and name it with 'in: \Self.priceValues'"#,
        at: "@Memoized"
      )
    ),
    Misuse(
      "@Memoized func price<Item: Hashable>(_ item: Item) -> Int { 1 }",
      .error(
        "generic code has no place for a cache of its own: declare a 'MemoCache' outside and name it with 'in: priceValues'",
        at: "@Memoized"
      )
    ),
    Misuse(
      "@Memoized func price(_ item: some Hashable) -> Int { 1 }",
      .error(
        "generic code has no place for a cache of its own: declare a 'MemoCache' outside and name it with 'in: priceValues'",
        at: "@Memoized"
      )
    ),
    Misuse(
      """
      class Shop<Item> {
        @Memoized static func price(_ item: Item) -> Int { 1 }
      }
      """,
      .error(
        "generic code has no place for a cache of its own: declare a 'MemoCache' outside and name it with 'in: priceValues'",
        at: "@Memoized"
      )
    ),
    Misuse(
      """
      struct Shop<Item> {
        @Memoized func price(_ item: Item) -> Int { 1 }
      }
      """,
      .error(
        #"a cache declared for 'price' would take synthesized conformances away from the type: declare 'let priceValues = MemoCache<Item, Int>()' in the type and name it with 'in: \Self.priceValues'"#,
        at: "@Memoized"
      )
    ),
    Misuse(
      """
      struct Point {
        @Memoized static func + (left: Point, right: Point) -> Point { left }
      }
      """,
      .error(
        "an operator's name cannot name a cache: declare 'static let values = MemoCache<Arguments<Point, Point>, Point>()' in the type and name it with 'in: Self.values'",
        at: "@Memoized"
      )
    ),
    Misuse(
      "@Memoized prefix func - (point: Point) -> Point { point }",
      .error(
        "an operator's name cannot name a cache: declare 'let values = MemoCache<Point, Point>()' beside it and name it with 'in: values'",
        at: "@Memoized"
      )
    ),
    Misuse(
      """
      func outer() {
        @Memoized func price(_ item: String) -> Int { 1 }
      }
      """,
      .error(
        "a cache beside a local function would not be seen: declare 'let priceValues = MemoCache<String, Int>()' outside and name it with 'in: priceValues'",
        at: "@Memoized"
      )
    ),
    Misuse(
      """
      let f = {
        @Memoized func price(_ item: String) -> Int { 1 }
      }
      """,
      .error(
        "a cache beside a local function would not be seen: declare 'let priceValues = MemoCache<String, Int>()' outside and name it with 'in: priceValues'",
        at: "@Memoized"
      )
    ),
    Misuse(
      """
      class Shop: Codable {
        @Memoized func price(_ item: String) -> Int { 1 }
      }
      """,
      .error(
        #"a cache declared for 'price' would take the synthesized Codable away from the class: declare 'static let priceValues = MemoCache<String, Int>()' in the type, where all instances share it, and name it with 'in: Self.priceValues'"#,
        at: "@Memoized"
      )
    ),
    Misuse(
      """
      class Shop: Base, Encodable {
        @Memoized func price(_ item: String) -> Int { 1 }
        @Memoized static func prices(_ item: String) -> Int { 1 }
      }
      """,
      .error(
        #"a cache declared for 'price' would take the synthesized Codable away from the class: declare 'static let priceValues = MemoCache<String, Int>()' in the type, where all instances share it, and name it with 'in: Self.priceValues'"#,
        at: "@Memoized"
      )
    ),
    Misuse(
      """
      class Shop: Base {
        @Memoized override func price(_ item: String) -> Int { 1 }
      }
      """,
      .error(
        #"a cache for an override has the name of the one it overrides: declare 'let priceValues = MemoCache<String, Int>()' in the type and name it with 'in: \Self.priceValues'"#,
        at: "@Memoized"
      )
    ),
    Misuse(
      """
      class Shop {
        @Memoized func same(_ item: String) -> Self { self }
      }
      """,
      .error(
        "a cache cannot keep 'Self' of a class or an actor, which is no type that a declaration can name: name the type",
        at: "Self"
      )
    ),
    Misuse(
      """
      class Shop {
        @Memoized static func same(_ item: String) -> Self? { nil }
      }
      """,
      .error(
        "a cache cannot keep 'Self' of a class or an actor, which is no type that a declaration can name: name the type",
        at: "Self?"
      )
    ),
    Misuse(
      """
      actor Shop {
        @Memoized func same(_ item: String) -> Self { self }
      }
      """,
      .error(
        "a cache cannot keep 'Self' of a class or an actor, which is no type that a declaration can name: name the type",
        at: "Self"
      )
    ),
    Misuse(
      """
      struct Shop {
        @Memoized(key: { $0.prefix(3) }) func price(_ item: String) -> Int { 1 }
      }
      """,
      .error(
        #"a cache declared for 'price' would take synthesized conformances away from the type: declare a 'MemoCache' in the type and name it with 'in: \Self.priceValues'"#,
        at: "@Memoized(key: { $0.prefix(3) })"
      ),
      .error(
        "'key:' says the type of the key, since the cache is declared with it: '{ (…) -> Key in … }'",
        at: "{ $0.prefix(3) }"
      )
    ),
    Misuse(
      """
      distributed actor Shop {
        @Memoized distributed func price(_ item: String) -> Int { 1 }
      }
      """,
      .error(
        #"a distributed actor has no place for a cache that is not its own: declare 'let priceValues = MemoCache<String, Int>()' in the type and name it with 'in: \Self.priceValues'"#,
        at: "@Memoized"
      )
    ),
    Misuse(
      """
      struct Shop {
        @Memoized func `in`(_ item: String) -> Int { 1 }
      }
      """,
      .error(
        #"a cache declared for 'in' would take synthesized conformances away from the type: declare 'let inValues = MemoCache<String, Int>()' in the type and name it with 'in: \Self.inValues'"#,
        at: "@Memoized"
      )
    ),
  ])
  func misuse_isSaidWhereItIs(_ misuse: Misuse) {
    #expect(Diagnosed.all(in: misuse.source) == misuse.diagnosed)
  }

  @Test(arguments: [
    "@Memoized func price(priceCache item: String) -> Int { 1 }",
    """
    struct Shop {
      @Memoized static func price(_ priceCache: String) -> Int { 1 }
    }
    """,
    """
    class Shop<Item> {
      @Memoized func price(_ item: Item) -> Int { 1 }
    }
    """,
    """
    distributed actor Shop {
      @Memoized static func price(_ item: String) -> Int { 1 }
    }
    """,
  ])
  func use_isAccepted(_ source: String) {
    #expect(Diagnosed.all(in: source) == [])
  }
}
