import Testing

@Suite struct BodiesExpansionTests {
  @Test func comments_beforeAndInside_doNoHarm() {
    assertExpansion(
      """
      @Logged
      func load() -> Int {
        // Before.
        /* And */ let one = 1  // one
        // Between.
        return one  // last
      }
      """,
      """
      func load() -> Int {
      // Decorated, outermost first: @Logged
      #sourceLocation(file: "test.swift", line: 2)
      func `load()`() -> Int {
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 4)
                  let one = 1  // one
        // Between.
        return one
      }
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 1)
      return Decorators::withLogging(named: "load()") { () -> Int in `load()`() }
      #sourceLocation()
      }
      """
    )
  }

  @Test func emptyBody_staysEmpty() {
    assertExpansion(
      """
      @Logged
      func load() {}
      """,
      """
      func load() {
      // Decorated, outermost first: @Logged
      #sourceLocation(file: "test.swift", line: 2)
      func `load()`() {
      #sourceLocation()
      }
      #sourceLocation(file: "test.swift", line: 1)
      return Decorators::withLogging(named: "load()") { () -> Void in `load()`() }
      #sourceLocation()
      }
      """
    )
  }

  @Test func bodyOfAComment_isEmpty() {
    assertExpansion(
      """
      @Logged
      func load() {
        // Nothing yet.
      }
      """,
      """
      func load() {
      // Decorated, outermost first: @Logged
      #sourceLocation(file: "test.swift", line: 2)
      func `load()`() {
      #sourceLocation()
      }
      #sourceLocation(file: "test.swift", line: 1)
      return Decorators::withLogging(named: "load()") { () -> Void in `load()`() }
      #sourceLocation()
      }
      """
    )
  }

  @Test func multiLineString_keepsItsIndentation() {
    assertExpansion(
      ##"""
      @Logged
      func text() -> String {
        """
        one
          two
        """
      }
      """##,
      ##"""
      func text() -> String {
      // Decorated, outermost first: @Logged
      #sourceLocation(file: "test.swift", line: 2)
      func `text()`() -> String {
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 3)
        """
        one
          two
        """
      }
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 1)
      return Decorators::withLogging(named: "text()") { () -> String in `text()`() }
      #sourceLocation()
      }
      """##
    )
  }

  @Test func conditionalCompilation_staysInTheBody() {
    assertExpansion(
      """
      @Logged
      func name() -> String {
        #if DEBUG
        return "debug"
        #else
        return "release"
        #endif
      }
      """,
      """
      func name() -> String {
      // Decorated, outermost first: @Logged
      #sourceLocation(file: "test.swift", line: 2)
      func `name()`() -> String {
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 3)
        #if DEBUG
        return "debug"
        #else
        return "release"
        #endif
      }
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 1)
      return Decorators::withLogging(named: "name()") { () -> String in `name()`() }
      #sourceLocation()
      }
      """
    )
  }

  @Test func bodyOnTheLineOfTheName_isPointedAt() {
    assertExpansion(
      """
      @Logged func one() -> Int { 1 }
      """,
      """
      func one() -> Int {
      // Decorated, outermost first: @Logged
      #sourceLocation(file: "test.swift", line: 1)
      func `one()`() -> Int {
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 1)
                                  1
      }
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 1)
      return Decorators::withLogging(named: "one()") { () -> Int in `one()`() }
      #sourceLocation()
      }
      """
    )
  }

  @Test func firstLineOfABody_beginsAtItsOwnColumn() {
    assertExpansion(
      """
      @Logged
      func one() -> Int {
            let two = 2
            return two
      }
      """,
      """
      func one() -> Int {
      // Decorated, outermost first: @Logged
      #sourceLocation(file: "test.swift", line: 2)
      func `one()`() -> Int {
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 3)
            let two = 2
            return two
      }
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 1)
      return Decorators::withLogging(named: "one()") { () -> Int in `one()`() }
      #sourceLocation()
      }
      """
    )
  }

  @Test func bodyThatPlacesItself_isNotPlacedOnceMore() {
    assertExpansion(
      """
      @Logged
      func load() -> Int {
        #sourceLocation(file: "page.gyb", line: 7)
        let pages = 1
        #sourceLocation()
        return pages
      }
      """,
      """
      func load() -> Int {
      // Decorated, outermost first: @Logged
      #sourceLocation(file: "test.swift", line: 2)
      func `load()`() -> Int {
      #sourceLocation()
        #sourceLocation(file: "page.gyb", line: 7)
        let pages = 1
        #sourceLocation()
        return pages
      }
      #sourceLocation(file: "test.swift", line: 1)
      return Decorators::withLogging(named: "load()") { () -> Int in `load()`() }
      #sourceLocation()
      }
      """
    )
  }

  @Test func localFunctionsAndDefer_stayInTheBody() {
    assertExpansion(
      """
      @Logged
      func load() -> Int {
        defer { print("done") }
        func one() -> Int { 1 }
        return one()
      }
      """,
      """
      func load() -> Int {
      // Decorated, outermost first: @Logged
      #sourceLocation(file: "test.swift", line: 2)
      func `load()`() -> Int {
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 3)
        defer { print("done") }
        func one() -> Int { 1 }
        return one()
      }
      #sourceLocation()
      #sourceLocation(file: "test.swift", line: 1)
      return Decorators::withLogging(named: "load()") { () -> Int in `load()`() }
      #sourceLocation()
      }
      """
    )
  }
}
