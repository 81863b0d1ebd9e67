/// A decorator that sees each call begin and end, and changes nothing about it.
///
/// You write `begin` and the two `end`s once; synchronous and asynchronous calls both use them.
///
/// ```swift
/// struct AuditLog: CallObserver {
///   let lines: ValueRecorder<String>
///   var description: String { "audited" }
///
///   func begin<Input>(_ input: Input, at site: CallSite) { lines.append("\(site.name) began") }
///   func end<Input, Output>(_: Void, of input: Input, returning output: Output, at site: CallSite) {
///     lines.append("\(site.name) returned")
///   }
///   func end<Input>(_: Void, of input: Input, throwing error: any Error, at site: CallSite) {
///     lines.append("\(site.name) threw \(type(of: error))")
///   }
/// }
/// ```
///
/// Exactly one `end` follows each `begin`, with the value that `begin` returned (L2). An error that ends a cancelled
/// call is not a failure. ``CallOutcome/init(throwing:)`` tells the two apart (L1).
public protocol CallObserver: TransparentDecorator {
  /// What `begin` hands to `end`: a start time, a span, or nothing.
  associatedtype Span = Void

  /// A call begins.
  ///
  /// - Parameters:
  ///   - input: The arguments of the call: an ``Arguments`` for a wrapped function, `Void` for `run`.
  ///   - site: The name and the place of the call.
  /// - Returns: What `end` receives.
  func begin<Input>(_ input: Input, at site: CallSite) -> Span

  /// A call returned.
  ///
  /// - Parameters:
  ///   - span: What `begin` returned for this call.
  ///   - input: The arguments of the call.
  ///   - output: What the caller gets.
  ///   - site: The name and the place of the call.
  func end<Input, Output>(_ span: consuming Span, of input: Input, returning output: Output, at site: CallSite)

  /// A call threw.
  ///
  /// - Parameters:
  ///   - span: What `begin` returned for this call.
  ///   - input: The arguments of the call.
  ///   - error: What the caller gets.
  ///   - site: The name and the place of the call.
  func end<Input>(_ span: consuming Span, of input: Input, throwing error: any Error, at site: CallSite)
}

extension CallObserver {
  @inlinable @inline(__always)
  public func call<Input, Output, Failure: Error>(
    _ input: Input,
    at site: CallSite,
    _ next: (Input) throws(Failure) -> Output
  ) throws(Failure) -> Output {
    let span = begin(input, at: site)
    do throws(Failure) {
      let output = try next(input)
      end(span, of: input, returning: output, at: site)
      return output
    } catch {
      end(span, of: input, throwing: error, at: site)
      throw error
    }
  }

  @inlinable @inline(__always)
  nonisolated(nonsending) public func call<Input, Output, Failure: Error>(
    _ input: Input,
    at site: CallSite,
    _ next: nonisolated(nonsending) (Input) async throws(Failure) -> Output
  ) async throws(Failure) -> Output {
    let span = begin(input, at: site)
    do throws(Failure) {
      let output = try await next(input)
      end(span, of: input, returning: output, at: site)
      return output
    } catch {
      end(span, of: input, throwing: error, at: site)
      throw error
    }
  }
}
