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
  let arguments = CommandLine.unsafeArgv
  let command = CounterCommand.parseOrExit(
    (1..<max(1, Int(CommandLine.argc))).compactMap { index in
      arguments[index].map { ArgumentText.parserArgument(UnsafeRawBufferPointer(start: $0, count: strlen($0))) }
    }
  )
  if let complaint = command.logLevel.complaint { StandardStreams.complain(complaint) }
  Task {
    do {
      exit(await Session(try command.settings).run().code)
    } catch {
      CounterCommand.exit(withError: error)
    }
  }
  dispatchMain()
}
