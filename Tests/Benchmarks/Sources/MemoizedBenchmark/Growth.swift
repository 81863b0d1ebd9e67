import Decorators

/// The longest insertion while a cache grows to 8.4 million entries, and the longest removal while it shrinks. All other
/// calls wait as long. It is processor time, because a pause of this thread would count as a long call.
func growth() {
  let count = 8_400_000
  let cache = MemoCache<Int, Int>(capacity: 20_000_000)
  print("\n## A cache of 8.4 million entries\n\n| | all, s | longest call, ms |\n|---|---:|---:|")
  measure("grows") { cache.insert($0, for: $0) }
  measure("shrinks") { cache.remove($0) }

  func measure(_ title: String, _ call: (Int) -> Void) {
    let start = processorTime()
    var (before, longest) = (start, 0.0)
    for number in 0..<count {
      call(number)
      let now = processorTime()
      longest = max(longest, now - before)
      before = now
    }
    print("| \(title) | \(tenths((before - start) / 1e9)) | \(tenths(longest / 1e6)) |")
  }
}
