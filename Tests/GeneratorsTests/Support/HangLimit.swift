import Testing

extension Trait where Self == TimeLimitTrait {
  /// Ends a test that would hang where it finds a fault.
  ///
  /// It is longer than all tests take together on a busy machine: all of them begin at once, and one that waits for others
  /// may wait until those that hold the threads have ended.
  static var hangLimit: Self { .timeLimit(.minutes(10)) }
}
