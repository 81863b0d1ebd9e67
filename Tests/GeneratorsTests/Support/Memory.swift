import Foundation

/// How much memory the process holds now, where the system tells.
func residentBytes() -> Int {
  guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return 0 }
  return Int(text.split(separator: " ")[1]).map { $0 * 4096 } ?? 0
}

/// How many file descriptors the process has open on `path`.
func openDescriptors(of path: String) -> Int {
  let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
  let resolved = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
  return names.count { name in
    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(name)")) == resolved
  }
}
