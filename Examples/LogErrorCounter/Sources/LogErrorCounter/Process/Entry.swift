internal import ArgumentParser
internal import Dispatch

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Runs `log-error-counter` with the arguments of the process, and ends the process.
///
/// Synchronous, so that the standard streams are looked at before anything opens descriptors of its own.
public func runLogErrorCounter() -> Never {
  StandardStreams.prepare()
  let command = CounterCommand.parseOrExit()
  Task {
    do {
      exit(await Session(try command.settings).run().code)
    } catch {
      CounterCommand.exit(withError: error)
    }
  }
  dispatchMain()
}
