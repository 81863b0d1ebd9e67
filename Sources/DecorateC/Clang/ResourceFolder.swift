internal import Foundation

extension Libclang {
  /// The folder with clang's own headers, such as `stddef.h`, that belong to this library.
  ///
  /// Some libraries find it by themselves, and some, such as that of a Swift toolchain, do not.
  var resourceFolder: String? {
    let library = URL(fileURLWithPath: path).resolvingSymlinksInPath().deletingLastPathComponent()
    let major = version.firstMatch(of: #/version (\d+)/#).map { String($0.1) }
    for folder in [library, library.deletingLastPathComponent().appendingPathComponent("lib")] {
      let versions = folder.appendingPathComponent("clang")
      let names = (try? FileManager.default.contentsOfDirectory(atPath: versions.path)) ?? []
      let found = names.filter { name in
        FileManager.default.fileExists(atPath: versions.appendingPathComponent("\(name)/include/stddef.h").path)
      }
      let matching = found.filter { $0.split(separator: ".").first.map(String.init) == major }
      if let name = (matching.isEmpty ? found : matching).max(by: {
        $0.compare($1, options: .numeric) == .orderedAscending
      }) {
        return versions.appendingPathComponent(name).path
      }
    }
    return nil
  }
}
