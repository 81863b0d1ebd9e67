import PlatformC

/// The paths that match a pattern of the shell's, in the order of their bytes.
///
/// ```swift
/// try withLines(atAll: paths(matching: "/var/log/app/*.log*")) { lines in … }
/// ```
///
/// `*` and `?` stand for characters except `/`, `[a-z]` for one of several; a dot at the start of a name is matched by a dot
/// only, and `\` takes the next character as it is (`glob`, POSIX.1-2017). A pattern without any of them gives the path
/// itself if it exists. The file system is looked at once: files that come later are not seen.
///
/// - Parameter pattern: The pattern; a relative one starts in the current directory.
/// - Returns: The paths, directories among them; none if nothing matches.
/// - Throws: ``ReadingError`` where a directory on the way cannot be read, so that nothing is passed over in silence.
public func paths(matching pattern: String) throws -> [String] {
  var found = glob_t()
  defer { globfree(&found) }
  let status = glob(pattern, GLOB_ERR | GLOB_NOSORT, nil, &found)
  switch status {
  case 0:
    let paths = (0..<Int(found.gl_pathc)).map { String(cString: found.gl_pathv[$0]!) }
    return paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  case GLOB_NOMATCH: return []
  default: throw ReadingError.opening(pattern, status == GLOB_ABORTED ? errno : ENOMEM)
  }
}
