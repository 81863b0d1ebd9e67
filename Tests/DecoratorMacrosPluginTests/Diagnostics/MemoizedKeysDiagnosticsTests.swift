import Testing

@Suite struct MemoizedKeysDiagnosticsTests {
  @Test(arguments: [
    Misuse(
      "@Memoized func load(_ id: inout Int) -> Int { 1 }",
      .error(
        "a cached result does not repeat the change to 'id': return the new value instead",
        at: "_ id: inout Int"
      )
    ),
    Misuse(
      "@Memoized func load(_ work: () -> Int) -> Int { 1 }",
      .error(
        #"'work' is a closure, which cannot be part of the key: exclude it with 'ignoring: "work"'"#,
        at: "_ work: () -> Int"
      )
    ),
    Misuse(
      "@Memoized func load(_ work: (() -> Int)?) -> Int { 1 }",
      .error(
        #"'work' is a closure, which cannot be part of the key: exclude it with 'ignoring: "work"'"#,
        at: "_ work: (() -> Int)?"
      )
    ),
    Misuse(
      "@Memoized func load(_ id: @autoclosure () -> Int) -> Int { 1 }",
      .error(
        #"'id' is a closure, which cannot be part of the key: exclude it with 'ignoring: "id"'"#,
        at: "_ id: @autoclosure () -> Int"
      )
    ),
    Misuse(
      "@Memoized func load(_ id: Int, on gate: isolated Gate) async -> Int { 1 }",
      .error(
        #"'gate' is an isolated parameter, which cannot be part of the key: exclude it with 'ignoring: "gate"'"#,
        at: "on gate: isolated Gate"
      )
    ),
    Misuse(
      "@Memoized(in: values) func load<each Value>(_ all: repeat each Value) -> Int { 1 }",
      .error(
        #"'all' is a parameter pack, which cannot be part of the key: exclude it with 'ignoring: "all"'"#,
        at: "_ all: repeat each Value"
      )
    ),
    Misuse(
      "@Memoized func load(_ id: borrowing Ticket) -> Int { 1 }",
      .error(
        #"'id' is a borrowing parameter, which cannot be part of the key: exclude it with 'ignoring: "id"'"#,
        at: "_ id: borrowing Ticket"
      )
    ),
    Misuse(
      "@Memoized func load(_ id: consuming Ticket) -> Int { 1 }",
      .error(
        #"'id' is a consuming parameter, which cannot be part of the key: exclude it with 'ignoring: "id"'"#,
        at: "_ id: consuming Ticket"
      )
    ),
    Misuse(
      "@Memoized func load(_: Int) -> Int { 1 }",
      .error(
        "a parameter without a name cannot be part of the '@Memoized' key: give it an internal name",
        at: "_: Int"
      )
    ),
    Misuse(
      "@Memoized func load(id _: Int) -> Int { 1 }",
      .error(
        "a parameter without a name cannot be part of the '@Memoized' key: give it an internal name",
        at: "id _: Int"
      )
    ),
    Misuse(
      #"@Memoized(ignoring: "trase") func load(_ id: Int, trace: Trace) -> Int { 1 }"#,
      .error(
        "'load' has no parameter with the internal name 'trase'; parameters: 'id', 'trace'",
        at: #""trase""#
      )
    ),
    Misuse(
      #"@Memoized(ignoring: "other") func load() -> Int { 1 }"#,
      .error(
        "'load' has no parameter with the internal name 'other'; it has no parameters",
        at: #""other""#
      )
    ),
    Misuse(
      "@Memoized(ignoring: name) func load(_ id: Int) -> Int { 1 }",
      .error(
        "'ignoring:' requires parameter names as string literals",
        at: "name"
      )
    ),
    Misuse(
      #"@Memoized(ignoring: "id", key: { (id: Int) -> Int in id }) func load(_ id: Int) -> Int { 1 }"#,
      .error(
        "'key:' computes the whole key: remove 'ignoring:'",
        at: #""id""#
      )
    ),
    Misuse(
      "@Memoized(key: { (id: Int) in id }) func load(_ id: Int) -> Int { 1 }",
      .error(
        "the 'key:' closure must state the type of the key, because '@Memoized' declares the cache with it: write '{ (…) -> Key in … }'",
        at: "{ (id: Int) in id }"
      )
    ),
    Misuse(
      "@Memoized(key: { $0 }) func load(_ id: Int) -> Int { 1 }",
      .error(
        "the 'key:' closure must state the type of the key, because '@Memoized' declares the cache with it: write '{ (…) -> Key in … }'",
        at: "{ $0 }"
      )
    ),
    Misuse(
      "@Memoized(key: makeKey) func load(_ id: Int) -> Int { 1 }",
      .error(
        "'key:' must be a closure literal, so that '@Memoized' can read its types",
        at: "makeKey"
      )
    ),
    Misuse(
      #"@Memoized(in: values, key: \.id) func load(_ id: Int) -> Int { 1 }"#,
      .error(
        "'key:' must be a closure literal, so that '@Memoized' can read its types",
        at: #"\.id"#
      )
    ),
    Misuse(
      "@Memoized(key: { (id: Int) -> Int in id }) func load(_ id: Int, trace: Trace) -> Int { 1 }",
      .error(
        "the 'key:' closure must declare the same parameters as 'load': 'id', 'trace'",
        at: "{ (id: Int) -> Int in id }"
      )
    ),
    Misuse(
      "@Memoized(in: values, key: { $0 }) func load(_ id: Int) -> Int { 1 }",
      .error(
        "the 'key:' closure must declare the same parameters as 'load': 'id'",
        at: "{ $0 }"
      )
    ),
    Misuse(
      "@Memoized(key: { (id: Int, _: Int) -> Int in id }) func load(_ id: Int, _: Int) -> Int { 1 }",
      .error(
        "a parameter without a name cannot be part of the '@Memoized' key: give it an internal name",
        at: "_: Int"
      )
    ),
  ])
  func misuse_isSaidWhereItIs(_ misuse: Misuse) {
    #expect(Diagnosed.all(in: misuse.source) == misuse.diagnosed)
  }

  @Test(arguments: [
    "@Memoized(in: values, key: { id in id }) func load(_ id: Int) -> Int { 1 }",
    #"@Memoized(ignoring: "work") func load(_ id: Int, work: () -> Int) -> Int { 1 }"#,
  ])
  func use_isAccepted(_ source: String) {
    #expect(Diagnosed.all(in: source) == [])
  }
}
