import Testing

@Suite struct GenericCodeExpansionTests {
  @Test func extension_keepsItsPolicyInATable() {
    assertExpansion(
      """
      extension Shape {
        @Timed
        func area() -> Int { 1 }
      }
      """,
      """
      extension Shape {
        func area() -> Int {
        // Decorated, outermost first: @Timed
        #sourceLocation(file: "test.swift", line: 3)
        func `area()`() -> Int {
        #sourceLocation()
        #sourceLocation(file: "test.swift", line: 3)
                               1
        }
        #sourceLocation()
        #sourceLocation(file: "test.swift", line: 2)
        return Decorators::TimingPolicy.kept(for: "TestModule/test.swift:3:8 Shape.area()") { Decorators::TimingPolicy(named: "Shape.area()") }.run(named: "Shape.area()") { () -> Int in `area()`() }
        #sourceLocation()
        }
      }
      """
    )
  }

  @Test func genericFunction_keepsItsPolicyInATable() {
    assertExpansion(
      """
      @Timed
      func describe<Value>(_ value: Value) {}
      """,
      """
      func describe<Value>(_ value: Value) {
      // Decorated, outermost first: @Timed
      #sourceLocation(file: "test.swift", line: 2)
      func `describe(_:)`() {
      #sourceLocation()
      }
      #sourceLocation(file: "test.swift", line: 1)
      return Decorators::TimingPolicy.kept(for: "TestModule/test.swift:2:6 describe(_:)") { Decorators::TimingPolicy(named: "describe(_:)") }.run(named: "describe(_:)") { () -> Void in `describe(_:)`() }
      #sourceLocation()
      }
      """
    )
  }

  @Test func opaqueParameter_isGeneric() {
    assertExpansion(
      """
      @Timed
      func describe(_ value: some Any) {}
      """,
      """
      func describe(_ value: some Any) {
      // Decorated, outermost first: @Timed
      #sourceLocation(file: "test.swift", line: 2)
      func `describe(_:)`() {
      #sourceLocation()
      }
      #sourceLocation(file: "test.swift", line: 1)
      return Decorators::TimingPolicy.kept(for: "TestModule/test.swift:2:6 describe(_:)") { Decorators::TimingPolicy(named: "describe(_:)") }.run(named: "describe(_:)") { () -> Void in `describe(_:)`() }
      #sourceLocation()
      }
      """
    )
  }

  @Test func genericType_keepsItsPolicyInATable() {
    assertExpansion(
      """
      struct Box<Content> {
        @Timed
        func open() {}
      }
      """,
      """
      struct Box<Content> {
        func open() {
        // Decorated, outermost first: @Timed
        #sourceLocation(file: "test.swift", line: 3)
        func `open()`() {
        #sourceLocation()
        }
        #sourceLocation(file: "test.swift", line: 2)
        return Decorators::TimingPolicy.kept(for: "TestModule/test.swift:3:8 Box.open()") { Decorators::TimingPolicy(named: "Box.open()") }.run(named: "Box.open()") { () -> Void in `open()`() }
        #sourceLocation()
        }
      }
      """
    )
  }

  @Test func inlinable_keepsItsPolicyInATable() {
    assertExpansion(
      """
      @inlinable @Timed
      public func load() {}
      """,
      """
      @inlinable
      public func load() {
      // Decorated, outermost first: @Timed
      #sourceLocation(file: "test.swift", line: 2)
      func `load()`() {
      #sourceLocation()
      }
      #sourceLocation(file: "test.swift", line: 1)
      return Decorators::TimingPolicy.kept(for: "TestModule/test.swift:2:13 load()") { Decorators::TimingPolicy(named: "load()") }.run(named: "load()") { () -> Void in `load()`() }
      #sourceLocation()
      }
      """
    )
  }

  @Test func functionInAnInitializer_keepsItsPolicyInATable() {
    assertExpansion(
      """
      struct Point {
        init() {
          @Timed
          func inner() {}
        }
      }
      """,
      """
      struct Point {
        init() {
          func inner() {
          // Decorated, outermost first: @Timed
          #sourceLocation(file: "test.swift", line: 4)
          func `inner()`() {
          #sourceLocation()
          }
          #sourceLocation(file: "test.swift", line: 3)
          return Decorators::TimingPolicy.kept(for: "TestModule/test.swift:4:10 Point.inner()") { Decorators::TimingPolicy(named: "Point.inner()") }.run(named: "Point.inner()") { () -> Void in `inner()`() }
          #sourceLocation()
          }
        }
      }
      """
    )
  }
}
