internal import CLibclang
internal import PlatformC

/// A libclang that was loaded into the process, where it stays.
package final class Libclang: @unchecked Sendable {
  /// The functions of libclang; none is called from two threads at once for the same translation unit.
  let functions: LibclangFunctions
  /// Where the library was found.
  package let path: String

  /// Loads a library.
  ///
  /// - Throws: ``ScannerError`` where it cannot be loaded, or is older than version 14.
  package init(path: String) throws {
    guard let handle = dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
      throw ScannerError("cannot load libclang: \(dlerror().map { String(cString: $0) } ?? path).")
    }
    var functions = LibclangFunctions()
    if let missing = libclang_look_up(&functions, handle) {
      throw ScannerError("'\(path)' has no function \(String(cString: missing)): libclang 14 or later is needed.")
    }
    self.functions = functions
    self.path = path
  }

  /// What the library says of itself, such as `Debian clang version 14.0.6`.
  package var version: String { string(functions.getClangVersion()) }

  /// Runs code that calls libclang on a thread with a large stack, and waits for it.
  ///
  /// A crash there ends the process with 1 and a sentence that names the header.
  func runDeep<Value>(reading header: String, _ body: () throws -> Value) throws -> Value {
    var result: Result<Value, any Error>?
    withoutActuallyEscaping(body) { body in
      var work = { result = Result(catching: body) }
      withUnsafeMutablePointer(to: &work) { work in
        libclang_run_deep(header, { $0!.assumingMemoryBound(to: (() -> Void).self).pointee() }, work)
      }
    }
    return try result!.get()
  }

  /// Takes over a string of libclang's.
  func string(_ value: CXString) -> String {
    defer { functions.disposeString(value) }
    return functions.getCString(value).map { String(cString: $0) } ?? ""
  }
}
