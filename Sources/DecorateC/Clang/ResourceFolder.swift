internal import Foundation

extension Libclang {
  /// The folder with clang's own headers, such as `stddef.h`, that belong to this library.
  ///
  /// Some libraries find it by themselves, and some, such as that of a Swift toolchain, do not. Debian has these headers in
  /// a package of their own (`libclang-common-19-dev`): where it is missing, those of the nearest version are taken, which
  /// another package or a Swift toolchain has brought.
  var resourceFolder: String? {
    let library = URL(fileURLWithPath: path).resolvingSymlinksInPath().deletingLastPathComponent()
    let major = version.firstMatch(of: #/version (\d+)/#).flatMap { Int($0.1) } ?? 0
    let own = [library, library.deletingLastPathComponent().appendingPathComponent("lib")].map(\.path)
    return Self.nearest(to: major, in: own)
      ?? Self.nearest(
        to: major,
        in: Self.systemFolders + Self.toolchainFolders(environment: ProcessInfo.processInfo.environment)
      )
  }

  /// The folder of clang's headers of a version, or of the version that is nearest to it.
  private static func nearest(to major: Int, in folders: [String]) -> String? {
    let candidates = folders.flatMap { folder in
      let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/clang")) ?? []
      return names.sorted { $0.compare($1, options: .numeric) == .orderedDescending }
        .filter { FileManager.default.fileExists(atPath: "\(folder)/clang/\($0)/include/stddef.h") }
        .compactMap { name in
          name.split(separator: ".").first.flatMap { Int($0) }
            .map { (path: "\(folder)/clang/\(name)", distance: abs($0 - major)) }
        }
    }
    return candidates.min { $0.distance < $1.distance }?.path
  }
}
