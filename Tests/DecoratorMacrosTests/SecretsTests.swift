import DecoratorMacros
import DecoratorsTesting
import Testing

@propertyWrapper private struct Hidden<Value> {
  var wrappedValue: Value
}

/// What a parameter's property wrapper may be there to hide is never logged, however the arguments are chosen.
@Suite struct SecretsTests {
  fileprivate struct Door {
    let logger: Logger
    let policy = LoggingPolicy(levels: LogLevels(call: .info), arguments: .all)
    static let choice = ArgumentLogging.all

    @Logged(arguments: .all, level: .info, logger: \Self.logger)
    func all(user: String, @Hidden password: String) -> Int { password.count }

    @Logged(arguments: .only("user", "password"), level: .info, logger: \Self.logger)
    func only(user: String, @Redacted password: String) async -> Int { password.count }

    @Logged(\Self.policy, logger: \Self.logger)
    func byPolicy(user: String, @Hidden password: String?) throws -> Int { password?.count ?? 0 }

    @Logged(arguments: Self.choice, level: .info, logger: \Self.logger)
    func byChoice(user: String, @Hidden _ password: String) -> Int { password.count }

    @Logged(arguments: .all, level: .info, logger: \Self.logger)
    func inTypes(user: String, password: Redacted<String>?, others: [Redacted<String>]) -> Int { others.count }
  }

  fileprivate final class Vault: Sendable {
    @Memoized func open(user: String, @Hidden password: String) throws -> Int {
      try open(user: user, password: password)
    }

    @Memoized(key: { (user: String, password: String) -> String in user + password })
    func openByKey(user: String, @Hidden password: String) async throws -> Int {
      try await openByKey(user: user, password: password)
    }

    @Memoized(ignoring: "password") func openForUser(user: String, @Hidden password: String) throws -> Int {
      try openForUser(user: user, password: password)
    }

    @Memoized static func openAny(@Hidden _ password: String) throws -> Int { try openAny(password) }
  }

  @Test func keyWithAWrappedParameter_isNotInTheError() async throws {
    let vault = Vault()
    let hidden = [
      try await message { _ = try vault.open(user: "ada", password: "s3cret") },
      try await message { _ = try await vault.openByKey(user: "ada", password: "s3cret") },
      try await message { _ = try Vault.openAny("s3cret") },
    ]
    for message in hidden {
      #expect(!message.contains("s3cret"))
      #expect(message.contains("<redacted>"))
    }
    #expect(try await message { _ = try vault.openForUser(user: "ada", password: "s3cret") }.contains("ada"))
  }

  /// What the error of a load says that asks for its own key.
  private func message(_ load: () async throws -> Void) async throws -> String {
    "\(try #require(await #expect(throws: RecursiveLoadError.self) { try await load() }))"
  }

  @Test func wrappedParameter_isRedacted() async throws {
    let recorder = LogRecorder()
    let door = Door(logger: recorder.logger)
    _ = door.all(user: "ada", password: "s3cret")
    _ = await door.only(user: "ada", password: "s3cret")
    _ = try door.byPolicy(user: "ada", password: "s3cret")
    _ = door.byChoice(user: "ada", "s3cret")
    _ = door.inTypes(user: "ada", password: Redacted("s3cret"), others: [Redacted("s3cret")])
    let text = recorder.entries.map { "\($0)" }.joined(separator: "\n")
    #expect(!text.contains("s3cret"))
    let shown = recorder.entries.compactMap { $0.metadata["call.arguments"] }.map { "\($0)" }
    #expect(shown.count { $0.contains("ada") } >= 5)
    #expect(shown.count { $0.contains("<redacted>") } >= 5)
  }
}
