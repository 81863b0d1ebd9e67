import DecoratorMacros

/// The actor that a call is isolated to, as `#isolation` tells it.
func isolation(_ actor: isolated (any Actor)? = #isolation) -> String { actor.map { "\(type(of: $0))" } ?? "none" }

nonisolated func bareGlobal() -> String { isolation() }
@Timed
nonisolated func timedGlobal() -> String { isolation() }
@Retrying(attempts: 2)
nonisolated func retriedGlobal() throws -> String { isolation() }
@Logged
nonisolated func loggedGlobal() -> String { isolation() }
@Memoized
nonisolated func memoizedGlobal() -> String { isolation() }
@Timed @Logged @Memoized @Retrying(attempts: 2)
nonisolated func allGlobal() throws -> String { isolation() }
nonisolated func bareGlobalLater() async -> String { isolation() }
@Timed
nonisolated func timedGlobalLater() async -> String { isolation() }
@Retrying(attempts: 2)
nonisolated func retriedGlobalLater() async throws -> String { isolation() }
@Logged
nonisolated func loggedGlobalLater() async -> String { isolation() }
@Memoized
nonisolated func memoizedGlobalLater() async -> String { isolation() }
@Timed @Logged @Memoized @Retrying(attempts: 2)
nonisolated func allGlobalLater() async throws -> String { isolation() }
@MainActor func bareMain() -> String { isolation() }
@Timed
@MainActor func timedMain() -> String { isolation() }
@Retrying(attempts: 2, allowing: .blockedActor)
@MainActor func retriedMain() throws -> String { isolation() }
@Logged
@MainActor func loggedMain() -> String { isolation() }
@Memoized
@MainActor func memoizedMain() -> String { isolation() }
@Timed @Logged @Memoized @Retrying(attempts: 2, allowing: .blockedActor)
@MainActor func allMain() throws -> String { isolation() }
@MainActor func bareMainLater() async -> String { isolation() }
@Timed
@MainActor func timedMainLater() async -> String { isolation() }
@Retrying(attempts: 2)
@MainActor func retriedMainLater() async throws -> String { isolation() }
@Logged
@MainActor func loggedMainLater() async -> String { isolation() }
@Memoized
@MainActor func memoizedMainLater() async -> String { isolation() }
@Timed @Logged @Memoized @Retrying(attempts: 2)
@MainActor func allMainLater() async throws -> String { isolation() }
nonisolated(nonsending) func bareNonsending() async -> String { isolation() }
@Timed
nonisolated(nonsending) func timedNonsending() async -> String { isolation() }
@Retrying(attempts: 2)
nonisolated(nonsending) func retriedNonsending() async throws -> String { isolation() }
@Logged
nonisolated(nonsending) func loggedNonsending() async -> String { isolation() }
@Memoized
nonisolated(nonsending) func memoizedNonsending() async -> String { isolation() }
@Timed @Logged @Memoized @Retrying(attempts: 2)
nonisolated(nonsending) func allNonsending() async throws -> String { isolation() }
@concurrent func bareConcurrent() async -> String { isolation() }
@Timed
@concurrent func timedConcurrent() async -> String { isolation() }
@Retrying(attempts: 2)
@concurrent func retriedConcurrent() async throws -> String { isolation() }
@Logged
@concurrent func loggedConcurrent() async -> String { isolation() }
@Memoized
@concurrent func memoizedConcurrent() async -> String { isolation() }
@Timed @Logged @Memoized @Retrying(attempts: 2)
@concurrent func allConcurrent() async throws -> String { isolation() }
func bareParameter(_ cell: isolated Cell) -> String { isolation() }
@Timed
func timedParameter(_ cell: isolated Cell) -> String { isolation() }
@Retrying(attempts: 2, allowing: .blockedActor)
func retriedParameter(_ cell: isolated Cell) throws -> String { isolation() }
@Logged
func loggedParameter(_ cell: isolated Cell) -> String { isolation() }
@Memoized(ignoring: "cell")
func memoizedParameter(_ cell: isolated Cell) -> String { isolation() }
@Timed @Logged @Memoized(ignoring: "cell") @Retrying(attempts: 2, allowing: .blockedActor)
func allParameter(_ cell: isolated Cell) throws -> String { isolation() }
func bareParameterLater(_ cell: isolated Cell) async -> String { isolation() }
@Timed
func timedParameterLater(_ cell: isolated Cell) async -> String { isolation() }
@Retrying(attempts: 2)
func retriedParameterLater(_ cell: isolated Cell) async throws -> String { isolation() }
@Logged
func loggedParameterLater(_ cell: isolated Cell) async -> String { isolation() }
@Memoized(ignoring: "cell")
func memoizedParameterLater(_ cell: isolated Cell) async -> String { isolation() }
@Timed @Logged @Memoized(ignoring: "cell") @Retrying(attempts: 2)
func allParameterLater(_ cell: isolated Cell) async throws -> String { isolation() }
func bareOptionalLater(_ cell: isolated (any Actor)?) async -> String { isolation() }
@Timed
func timedOptionalLater(_ cell: isolated (any Actor)?) async -> String { isolation() }
@Retrying(attempts: 2)
func retriedOptionalLater(_ cell: isolated (any Actor)?) async throws -> String { isolation() }
@Logged
func loggedOptionalLater(_ cell: isolated (any Actor)?) async -> String { isolation() }
@Memoized(ignoring: "cell")
func memoizedOptionalLater(_ cell: isolated (any Actor)?) async -> String { isolation() }
@Timed @Logged @Memoized(ignoring: "cell") @Retrying(attempts: 2)
func allOptionalLater(_ cell: isolated (any Actor)?) async throws -> String { isolation() }

actor Cell {
  func bareOwn() -> String { isolation() }
  @Timed
  func timedOwn() -> String { isolation() }
  @Retrying(attempts: 2, allowing: .blockedActor)
  func retriedOwn() throws -> String { isolation() }
  @Logged
  func loggedOwn() -> String { isolation() }
  @Memoized
  func memoizedOwn() -> String { isolation() }
  @Timed @Logged @Memoized @Retrying(attempts: 2, allowing: .blockedActor)
  func allOwn() throws -> String { isolation() }
  func bareOwnLater() async -> String { isolation() }
  @Timed
  func timedOwnLater() async -> String { isolation() }
  @Retrying(attempts: 2)
  func retriedOwnLater() async throws -> String { isolation() }
  @Logged
  func loggedOwnLater() async -> String { isolation() }
  @Memoized
  func memoizedOwnLater() async -> String { isolation() }
  @Timed @Logged @Memoized @Retrying(attempts: 2)
  func allOwnLater() async throws -> String { isolation() }
  nonisolated func bareFreeLater() async -> String { isolation() }
  @Timed
  nonisolated func timedFreeLater() async -> String { isolation() }
  @Retrying(attempts: 2)
  nonisolated func retriedFreeLater() async throws -> String { isolation() }
  @Logged
  nonisolated func loggedFreeLater() async -> String { isolation() }
  @Memoized
  nonisolated func memoizedFreeLater() async -> String { isolation() }
  @Timed @Logged @Memoized @Retrying(attempts: 2)
  nonisolated func allFreeLater() async throws -> String { isolation() }
  @MainActor func bareOfMain() async -> String { isolation() }
  @Timed
  @MainActor func timedOfMain() async -> String { isolation() }
  @Retrying(attempts: 2)
  @MainActor func retriedOfMain() async throws -> String { isolation() }
  @Logged
  @MainActor func loggedOfMain() async -> String { isolation() }
  @Memoized
  @MainActor func memoizedOfMain() async -> String { isolation() }
  @Timed @Logged @Memoized @Retrying(attempts: 2)
  @MainActor func allOfMain() async throws -> String { isolation() }
}

@MainActor final class Screen {
  nonisolated init() {}

  func bareType() -> String { isolation() }
  @Timed
  func timedType() -> String { isolation() }
  @Retrying(attempts: 2, allowing: .blockedActor)
  func retriedType() throws -> String { isolation() }
  @Logged
  func loggedType() -> String { isolation() }
  @Memoized
  func memoizedType() -> String { isolation() }
  @Timed @Logged @Memoized @Retrying(attempts: 2, allowing: .blockedActor)
  func allType() throws -> String { isolation() }
  func bareTypeLater() async -> String { isolation() }
  @Timed
  func timedTypeLater() async -> String { isolation() }
  @Retrying(attempts: 2)
  func retriedTypeLater() async throws -> String { isolation() }
  @Logged
  func loggedTypeLater() async -> String { isolation() }
  @Memoized
  func memoizedTypeLater() async -> String { isolation() }
  @Timed @Logged @Memoized @Retrying(attempts: 2)
  func allTypeLater() async throws -> String { isolation() }
}

/// Calls every function above from one actor and tells which sees another isolation decorated than bare.
actor Observer {
  private var differences: [String] = []

  private func compare(_ name: String, _ decorated: String, _ bare: String) {
    if decorated != bare { differences.append("\(name): \(decorated), bare \(bare)") }
  }

  private func lookGlobal(_ cell: Cell, _ screen: Screen) async throws {
    let bare = bareGlobal()
    compare("timedGlobal", timedGlobal(), bare)
    compare("retriedGlobal", try retriedGlobal(), bare)
    compare("loggedGlobal", loggedGlobal(), bare)
    compare("memoizedGlobal", memoizedGlobal(), bare)
    compare("allGlobal", try allGlobal(), bare)
  }

  private func lookGlobalLater(_ cell: Cell, _ screen: Screen) async throws {
    let bare = await bareGlobalLater()
    compare("timedGlobalLater", await timedGlobalLater(), bare)
    compare("retriedGlobalLater", try await retriedGlobalLater(), bare)
    compare("loggedGlobalLater", await loggedGlobalLater(), bare)
    compare("memoizedGlobalLater", await memoizedGlobalLater(), bare)
    compare("allGlobalLater", try await allGlobalLater(), bare)
  }

  private func lookMain(_ cell: Cell, _ screen: Screen) async throws {
    let bare = await bareMain()
    compare("timedMain", await timedMain(), bare)
    compare("retriedMain", try await retriedMain(), bare)
    compare("loggedMain", await loggedMain(), bare)
    compare("memoizedMain", await memoizedMain(), bare)
    compare("allMain", try await allMain(), bare)
  }

  private func lookMainLater(_ cell: Cell, _ screen: Screen) async throws {
    let bare = await bareMainLater()
    compare("timedMainLater", await timedMainLater(), bare)
    compare("retriedMainLater", try await retriedMainLater(), bare)
    compare("loggedMainLater", await loggedMainLater(), bare)
    compare("memoizedMainLater", await memoizedMainLater(), bare)
    compare("allMainLater", try await allMainLater(), bare)
  }

  private func lookNonsending(_ cell: Cell, _ screen: Screen) async throws {
    let bare = await bareNonsending()
    compare("timedNonsending", await timedNonsending(), bare)
    compare("retriedNonsending", try await retriedNonsending(), bare)
    compare("loggedNonsending", await loggedNonsending(), bare)
    compare("memoizedNonsending", await memoizedNonsending(), bare)
    compare("allNonsending", try await allNonsending(), bare)
  }

  private func lookConcurrent(_ cell: Cell, _ screen: Screen) async throws {
    let bare = await bareConcurrent()
    compare("timedConcurrent", await timedConcurrent(), bare)
    compare("retriedConcurrent", try await retriedConcurrent(), bare)
    compare("loggedConcurrent", await loggedConcurrent(), bare)
    compare("memoizedConcurrent", await memoizedConcurrent(), bare)
    compare("allConcurrent", try await allConcurrent(), bare)
  }

  private func lookParameter(_ cell: Cell, _ screen: Screen) async throws {
    let bare = await bareParameter(cell)
    compare("timedParameter", await timedParameter(cell), bare)
    compare("retriedParameter", try await retriedParameter(cell), bare)
    compare("loggedParameter", await loggedParameter(cell), bare)
    compare("memoizedParameter", await memoizedParameter(cell), bare)
    compare("allParameter", try await allParameter(cell), bare)
  }

  private func lookParameterLater(_ cell: Cell, _ screen: Screen) async throws {
    let bare = await bareParameterLater(cell)
    compare("timedParameterLater", await timedParameterLater(cell), bare)
    compare("retriedParameterLater", try await retriedParameterLater(cell), bare)
    compare("loggedParameterLater", await loggedParameterLater(cell), bare)
    compare("memoizedParameterLater", await memoizedParameterLater(cell), bare)
    compare("allParameterLater", try await allParameterLater(cell), bare)
  }

  private func lookOptionalLater(_ cell: Cell, _ screen: Screen) async throws {
    let bare = await bareOptionalLater(self)
    compare("timedOptionalLater", await timedOptionalLater(self), bare)
    compare("retriedOptionalLater", try await retriedOptionalLater(self), bare)
    compare("loggedOptionalLater", await loggedOptionalLater(self), bare)
    compare("memoizedOptionalLater", await memoizedOptionalLater(self), bare)
    compare("allOptionalLater", try await allOptionalLater(self), bare)
  }

  private func lookOwn(_ cell: Cell, _ screen: Screen) async throws {
    let bare = await cell.bareOwn()
    compare("timedOwn", await cell.timedOwn(), bare)
    compare("retriedOwn", try await cell.retriedOwn(), bare)
    compare("loggedOwn", await cell.loggedOwn(), bare)
    compare("memoizedOwn", await cell.memoizedOwn(), bare)
    compare("allOwn", try await cell.allOwn(), bare)
  }

  private func lookOwnLater(_ cell: Cell, _ screen: Screen) async throws {
    let bare = await cell.bareOwnLater()
    compare("timedOwnLater", await cell.timedOwnLater(), bare)
    compare("retriedOwnLater", try await cell.retriedOwnLater(), bare)
    compare("loggedOwnLater", await cell.loggedOwnLater(), bare)
    compare("memoizedOwnLater", await cell.memoizedOwnLater(), bare)
    compare("allOwnLater", try await cell.allOwnLater(), bare)
  }

  private func lookFreeLater(_ cell: Cell, _ screen: Screen) async throws {
    let bare = await cell.bareFreeLater()
    compare("timedFreeLater", await cell.timedFreeLater(), bare)
    compare("retriedFreeLater", try await cell.retriedFreeLater(), bare)
    compare("loggedFreeLater", await cell.loggedFreeLater(), bare)
    compare("memoizedFreeLater", await cell.memoizedFreeLater(), bare)
    compare("allFreeLater", try await cell.allFreeLater(), bare)
  }

  private func lookOfMain(_ cell: Cell, _ screen: Screen) async throws {
    let bare = await cell.bareOfMain()
    compare("timedOfMain", await cell.timedOfMain(), bare)
    compare("retriedOfMain", try await cell.retriedOfMain(), bare)
    compare("loggedOfMain", await cell.loggedOfMain(), bare)
    compare("memoizedOfMain", await cell.memoizedOfMain(), bare)
    compare("allOfMain", try await cell.allOfMain(), bare)
  }

  private func lookType(_ cell: Cell, _ screen: Screen) async throws {
    let bare = await screen.bareType()
    compare("timedType", await screen.timedType(), bare)
    compare("retriedType", try await screen.retriedType(), bare)
    compare("loggedType", await screen.loggedType(), bare)
    compare("memoizedType", await screen.memoizedType(), bare)
    compare("allType", try await screen.allType(), bare)
  }

  private func lookTypeLater(_ cell: Cell, _ screen: Screen) async throws {
    let bare = await screen.bareTypeLater()
    compare("timedTypeLater", await screen.timedTypeLater(), bare)
    compare("retriedTypeLater", try await screen.retriedTypeLater(), bare)
    compare("loggedTypeLater", await screen.loggedTypeLater(), bare)
    compare("memoizedTypeLater", await screen.memoizedTypeLater(), bare)
    compare("allTypeLater", try await screen.allTypeLater(), bare)
  }

  func look() async throws -> [String] {
    let (cell, screen) = (Cell(), Screen())
    try await lookGlobal(cell, screen)
    try await lookGlobalLater(cell, screen)
    try await lookMain(cell, screen)
    try await lookMainLater(cell, screen)
    try await lookNonsending(cell, screen)
    try await lookConcurrent(cell, screen)
    try await lookParameter(cell, screen)
    try await lookParameterLater(cell, screen)
    try await lookOptionalLater(cell, screen)
    try await lookOwn(cell, screen)
    try await lookOwnLater(cell, screen)
    try await lookFreeLater(cell, screen)
    try await lookOfMain(cell, screen)
    try await lookType(cell, screen)
    try await lookTypeLater(cell, screen)
    return differences
  }
}

/// What each kind of function keeps with `#isolation`.
public enum SeenIsolation {
  /// The functions that see another isolation decorated than bare.
  public nonisolated static func differences() async throws -> [String] { try await Observer().look() }
}
