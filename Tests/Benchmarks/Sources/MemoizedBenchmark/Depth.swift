import Decorators

/// How much stack one level of a memoized recursion takes. A stack of 8 MB holds so many of them.
func depth() {
  print("\nStack of a recursive function, bytes a level\n")
  for (name, sum) in recursions {
    var start = 0
    let top = withUnsafeMutablePointer(to: &start) { UInt(bitPattern: $0) }
    _ = sum(levels)
    let bytes = (top - deepest) / UInt(levels)
    print("\(name): \(bytes) bytes a level, \(8 * 1_024 * 1_024 / bytes) levels in 8 MB")
  }
}

private let levels = 1_000

/// The address of the deepest level. One thread uses it.
private nonisolated(unsafe) var deepest: UInt = 0

private let recursions: [(String, @Sendable (Int) -> Int)] = [
  ("MemoCache.value(for:)", { cachedSum($0) }), ("memoized { }", { memoizedSum($0) }),
  ("FunctionCache, as @Memoized uses it", { attributeSum($0) }),
]

private let cache = MemoCache<Int, Int>(capacity: 2 * levels)
private let functionCache = FunctionCache<Int, Int>(capacity: 2 * levels)
private let memoizedSum: MemoizedFunction<Int, Int, Never> = memoized(capacity: 2 * levels) { number in
  number == 0 ? bottom() : number &+ memoizedSum(number - 1)
}

@inline(never)
private func bottom() -> Int {
  var place = 0
  deepest = withUnsafeMutablePointer(to: &place) { UInt(bitPattern: $0) }
  return place
}

@inline(never)
private func cachedSum(_ number: Int) -> Int {
  cache.value(for: number) { number == 0 ? bottom() : number &+ cachedSum(number - 1) }
}

@inline(never)
private func attributeSum(_ number: Int) -> Int {
  functionCache.value(for: number) { number == 0 ? bottom() : number &+ attributeSum(number - 1) }
}
