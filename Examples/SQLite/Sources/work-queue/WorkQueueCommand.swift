import WorkQueue

/// `work-queue FILE add JOB…` adds jobs, and `work-queue FILE take` takes the oldest one.
@main
struct WorkQueueCommand {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    switch Array(arguments.dropFirst().prefix(1)) {
    case ["add"]:
      let queue = try WorkQueue(path: arguments.first!)
      for job in arguments.dropFirst(2) { try queue.add(job) }
    case ["take"]:
      if let job = try WorkQueue(path: arguments.first!).take() { print(job) }
    default: print("usage: work-queue FILE add JOB…, or: work-queue FILE take")
    }
  }
}
