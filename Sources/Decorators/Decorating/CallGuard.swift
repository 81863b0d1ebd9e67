/// A decorator that lets calls in or refuses them, and learns how those it let in end.
///
/// You write `admit` and `leave` once; synchronous and asynchronous calls both use them. A guard that can make a call wait
/// without blocking its thread implements the asynchronous `admit` as well.
///
/// ```swift
/// final class Gate: CallGuard {
///   let isOpen = Atomic(true)
///   var description: String { "gate" }
///   func admit(at site: CallSite) throws { if !isOpen.load(ordering: .relaxed) { throw Closed() } }
///   func leave(_ permit: Void, at site: CallSite, throwing error: (any Error)?) {}
/// }
/// ```
///
/// Exactly one `leave` follows each `admit` that returns. None follows an `admit` that throws.
public protocol CallGuard: Decorator {
  /// What `admit` hands to `leave`: a place in a queue, a start time, or nothing.
  associatedtype Permit = Void

  /// Lets a call in.
  ///
  /// - Parameter site: The name and the place of the call.
  /// - Returns: What `leave` receives.
  /// - Throws: The reason why the call is refused. The caller gets it, and the function does not run.
  func admit(at site: CallSite) throws -> Permit

  /// Lets an asynchronous call in, possibly after a wait; by default as the synchronous `admit` does.
  ///
  /// A wait should end with an error when the task is cancelled.
  nonisolated(nonsending) func admit(at site: CallSite) async throws -> Permit

  /// A call that was let in has ended.
  ///
  /// - Parameters:
  ///   - permit: What `admit` returned for this call.
  ///   - site: The name and the place of the call.
  ///   - error: What the function threw; `nil` if it returned.
  func leave(_ permit: consuming Permit, at site: CallSite, throwing error: (any Error)?)
}

extension CallGuard {
  /// Lets the call in as the synchronous `admit` does.
  @inlinable
  nonisolated(nonsending) public func admit(at site: CallSite) async throws -> Permit {
    try admitNow(at: site)
  }

  /// The synchronous `admit`, in code where its name would choose the asynchronous one.
  @inlinable @inline(__always)
  func admitNow(at site: CallSite) throws -> Permit { try admit(at: site) }

  @inlinable @inline(__always)
  public func call<Input, Output>(
    _ input: Input,
    at site: CallSite,
    _ next: (Input) throws -> Output
  ) throws -> Output {
    let permit: Permit
    do { permit = try admit(at: site) } catch { throw postingRefusal(error) }
    do {
      let output = try next(input)
      leave(permit, at: site, throwing: nil)
      return output
    } catch {
      leave(permit, at: site, throwing: error)
      throw error
    }
  }

  @inlinable @inline(__always)
  nonisolated(nonsending) public func call<Input, Output>(
    _ input: Input,
    at site: CallSite,
    _ next: nonisolated(nonsending) (Input) async throws -> Output
  ) async throws -> Output {
    let permit: Permit
    do { permit = try await admit(at: site) } catch { throw postingRefusal(error) }
    do {
      let output = try await next(input)
      leave(permit, at: site, throwing: nil)
      return output
    } catch {
      leave(permit, at: site, throwing: error)
      throw error
    }
  }
}

/// Posts that a call was refused (V2).
///
/// - Returns: The error.
@usableFromInline @inline(never)
func postingRefusal(_ error: any Error) -> any Error {
  if let rejection = error as? any Rejection { CallEvents.post(.rejected(rejection)) }
  return error
}
