import BenchmarkHarness
import Decorators

/// A hit of memoized functions, whose key is all of their arguments, beside the run-now form.
func wrapped() async {
  let (strings, pairs) = (sought(stringKeys), sought(pairKeys))
  let plainPairs = LockedDictionary(Dictionary(uniqueKeysWithValues: zip(pairKeys, 0...)))
  let plainStrings = LockedDictionary(Dictionary(uniqueKeysWithValues: zip(stringKeys, 0...)))
  let plainIntegers = LockedDictionary(Dictionary(uniqueKeysWithValues: zip(integerKeys, 0...)))
  let byInteger = memoized(capacity: keyCount) { (number: Int) in number &+ 1 }
  let byString = memoized(capacity: keyCount) { (name: String) in name.utf8.count }
  let byBoth = memoized(capacity: keyCount) { (name: String, number: Int) in name.utf8.count &+ number }
  let keyed = memoized(capacity: keyCount, key: { (number: Int) in number }) { (number: Int) in number &+ 1 }
  let declared = FunctionCache<Int, Int>(capacity: keyCount)
  let ofClasses = ClassCaches<Int, Int> { FunctionCache(capacity: keyCount) }
  var table = BenchmarkTable("A hit of a memoized function")
  table.row("Mutex<Dictionary>, Int") { count in
    sum(count) { plainIntegers.value(for: integerKeys[$0 % keyCount]) ?? 0 }
  }
  table.row("memoized { (Int) in }", over: "Mutex<Dictionary>, Int") { count in
    sum(count) { byInteger(integerKeys[$0 % keyCount]) }
  }
  table.row("memoized(key:) { (Int) in }", over: "Mutex<Dictionary>, Int") { count in
    sum(count) { keyed(integerKeys[$0 % keyCount]) }
  }
  table.row("FunctionCache, as @Memoized uses it", over: "Mutex<Dictionary>, Int") { count in
    sum(count) { number in declared.value(for: integerKeys[number % keyCount]) { number &+ 1 } }
  }
  table.row("the same in a class that has subclasses", over: "FunctionCache, as @Memoized uses it") { count in
    sum(count) { number in
      ofClasses.cache(of: Ranked.self).value(for: integerKeys[number % keyCount]) { number &+ 1 }
    }
  }
  table.row("Mutex<Dictionary>, String") { count in sum(count) { plainStrings.value(for: strings[$0 % keyCount]) ?? 0 }
  }
  table.row("memoized { (String) in }", over: "Mutex<Dictionary>, String", atMost: .times(1.25)) { count in
    sum(count) { byString(strings[$0 % keyCount]) }
  }
  table.row("Mutex<Dictionary>, pair") { count in sum(count) { plainPairs.value(for: pairs[$0 % keyCount]) ?? 0 } }
  table.row("memoized { (String, Int) in }", over: "Mutex<Dictionary>, pair", atMost: .times(1.25)) { count in
    sum(count) { byBoth(pairs[$0 % keyCount].name, pairs[$0 % keyCount].number) }
  }
  await table.run()
}

/// A hit in asynchronous code, beside a bare call.
func asynchronous() async {
  let cache = MemoCache<Int, Int>(capacity: keyCount)
  for (value, key) in integerKeys.enumerated() { cache.insert(value, for: key) }
  let function = memoized(capacity: keyCount) { (number: Int) async in number &+ 1 }
  var table = BenchmarkTable("A hit in asynchronous code, Int key")
  table.row("bare call") { count in await sum(count) { await bare($0) } }
  table.row("MemoCache.value(for:), async", over: "bare call") { count in
    await sum(count) { number in
      await cache.value(for: integerKeys[number % keyCount]) { () async in await bare(number) }
    }
  }
  table.row("memoized { (Int) async in }", over: "bare call") { count in
    await sum(count) { await function(integerKeys[$0 % keyCount]) }
  }
  await table.run()
}

private class Ranked {}

@inline(never)
private func bare(_ number: Int) async -> Int { number &* 3 ^ 1 }
