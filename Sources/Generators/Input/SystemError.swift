import PlatformC

extension ReadingError {
  /// The error for a failed `open` of `path`.
  static func opening(_ path: String, _ number: Int32) -> ReadingError {
    switch number {
    case ENOENT, ENOTDIR:
      ReadingError(.notFound, source: path, systemError: number, "there is no such file. Check the path.")
    case EACCES, EPERM:
      ReadingError(
        .permissionDenied,
        source: path,
        systemError: number,
        "permission denied. Run as a user who may read it, or change its mode."
      )
    case EISDIR: .directory(path)
    default:
      ReadingError(
        .openFailed,
        source: path,
        systemError: number,
        "it cannot be opened: \(systemText(number))."
      )
    }
  }

  /// The same error, or one that names the compressed file that has taken the place of the one at `path`.
  func orCompressed(_ path: some FilePathConvertible) -> ReadingError {
    let compressed = [".gz", ".zst", ".xz", ".bz2", ".lz4"].first { suffix in
      guard let path = try? path.filePath else { return false }
      return (path.bytes + Array(suffix.utf8)).withPathPointer { access($0, F_OK) == 0 }
    }
    guard let compressed else { return self }
    return ReadingError(
      code,
      source: source,
      systemError: systemError,
      "there is no such file. It was compressed: read \(Self.quoted(source + compressed)) from the same position, "
        + "which counts bytes after decompression."
    )
  }

  static func directory(_ path: String) -> ReadingError {
    ReadingError(.isDirectory, source: path, systemError: EISDIR, "it is a directory. Name a file in it.")
  }

  static func notFollowable(_ path: String) -> ReadingError {
    ReadingError(
      .openFailed,
      source: path,
      "it is no regular file, and only such can be followed. Read a pipe or a device by AsyncLines."
    )
  }

  /// The error for a directory that cannot be listed, or not be searched for a name.
  static func listing(_ directory: String, _ number: Int32) -> ReadingError {
    guard number == EACCES || number == EPERM else {
      return ReadingError(
        .openFailed,
        source: directory,
        systemError: number,
        "this directory cannot be searched: \(systemText(number))."
      )
    }
    return ReadingError(
      .permissionDenied,
      source: directory,
      systemError: number,
      "permission denied to search this directory. Run as a user who may list it, or change its mode."
    )
  }

  /// The error for an input that has to be read on a thread of its own, and there is none.
  static func noThread(for source: String) -> ReadingError {
    ReadingError(
      .openFailed,
      source: source,
      "the system has no thread left to read it on. Raise the limit of threads."
    )
  }

  /// The error for a failed `read`.
  static func reading(_ source: String, _ number: Int32) -> ReadingError {
    switch number {
    case EISDIR: .directory(source)
    case EBADF:
      ReadingError(
        .readFailed,
        source: source,
        systemError: number,
        "it is closed, or not open for reading. Open it before reading it."
      )
    default:
      ReadingError(.readFailed, source: source, systemError: number, "reading failed: \(systemText(number)).")
    }
  }
}

private func systemText(_ number: Int32) -> String {
  "\(String(cString: strerror(number))) (errno \(number))"
}
