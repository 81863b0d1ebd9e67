import Foundation
import NIOConcurrencyHelpers

/// Descriptors that no program started meanwhile inherits: a pipe's end held open elsewhere would never come to its end.
package enum Descriptors {
  private static let lock = NIOLock()

  /// Makes descriptors, and keeps them from programs that are started later.
  package static func make(_ make: () throws -> [Int32]) rethrows -> [Int32] {
    try lock.withLock {
      let descriptors = try make()
      for descriptor in descriptors { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
      return descriptors
    }
  }

  /// Starts a program, while no descriptor is in the making.
  package static func start<Result>(_ start: () throws -> Result) rethrows -> Result {
    try lock.withLock(start)
  }
}
