/// Lets concurrent calls of an asynchronous function with the same arguments share one run of it.
///
/// ```swift
/// final class Users: Sendable {
///   @Coalesced
///   func user(_ id: String) async throws -> User { … }   // ten calls at once are one query
/// }
/// ```
///
/// Nothing is kept: a call that comes after the run has ended starts a new one (H10). The run is a task of the coalescer, as a load of
/// `@Memoized` is a task of its cache. It goes on as long as one caller waits for it.
///
/// The coalescer is declared beside the function where `@Memoized` declares its cache, and under the same rules: a function
/// such as `userCoalescer(String.self)` for a global or static function, a property `userCoalescer` in each instance of a class or an actor.
/// Elsewhere declare a `Coalescer` yourself and pass it with ``Coalesced(in:ignoring:key:allowing:)``.
///
/// - Parameters:
///   - ignored: The parameters that are not part of the key, by their internal names.
///   - key: Computes the key from the arguments: a closure that takes all parameters and states their types and its
///     result type, `{ (request: Request, trace: Trace) -> String in request.id }`.
///   - abandoned: What happens to a run when all of its callers are cancelled. The default cancels it (M4).
///   - name: The name of the coalescer. The default is the function's type, name and labels (L7).
///   - hazards: The errors and warnings to disable.
@attached(body)
@attached(peer, names: suffixed(Coalescer))
public macro Coalesced<KeyMaker>(
  ignoring ignored: String...,
  key: KeyMaker = Optional<Never>.none,
  abandoned: AbandonedLoads = .cancel,
  named name: String? = nil,
  allowing hazards: DecoratorHazard...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "CoalescedMacro")

/// Lets concurrent calls with the same arguments share one run, in a coalescer beside the function.
///
/// It is the form without settings of ``Coalesced(ignoring:key:abandoned:named:allowing:)``.
@attached(body)
@attached(peer, names: suffixed(Coalescer))
public macro Coalesced() = #externalMacro(module: "DecoratorMacrosPlugin", type: "CoalescedMacro")

/// Lets concurrent calls with the same arguments share one run, in a coalescer that you declare.
///
/// ```swift
/// struct Catalogue {
///   static let loads = Coalescer<String, Page>(named: "pages")
///   @Coalesced(in: Self.loads) func page(_ id: String) async throws -> Page { … }
/// }
/// ```
///
/// - Parameters:
///   - coalescer: A `Coalescer`: a global or static value, or a property of the instance, `\Self.loads`. Its key is the only
///     parameter of the function, the `Arguments` of several parameters, or the result of `key:`.
///   - ignored: The parameters that are not part of the key, by their internal names.
///   - key: Computes the key from the arguments: a closure that takes all parameters and states their types.
///   - hazards: The errors and warnings to disable.
@attached(body)
@attached(peer, names: suffixed(Coalescer))
public macro Coalesced<Shared: CoalescerArgument, KeyMaker>(
  in coalescer: Shared,
  ignoring ignored: String...,
  key: KeyMaker = Optional<Never>.none,
  allowing hazards: DecoratorHazard...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "CoalescedMacro")
