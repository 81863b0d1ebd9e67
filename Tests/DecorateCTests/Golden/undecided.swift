// Written by decorate-c from undecided.h.
// Run it again instead of changing this file.

public import CUndecided
import Decorators

/// The functions of `undecided.h`, as Swift functions that throw.
public enum Undecided {
}

extension Undecided {
  /// Calls `visible`, which is declared in `undecided.h:19`.
  public static func visible(_ flags: UnsafePointer<flags>?, number: number) {
    CUndecided.visible(flags, number)
  }

  /// Calls `outdated`, which is declared in `undecided.h:20`.
  @available(*, deprecated, message: "use \"visible\"")
  public static func outdated() {
    CUndecided.outdated()
  }
}
