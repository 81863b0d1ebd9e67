import PlatformC

/// The processors of the machine.
///
/// ```swift
/// let totals = try mapFiles(atPaths: paths, concurrently: Processors.available) { $0.count(matching: "ERROR") }
/// ```
public enum Processors {
  /// How many processors this process may use: at least 1.
  ///
  /// On Linux it is the number of processors that the process may run on (its affinity, `sched_setaffinity(2)`), or fewer where the quota
  /// of its control group allows less: a container limited to 1.5 processors has 2. Elsewhere it is the number of
  /// processors that are online. The value is read once, at its first use.
  public static let available: Int = max(1, min(runnable, quota ?? .max))

  /// The processors that the process may run on.
  private static var runnable: Int {
    #if os(Linux)
      if let count = text(of: "/proc/self/status").flatMap(ProcessorMask.count) { return count }
    #endif
    return sysconf(CInt(_SC_NPROCESSORS_ONLN))
  }

  private static var quota: Int? {
    #if os(Linux)
      guard let groups = text(of: "/proc/self/cgroup") else { return nil }
      return ProcessorQuota.smallest(of: ProcessorQuota.folders(of: groups)) { text(of: $0) }
    #else
      return nil
    #endif
  }

  /// A small file of the system; nil if there is none.
  private static func text(of path: String) -> String? {
    guard let file = try? FileSource(path: path) else { return nil }
    let bytes = [UInt8](unsafeUninitializedCapacity: 16_384) { buffer, count in
      count = (try? file.read(into: UnsafeMutableRawBufferPointer(buffer))) ?? 0
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// The processors that a process may run on (Linux, `proc_pid_status(5)`).
enum ProcessorMask {
  /// How many there are, by the text of `/proc/self/status`; nil if it does not say so.
  static func count(in status: String) -> Int? {
    let key = "Cpus_allowed:"
    guard let line = status.split(separator: "\n").first(where: { $0.hasPrefix(key) }) else { return nil }
    let digits = line.dropFirst(key.count).compactMap(\.hexDigitValue)
    let count = digits.reduce(0) { $0 + $1.nonzeroBitCount }
    return count > 0 ? count : nil
  }
}

/// What control groups say about the time that their processes get on processors (Linux, `cgroups(7)`).
enum ProcessorQuota {
  /// The folders in which the quotas of a process are: those of its groups and of the groups around them.
  ///
  /// - Parameter groups: The text of `/proc/self/cgroup`: `number:controllers:path` in each line.
  static func folders(of groups: String) -> [String] {
    groups.split(separator: "\n").flatMap { line -> [String] in
      let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3 else { return [] }
      let root: String
      if parts[1].isEmpty {
        root = "/sys/fs/cgroup"
      } else if parts[1].split(separator: ",").contains("cpu") {
        root = "/sys/fs/cgroup/cpu"
      } else {
        return []
      }
      var steps = parts[2].split(separator: "/")
      var folders = [root]
      while !steps.isEmpty {
        folders.append(root + "/" + steps.joined(separator: "/"))
        steps.removeLast()
      }
      return folders
    }
  }

  /// The fewest processors that any of the folders allows, rounded up; nil if none has a quota.
  ///
  /// - Parameter text: The text of a file, or nil if there is none.
  static func smallest(of folders: [String], text: (String) -> String?) -> Int? {
    folders.compactMap { folder -> Int? in
      if let quota = text(folder + "/cpu.max") { return processors(quota.split(whereSeparator: \.isWhitespace)) }
      guard let quota = text(folder + "/cpu.cfs_quota_us"), let period = text(folder + "/cpu.cfs_period_us") else {
        return nil
      }
      return processors((quota + " " + period).split(whereSeparator: \.isWhitespace))
    }.min()
  }

  /// From a quota and its period in microseconds. A quota of `max` or `-1` is none.
  private static func processors(_ numbers: [Substring]) -> Int? {
    guard numbers.count == 2, let quota = Int(numbers[0]), let period = Int(numbers[1]), quota > 0, period > 0 else {
      return nil
    }
    return max(1, quota / period + (quota % period == 0 ? 0 : 1))
  }
}
