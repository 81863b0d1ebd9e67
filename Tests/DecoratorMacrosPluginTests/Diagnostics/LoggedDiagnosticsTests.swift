import Testing

@Suite struct LoggedDiagnosticsTests {
  @Test(arguments: [
    Misuse(
      "@Logged(level: .info, levels: LogLevels()) func load() {}",
      .error(
        "'level:' and 'levels:' both set the levels of calls and successes: pass only one of the two",
        at: ".info"
      )
    ),
    Misuse(
      "@Logged(valueLimit: 0) func load() {}",
      .error(
        "'valueLimit:' must be at least 1 byte, not 0",
        at: "0"
      )
    ),
    Misuse(
      #"@Logged(arguments: .only("pasword")) func load(user: String, password: String) {}"#,
      .error(
        "'load' has no parameter with the internal name 'pasword'; loggable parameters: 'user', 'password'",
        at: #""pasword""#
      )
    ),
    Misuse(
      #"@Logged(arguments: .except("id")) func load() {}"#,
      .error(
        "'load' has no parameter with the internal name 'id'; it has no loggable parameters",
        at: #""id""#
      )
    ),
    Misuse(
      #"@Logged(arguments: .all(redacting: "wholly", "user")) func load(user: String) {}"#,
      .error(
        "'load' has no parameter with the internal name 'wholly'; loggable parameters: 'user'",
        at: #""wholly""#
      )
    ),
    Misuse(
      #"@Logged(arguments: .only("name")) func load(name user: String) {}"#,
      .error(
        "'load' has no parameter with the internal name 'name'; loggable parameters: 'user'",
        at: #""name""#
      )
    ),
    Misuse(
      #"@Logged(arguments: .only("work")) func load(_ work: () -> Void) {}"#,
      .error(
        "'work' cannot be logged: closures, isolated parameters, parameter packs, views of memory, and 'borrowing' or 'consuming' parameters are never logged; remove its name",
        at: #""work""#
      )
    ),
    Misuse(
      #"@Logged(arguments: .only("work")) func load(_ work: (() -> Void)?) {}"#,
      .error(
        "'work' cannot be logged: closures, isolated parameters, parameter packs, views of memory, and 'borrowing' or 'consuming' parameters are never logged; remove its name",
        at: #""work""#
      )
    ),
    Misuse(
      #"@Logged(arguments: .all(redacting: "ticket")) func load(_ ticket: borrowing Ticket) {}"#,
      .error(
        "'ticket' cannot be logged: closures, isolated parameters, parameter packs, views of memory, and 'borrowing' or 'consuming' parameters are never logged; remove its name",
        at: #""ticket""#
      )
    ),
    Misuse(
      #"@Logged(arguments: .only("values")) func load<each Value>(_ values: repeat each Value) {}"#,
      .error(
        "'values' cannot be logged: closures, isolated parameters, parameter packs, views of memory, and 'borrowing' or 'consuming' parameters are never logged; remove its name",
        at: #""values""#
      )
    ),
    Misuse(
      #"@Logged(arguments: .only("gate")) func load(on gate: isolated Gate) {}"#,
      .error(
        "'gate' cannot be logged: closures, isolated parameters, parameter packs, views of memory, and 'borrowing' or 'consuming' parameters are never logged; remove its name",
        at: #""gate""#
      )
    ),
  ])
  func misuse_isSaidWhereItIs(_ misuse: Misuse) {
    #expect(Diagnosed.all(in: misuse.source) == misuse.diagnosed)
  }

  @Test(arguments: [
    "@Logged(valueLimit: 1) func load() {}",
    #"@Logged(arguments: .except("work")) func load(_ work: () -> Void) {}"#,
    "@Logged(arguments: .only(name)) func load(_ id: Int) {}",
    #"@Logged(arguments: .only("in")) func load(`in`: Int) {}"#,
  ])
  func use_isAccepted(_ source: String) {
    #expect(Diagnosed.all(in: source) == [])
  }
}
