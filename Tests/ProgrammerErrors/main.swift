import Foundation

// Makes every mistake in a process of its own, and fails unless each one ends with its sentence. A release build is
// what matters: there, the checks of the standard library stop without a word.

if let index = CommandLine.arguments.dropFirst().first.flatMap(Int.init) {
  try await misuses[index].commit()
  print("Nothing stopped the program.")
  exit(0)
}

var failures = 0
for (index, misuse) in misuses.enumerated() {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
  process.arguments = ["\(index)"]
  // A backtrace would take a second for each mistake.
  process.environment = ProcessInfo.processInfo.environment.merging(["SWIFT_BACKTRACE": "enable=no"]) { $1 }
  let words = Pipe()
  process.standardError = words
  process.standardOutput = FileHandle.nullDevice
  try process.run()
  let said = String(decoding: words.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
  process.waitUntilExit()
  if process.terminationStatus == 0 || !said.contains(misuse.sentence) {
    failures += 1
    print("“\(misuse.sentence)” was expected, and the program said “\(said)” (\(process.terminationStatus)).")
  }
}
print("\(misuses.count - failures) of \(misuses.count) mistakes stopped the program with their sentence.")
exit(failures == 0 ? 0 : 1)
