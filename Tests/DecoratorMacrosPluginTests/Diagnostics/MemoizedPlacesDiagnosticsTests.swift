import Testing

@Suite struct MemoizedPlacesDiagnosticsTests {
  @Test(arguments: [
    Misuse(
      "@Memoized func price(_ priceCache: String) -> Int { 1 }",
      .error(
        "the parameter 'priceCache' has the name of the cache that '@Memoized' declares: rename the parameter",
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
        #"a cache declared for 'price' would disable the type's synthesized conformances: declare 'let priceValues = MemoCache<String, Int>()' in the type and pass it with 'in: \Self.priceValues'"#,
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
        #"a cache declared for 'price' would disable the type's synthesized conformances: declare 'static let priceValues = MemoCache<Arguments<String, Int>, Int?>(capacity: 3)' in the type, where all instances share it, and pass it with 'in: Self.priceValues'"#,
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
        "a cache declared for 'price' would disable the type's synthesized conformances: declare 'static let priceValues = MemoCache<String, Int>()' in the type, where all instances share it, and pass it with 'in: Self.priceValues'",
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
        "a cache declared for 'price' would disable the type's synthesized conformances: declare 'static let priceValues = MemoCache<String, Int>(capacity: 3)' in the type, where all instances share it, and pass it with 'in: Self.priceValues'",
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
        "a cache declared for 'price' would disable the type's synthesized conformances: declare a 'MemoCache' at file scope, where all instances share it, and pass it with 'in: priceValues'",
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
        #"'@Memoized' cannot declare a cache in generic code: declare a 'MemoCache' in the type and pass it with 'in: \Self.priceValues'"#,
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
        #"'@Memoized' cannot declare a cache in an extension, which cannot have stored instance properties and does not show whether its type is generic: declare 'let priceValues = MemoCache<String, Int>()' in the type and pass it with 'in: \Self.priceValues'"#,
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
        "'@Memoized' cannot declare a cache in an extension, which cannot have stored instance properties and does not show whether its type is generic: declare 'static let priceValues = MemoCache<String, Int>()' in the type and pass it with 'in: Self.priceValues'",
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
        #"'@Memoized' cannot declare a cache in an extension, which cannot have stored instance properties and does not show whether its type is generic: declare 'let priceValues = MemoCache<Item, Int>()' in the type and pass it with 'in: \Self.priceValues'"#,
        at: "@Memoized"
      )
    ),
    Misuse(
      "@Memoized func price<Item: Hashable>(_ item: Item) -> Int { 1 }",
      .error(
        "'@Memoized' cannot declare a cache in generic code: declare a 'MemoCache' at file scope and pass it with 'in: priceValues'",
        at: "@Memoized"
      )
    ),
    Misuse(
      "@Memoized func price(_ item: some Hashable) -> Int { 1 }",
      .error(
        "'@Memoized' cannot declare a cache in generic code: declare a 'MemoCache' at file scope and pass it with 'in: priceValues'",
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
        "'@Memoized' cannot declare a cache in generic code: pass a cache with 'in:' and add the class to its key: 'key: { (item: Item) in Arguments(ObjectIdentifier(Self.self), item) }'",
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
        #"a cache declared for 'price' would disable the type's synthesized conformances: declare 'let priceValues = MemoCache<Item, Int>()' in the type and pass it with 'in: \Self.priceValues'"#,
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
        "'@Memoized' cannot name a cache after an operator: declare 'static let values = MemoCache<Arguments<Point, Point>, Point>()' in the type and pass it with 'in: Self.values'",
        at: "@Memoized"
      )
    ),
    Misuse(
      "@Memoized prefix func - (point: Point) -> Point { point }",
      .error(
        "'@Memoized' cannot name a cache after an operator: declare 'let values = MemoCache<Point, Point>()' next to the function and pass it with 'in: values'",
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
        "a local function cannot see a cache that '@Memoized' declares: declare 'let priceValues = MemoCache<String, Int>()' at file scope and pass it with 'in: priceValues'",
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
        "a local function cannot see a cache that '@Memoized' declares: declare 'let priceValues = MemoCache<String, Int>()' at file scope and pass it with 'in: priceValues'",
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
        #"a cache declared for 'price' would disable the class's synthesized Codable conformance: declare 'static let priceValues = MemoCache<String, Int>()' in the type, where all instances share it, and pass it with 'in: Self.priceValues'"#,
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
        #"a cache declared for 'price' would disable the class's synthesized Codable conformance: declare 'static let priceValues = MemoCache<String, Int>()' in the type, where all instances share it, and pass it with 'in: Self.priceValues'"#,
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
        #"a cache for an override would have the same name as the cache of the overridden function: declare 'let priceValues = MemoCache<String, Int>()' in the type and pass it with 'in: \Self.priceValues'"#,
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
        "'@Memoized' cannot cache 'Self' of a class or an actor, because a cache declaration cannot name that type: write the type's name",
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
        "'@Memoized' cannot cache 'Self' of a class or an actor, because a cache declaration cannot name that type: write the type's name",
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
        "'@Memoized' cannot cache 'Self' of a class or an actor, because a cache declaration cannot name that type: write the type's name",
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
        #"a cache declared for 'price' would disable the type's synthesized conformances: declare a 'MemoCache' in the type and pass it with 'in: \Self.priceValues'"#,
        at: "@Memoized(key: { $0.prefix(3) })"
      ),
      .error(
        "the 'key:' closure must state the type of the key, because '@Memoized' declares the cache with it: write '{ (…) -> Key in … }'",
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
        #"'@Memoized' cannot declare a cache in a distributed actor, which isolates all its stored properties: declare 'let priceValues = MemoCache<String, Int>()' in the type and pass it with 'in: \Self.priceValues'"#,
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
        #"a cache declared for 'in' would disable the type's synthesized conformances: declare 'let inValues = MemoCache<String, Int>()' in the type and pass it with 'in: \Self.inValues'"#,
        at: "@Memoized"
      )
    ),
    Misuse(
      """
      class Shop {
        @Memoized(in: Self.values) class func price(_ item: String) -> Int { 1 }
      }
      """,
      .error(
        "subclasses of 'Shop' would share this cache, although 'Self' differs in them: declare 'final class Shop', or remove 'in:', so that each class has a cache of its own",
        at: "Self.values"
      )
    ),
    Misuse(
      """
      struct Shop {
        @Memoized(ignoring: "trace") func price(@Hidden _ code: String, trace: Trace) -> Int { 1 }
      }
      """,
      .error(
        #"a cache declared for 'price' would disable the type's synthesized conformances: declare 'let priceValues = MemoCache<String, Int>(redactingKeys: true)' in the type and pass it with 'in: \Self.priceValues'"#,
        at: "@Memoized(ignoring: \"trace\")"
      )
    ),
    Misuse(
      """
      extension Shop {
        @Memoized(in: Shop.values) class func price(_ item: String) -> Int { 1 }
      }
      """,
      .error(
        "subclasses of 'Shop' would share this cache, although 'Self' differs in them: move the function into the class, write 'static' if the class is final, or pass a cache with 'in:' and add the class to its key: 'key: { (item: String) in Arguments(ObjectIdentifier(Self.self), item) }'",
        at: "Shop.values"
      )
    ),
    Misuse(
      """
      extension Shop {
        @Memoized class func price(_ item: String) -> Int { 1 }
      }
      """,
      .error(
        "'@Memoized' cannot declare a cache in an extension, which cannot have stored instance properties and does not show whether its type is generic: move the function into the class, or pass a cache with 'in:' and add the class to its key: 'key: { (item: String) in Arguments(ObjectIdentifier(Self.self), item) }'",
        at: "@Memoized"
      )
    ),
    Misuse(
      """
      class Shop {
        @Memoized override class func price(_ item: String) -> Int { 1 }
      }
      """,
      .error(
        "a cache for an override would have the same name as the cache of the overridden function: pass a cache with 'in:' and add the class to its key: 'key: { (item: String) in Arguments(ObjectIdentifier(Self.self), item) }'",
        at: "@Memoized"
      )
    ),
    Misuse(
      """
      class Shop {
        @Memoized(in: Self.values) override class func price(_ item: String) -> Int { 1 }
      }
      """,
      .error(
        "subclasses of 'Shop' would share this cache, although 'Self' differs in them: declare 'final class Shop', or pass a cache with 'in:' and add the class to its key: 'key: { (item: String) in Arguments(ObjectIdentifier(Self.self), item) }'",
        at: "Self.values"
      )
    ),
  ])
  func misuse_isSaidWhereItIs(_ misuse: Misuse) {
    #expect(Diagnosed.all(in: misuse.source) == misuse.diagnosed)
  }

  @Test(arguments: [
    """
    final class Shop {
      @Memoized(in: Self.values) class func price(_ item: String) -> Int { 1 }
    }
    """,
    """
    class Shop {
      @Memoized static func price(_ item: String) -> Int { 1 }
    }
    """,
    """
    class Shop {
      @Memoized(in: values, key: { (item: String) in Arguments(ObjectIdentifier(Self.self), item) })
      override class func price(_ item: String) -> Int { 1 }
    }
    """,
    """
    extension Shop {
      @Memoized(in: values, key: { (item: String) in Arguments(ObjectIdentifier(Self.self), item) })
      class func price(_ item: String) -> Int { 1 }
      @Memoized(in: values) static func cost(_ item: String) -> Int { 1 }
    }
    """,
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
