/// Adds up what `call` gives for each number below `count`.
@inlinable
@inline(__always)
public func sum(_ count: Int, _ call: (Int) -> Int) -> Int {
  var sum = 0
  for number in 0..<count { sum &+= call(number) }
  return sum
}

/// Adds up what `call` gives for each number below `count`.
@inlinable
@inline(__always)
nonisolated(nonsending) public func sum(
  _ count: Int,
  _ call: nonisolated(nonsending) (Int) async -> Int
) async -> Int {
  var sum = 0
  for number in 0..<count { sum &+= await call(number) }
  return sum
}

/// The same value, of which the compiler knows nothing any more.
@inline(never)
public func opaque<Value>(_ value: Value) -> Value { value }

/// Keeps a number from being optimised away.
@inline(never)
public func consume(_ number: Int) {
  if number == .min { print(number) }
}
