import CAllocationCount
import Foundation

// Makes a thousand hits of each kind, and fails if they allocate. The first ones may: they make the value, and the
// runtime makes the metadata of types.

guard allocation_count() >= 0 else {
  print("Allocations can be counted only with the C library of GNU, and not beside a sanitizer.")
  exit(0)
}

var failures = 0
for hit in hits {
  _ = await hit.allocations(10)
  let allocations = await hit.allocations(1_000)
  if allocations > 0 { failures += 1 }
  print("\(hit.kind): \(allocations) allocations in 1,000 hits")
}

// No allocations mean something only if allocations are counted.
let counted = await Hit("an object") { allocate(1) }.allocations(1_000)
print("an object: \(counted) allocations in 1,000")
exit(failures == 0 && counted >= 1_000 ? 0 : 1)
