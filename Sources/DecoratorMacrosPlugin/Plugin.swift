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
    TimedMembersMacro.self,
    LoggedMembersMacro.self,
    NotTimedMacro.self,
    NotLoggedMacro.self,
    MistakenMacro.self,
  ]
}
