import Testing

@Suite struct PlacesExpansionTests {
  @Test func globalFunction_keepsItsPolicyInATypeOfItsOwn() {
    assertExpansion(
      """
      @Timed
      func load() {}
      """,
      """
      func load() {
      // Decorated, outermost first: @Timed
      enum __macro_local_10decoratorsfMu_ {
        nonisolated static let __macro_local_5timedfMu_ = Decorators::TimingPolicy(named: "load()")
      }
      #sourceLocation(file: "test.swift", line: 2)
      func `load()`() {
      #sourceLocation()
      }
      #sourceLocation(file: "test.swift", line: 1)
      return __macro_local_10decoratorsfMu_.__macro_local_5timedfMu_.run(named: "load()") { () -> Void in `load()`() }
      #sourceLocation()
      }
      """
    )
  }

  @Test func method_isNamedWithItsType() {
    assertExpansion(
      """
      struct Outer {
        class Inner {
          @Logged
          func load(_ id: Int, of kind: String) {}
        }
      }
      """,
      """
      struct Outer {
        class Inner {
          func load(_ id: Int, of kind: String) {
          // Decorated, outermost first: @Logged
          #sourceLocation(file: "test.swift", line: 4)
          func `load(_:of:)`() {
          #sourceLocation()
          }
          #sourceLocation(file: "test.swift", line: 3)
          return Decorators::withLogging(named: "Outer.Inner.load(_:of:)") { () -> Void in `load(_:of:)`() }
          #sourceLocation()
          }
        }
      }
      """
    )
  }

  @Test func mutatingMethod_isDecoratedAsItIs() {
    assertExpansion(
      """
      struct Point {
        var x = 0
        @Timed
        mutating func move() { x += 1 }
      }
      """,
      """
      struct Point {
        var x = 0
        mutating func move() {
        // Decorated, outermost first: @Timed
        enum __macro_local_10decoratorsfMu_ {
          nonisolated static let __macro_local_5timedfMu_ = Decorators::TimingPolicy(named: "Point.move()")
        }
        #sourceLocation(file: "test.swift", line: 4)
        func `move()`() {
        #sourceLocation()
        #sourceLocation(file: "test.swift", line: 4)
                                 x += 1
        }
        #sourceLocation()
        #sourceLocation(file: "test.swift", line: 3)
        return __macro_local_10decoratorsfMu_.__macro_local_5timedfMu_.run(named: "Point.move()") { () -> Void in `move()`() }
        #sourceLocation()
        }
      }
      """
    )
  }

  @Test func actorMethod_isDecoratedAsItIs() {
    assertExpansion(
      """
      actor Counter {
        var count = 0
        @Timed
        func bump() { count += 1 }
      }
      """,
      """
      actor Counter {
        var count = 0
        func bump() {
        // Decorated, outermost first: @Timed
        enum __macro_local_10decoratorsfMu_ {
          nonisolated static let __macro_local_5timedfMu_ = Decorators::TimingPolicy(named: "Counter.bump()")
        }
        #sourceLocation(file: "test.swift", line: 4)
        func `bump()`() {
        #sourceLocation()
        #sourceLocation(file: "test.swift", line: 4)
                        count += 1
        }
        #sourceLocation()
        #sourceLocation(file: "test.swift", line: 3)
        return __macro_local_10decoratorsfMu_.__macro_local_5timedfMu_.run(named: "Counter.bump()") { () -> Void in `bump()`() }
        #sourceLocation()
        }
      }
      """
    )
  }

  @Test func enumMethod_isDecoratedAsItIs() {
    assertExpansion(
      """
      enum Grade {
        case low, high
        @Timed
        func raised() -> Self { .high }
      }
      """,
      """
      enum Grade {
        case low, high
        func raised() -> Self {
        // Decorated, outermost first: @Timed
        enum __macro_local_10decoratorsfMu_ {
          nonisolated static let __macro_local_5timedfMu_ = Decorators::TimingPolicy(named: "Grade.raised()")
        }
        #sourceLocation(file: "test.swift", line: 4)
        func `raised()`() -> Self {
        #sourceLocation()
        #sourceLocation(file: "test.swift", line: 4)
                                  .high
        }
        #sourceLocation()
        #sourceLocation(file: "test.swift", line: 3)
        return __macro_local_10decoratorsfMu_.__macro_local_5timedfMu_.run(named: "Grade.raised()") { () -> Self in `raised()`() }
        #sourceLocation()
        }
      }
      """
    )
  }

  @Test func staticMethod_isDecoratedAsItIs() {
    assertExpansion(
      """
      class Shape {
        @Timed
        class func corners() -> Int { 0 }
      }
      """,
      """
      class Shape {
        class func corners() -> Int {
        // Decorated, outermost first: @Timed
        enum __macro_local_10decoratorsfMu_ {
          nonisolated static let __macro_local_5timedfMu_ = Decorators::TimingPolicy(named: "Shape.corners()")
        }
        #sourceLocation(file: "test.swift", line: 3)
        func `corners()`() -> Int {
        #sourceLocation()
        #sourceLocation(file: "test.swift", line: 3)
                                        0
        }
        #sourceLocation()
        #sourceLocation(file: "test.swift", line: 2)
        return __macro_local_10decoratorsfMu_.__macro_local_5timedfMu_.run(named: "Shape.corners()") { () -> Int in `corners()`() }
        #sourceLocation()
        }
      }
      """
    )
  }

  @Test func operator_isNamedAsItIs() {
    assertExpansion(
      """
      struct Point {
        @Logged
        static func + (left: Point, right: Point) -> Point { left }
      }
      """,
      """
      struct Point {
        static func + (left: Point, right: Point) -> Point {
        // Decorated, outermost first: @Logged
        #sourceLocation(file: "test.swift", line: 3)
        func `+(left:right:)`() -> Point {
        #sourceLocation()
        #sourceLocation(file: "test.swift", line: 3)
                                                               left
        }
        #sourceLocation()
        #sourceLocation(file: "test.swift", line: 2)
        return Decorators::withLogging(named: "Point.+(left:right:)") { () -> Point in `+(left:right:)`() }
        #sourceLocation()
        }
      }
      """
    )
  }

  @Test func localFunction_keepsItsPolicyInATypeOfItsOwn() {
    assertExpansion(
      """
      func outer() {
        @Timed
        func inner() {}
      }
      """,
      """
      func outer() {
        func inner() {
        // Decorated, outermost first: @Timed
        enum __macro_local_10decoratorsfMu_ {
          nonisolated static let __macro_local_5timedfMu_ = Decorators::TimingPolicy(named: "outer().inner()")
        }
        #sourceLocation(file: "test.swift", line: 3)
        func `inner()`() {
        #sourceLocation()
        }
        #sourceLocation(file: "test.swift", line: 2)
        return __macro_local_10decoratorsfMu_.__macro_local_5timedfMu_.run(named: "outer().inner()") { () -> Void in `inner()`() }
        #sourceLocation()
        }
      }
      """
    )
  }

  @Test func localFunction_keepsItsPolicy_whereItsValuesAreNamedWithTheirTypes() {
    assertExpansion(
      """
      func outer() {
        @Timed(to: Sinks.all)
        func inner() {}
      }
      """,
      """
      func outer() {
        func inner() {
        // Decorated, outermost first: @Timed
        enum __macro_local_10decoratorsfMu_ {
        #sourceLocation(file: "test.swift", line: 2)
          nonisolated static let __macro_local_5timedfMu_ = Decorators::TimingPolicy(named: "outer().inner()", to: Sinks.all)
        #sourceLocation()
        }
        #sourceLocation(file: "test.swift", line: 3)
        func `inner()`() {
        #sourceLocation()
        }
        #sourceLocation(file: "test.swift", line: 2)
        return __macro_local_10decoratorsfMu_.__macro_local_5timedfMu_.run(named: "outer().inner()") { () -> Void in `inner()`() }
        #sourceLocation()
        }
      }
      """
    )
  }

  /// The body around a local function is not shown to a macro, so the name may be a local one.
  @Test func localFunction_makesItsPolicyOnEachCall_whereAValueMayBeLocal() {
    assertExpansion(
      """
      func outer() {
        @Timed(to: sinks)
        func inner() {}
      }
      """,
      """
      func outer() {
        func inner() {
        // Decorated, outermost first: @Timed
        #sourceLocation(file: "test.swift", line: 3)
        func `inner()`() {
        #sourceLocation()
        }
        #sourceLocation(file: "test.swift", line: 2)
        return Decorators::TimingPolicy(named: "outer().inner()", to: sinks).run(named: "outer().inner()") { () -> Void in `inner()`() }
        #sourceLocation()
        }
      }
      """
    )
  }

  @Test func otherAttributesAndModifiers_stay() {
    assertExpansion(
      """
      struct Shape {
        /// What it covers.
        @discardableResult @Timed @available(macOS 13, *)
        public static func area() -> Int { 1 }
      }
      """,
      """
      struct Shape {
        /// What it covers.
        @discardableResult @available(macOS 13, *)
        public static func area() -> Int {
        // Decorated, outermost first: @Timed
        enum __macro_local_10decoratorsfMu_ {
          nonisolated static let __macro_local_5timedfMu_ = Decorators::TimingPolicy(named: "Shape.area()")
        }
        #sourceLocation(file: "test.swift", line: 4)
        func `area()`() -> Int {
        #sourceLocation()
        #sourceLocation(file: "test.swift", line: 4)
                                             1
        }
        #sourceLocation()
        #sourceLocation(file: "test.swift", line: 3)
        return __macro_local_10decoratorsfMu_.__macro_local_5timedfMu_.run(named: "Shape.area()") { () -> Int in `area()`() }
        #sourceLocation()
        }
      }
      """,
      body: "Timed"
    )
  }
}
