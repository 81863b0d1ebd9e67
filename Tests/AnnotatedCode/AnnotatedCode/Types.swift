import DecoratorMacros
import Logging

struct Point: Equatable, Codable {
  var x = 0

  @Timed @Logged
  mutating func move(by distance: Int) { x += distance }

  @Timed @Logged @Retrying
  mutating func moveLater(by distance: Int) async throws { x += distance }

  @Timed
  static func + (left: Point, right: Point) -> Point { Point(x: left.x + right.x) }

  @Timed
  static prefix func - (point: Point) -> Point { Point(x: -point.x) }

  @Timed @Memoized
  static func at(_ x: Int) -> Point { Point(x: x) }

  @Timed
  func moved(by distance: Int) -> Self { Point(x: x + distance) }

  @Timed
  fileprivate func secret() -> Int { 5 }
}

extension Point {
  @Timed @Logged(arguments: .all)
  func distance(to other: Point) -> Int { abs(x - other.x) }

  @Timed @Logged(level: .info)
  static func unit() -> Point { Point(x: 1) }
}

nonisolated struct Gate: ~Copyable {
  var passed = 0

  @Timed @Logged
  borrowing func look() -> Int { passed }

  @Timed @Logged
  mutating func pass() { passed += 1 }
}

enum Grade: String {
  case low, high

  @Timed @Logged
  func raised() -> Grade { .high }

  @Timed @Memoized
  static func named(_ name: String) -> Grade? { Grade(rawValue: name) }
}

nonisolated class Shape {
  @Timed @Logged
  func area() throws -> Int { 1 }

  @Timed @Logged
  func same() -> Self { self }

  @Timed
  class func corners() -> Int { 0 }

  @Timed @Memoized
  func edges(_ count: Int) -> Int { count }
}

nonisolated final class Square: Shape {
  let edgesOfSquare = MemoCache<Int, Int>(capacity: 4)

  @Timed @Logged @Retrying
  override func area() throws -> Int { try super.area() + 1 }

  @Timed @Memoized(in: \Square.edgesOfSquare)
  override func edges(_ count: Int) -> Int { super.edges(count) * 4 }

  @Timed
  override class func corners() -> Int { 4 }
}

struct Catalogue {
  nonisolated let users = MemoCache<String, Int>(capacity: 4)
  nonisolated let numbers = MemoCache<Int, Int>(capacity: 4)

  @Timed @Memoized(in: \Self.numbers)
  func user(_ number: Int) async -> Int { number }

  @Timed @Memoized(in: \Self.users)
  func user(_ id: String) async -> Int { id.count }
}

struct Configured {
  let timing: TimingPolicy
  let policy: RetryPolicy
  let audit: LoggingPolicy
  let generator: any RandomNumberGenerator & Sendable

  @Timed(\Self.timing) @Logged(\Self.audit) @Retrying(\Self.policy)
  func run(_ id: Int) async throws -> Int { id }

  @Timed @Retrying(generator: \Self.generator, logger: Logger(label: "seeded"), willRetry: { _ in })
  func seeded() throws -> Int { 15 }
}

@TimedMembers @LoggedMembers(level: .info)
struct Service {
  func plain() -> Int { 16 }

  @Retrying
  func retried() throws -> Int { 17 }

  @NotTimed @NotLogged
  func unwatched() -> Int { 18 }

  @Timed(named: "own") @Logged
  func own() -> Int { 19 }

  static func shared() -> Int { 20 }
}

struct Recipe {
  nonisolated static let sinks: [TimingSink] = [.log()]

  func cooked(_ minutes: Int) throws -> Int {
    @Timed(to: Self.sinks) @Logged(level: .info) @Retrying
    func wait() throws -> Int { minutes }
    return try wait()
  }
}

@TimedMembers
extension Service {
  func extended() -> Int { 21 }
}

func callTypes() async throws -> [Int] {
  var point = Point()
  point.move(by: 1)
  try await point.moveLater(by: 1)
  var results = [point.x, (point + point).x, (-point).x, Point.at(4).x, point.moved(by: 3).x, point.secret()]
  results += [point.distance(to: Point()), Point.unit().x]
  var gate = Gate()
  gate.pass()
  results += [gate.look(), Grade.low.raised().rawValue.count, Grade.named("low") == .low ? 3 : 0]
  let square = Square()
  results += [try Shape().area(), try square.same().area(), Shape.corners(), Square.corners()]
  results += [Shape().edges(2), square.edges(3), await Catalogue().user("abc") + Catalogue().user(0)]
  let configured = Configured(
    timing: TimingPolicy(named: "Configured.run(_:)"),
    policy: RetryPolicy(attempts: 2),
    audit: LoggingPolicy(),
    generator: SystemRandomNumberGenerator()
  )
  results += [try await configured.run(14), try configured.seeded()]
  let service = Service()
  results += [service.plain(), try service.retried(), service.unwatched(), service.own(), Service.shared()]
  return results + [service.extended(), try Recipe().cooked(22)]
}
