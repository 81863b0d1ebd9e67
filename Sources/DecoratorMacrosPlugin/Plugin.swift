import SwiftCompilerPlugin
import SwiftSyntaxMacros

@main
struct DecoratorMacrosPlugin: CompilerPlugin {
  let providingMacros: [any Macro.Type] = [
    TimedMacro.self,
    RetryingMacro.self,
    LoggedMacro.self,
    MemoizedMacro.self,
    DecoratedMacro.self,
    TimeLimitedMacro.self,
    CircuitBrokenMacro.self,
    BulkheadedMacro.self,
    RateLimitedMacro.self,
    HedgedMacro.self,
    CoalescedMacro.self,
    FallingBackMacro.self,
    CountedMacro.self,
    TracedMacro.self,
    TimedMembersMacro.self,
    LoggedMembersMacro.self,
    NotTimedMacro.self,
    NotLoggedMacro.self,
    MistakenMacro.self,
  ]
}
