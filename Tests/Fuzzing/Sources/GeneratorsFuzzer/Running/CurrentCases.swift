import Glibc
import Synchronization

/// The case that each job is at, for what ends or holds up the program in its midst.
enum CurrentCases {
  static let capacity = 1_024
  static let idle = -1

  /// Outside of every object, so that a signal handler can read it.
  private nonisolated(unsafe) static let numbers = idleNumbers()
  private nonisolated(unsafe) static let numbersBefore = idleNumbers()
  private nonisolated(unsafe) static var reader: UnsafePointer<CChar>?
  private nonisolated(unsafe) static var seed: UnsafePointer<CChar>?
  private nonisolated(unsafe) static var previous: [Int32: sigaction] = [:]

  private static func idleNumbers() -> UnsafeMutablePointer<Int> {
    let numbers = UnsafeMutablePointer<Int>.allocate(capacity: capacity)
    numbers.initialize(repeating: idle, count: capacity)
    return numbers
  }

  static func set(_ number: Int, job: Int) { numbers[job] = number }

  static func begin(_ name: String, seed number: UInt64) {
    let former = [reader, seed]
    reader = UnsafePointer(strdup(name))
    seed = UnsafePointer(strdup("\(number)"))
    for text in former { free(UnsafeMutablePointer(mutating: text)) }
  }

  /// Names the cases at hand when the program is about to crash, and leaves the rest to who was asked before: the
  /// backtrace, or a sanitizer.
  static func reportCrashes() {
    _ = numbers
    for signal in [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT] {
      var action = sigaction()
      action.__sigaction_handler.sa_handler = { signal in CurrentCases.report(signal) }
      var before = sigaction()
      sigaction(signal, &action, &before)
      previous[signal] = before
    }
  }

  /// Ends the program where a case takes more than a minute. A signal needs no thread, and all may be at such cases.
  static func reportHangs() {
    _ = (numbers, numbersBefore)
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { _ in CurrentCases.lookForHangs() }
    action.sa_flags = SA_RESTART
    sigaction(SIGALRM, &action, nil)
    alarm(60)
  }

  private static func lookForHangs() {
    for job in 0..<capacity {
      if numbers[job] != idle, numbers[job] == numbersBefore[job] {
        say("\nA case takes no end.")
        abort()
      }
      numbersBefore[job] = numbers[job]
    }
    alarm(60)
  }

  private static func report(_ signal: Int32) {
    for signal in [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT] {
      if var before = previous[signal] { sigaction(signal, &before, nil) }
    }
    say("\nThe program ends in the midst of one of:\n")
    for job in 0..<capacity where numbers[job] != idle {
      say("  --reader ")
      if let reader { write(STDERR_FILENO, reader, strlen(reader)) }
      say(" --seed ")
      if let seed { write(STDERR_FILENO, seed, strlen(seed)) }
      say(" --case ")
      say(numbers[job])
      say("\n")
    }
    if signal == SIGABRT { raise(SIGABRT) }
  }

  private static func say(_ text: StaticString) { write(STDERR_FILENO, text.utf8Start, text.utf8CodeUnitCount) }

  private static func say(_ number: Int) {
    if number > 9 { say(number / 10) }
    var digit = UInt8(48 + number % 10)
    write(STDERR_FILENO, &digit, 1)
  }
}
