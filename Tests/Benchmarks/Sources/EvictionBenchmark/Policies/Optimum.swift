/// The most hits that any policy can have on a trace whose future it knows (Bélády, 1966): the key whose next use is
/// furthest away leaves, also if it is the one that came last.
func mostHits(of trace: [Int], capacity: Int) -> Int {
  var nextUse = Array(repeating: Int.max, count: trace.count)
  var later: [Int: Int] = [:]
  for index in trace.indices.reversed() {
    nextUse[index] = later[trace[index]] ?? .max
    later[trace[index]] = index
  }
  var kept: [Int: Int] = [:]  // the next use of each key
  var furthest = Heap()
  var hits = 0
  for (index, key) in trace.enumerated() {
    if kept[key] != nil { hits += 1 }
    kept[key] = nextUse[index]
    furthest.insert((nextUse[index], key))
    while kept.count > capacity, let (use, victim) = furthest.popMax() {
      if kept[victim] == use { kept[victim] = nil }
    }
  }
  return hits
}

/// A heap with the greatest use on top.
private struct Heap {
  private var items: [(use: Int, key: Int)] = []

  mutating func insert(_ item: (use: Int, key: Int)) {
    items.append(item)
    var child = items.count - 1
    while child > 0, items[(child - 1) / 2].use < items[child].use {
      items.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func popMax() -> (use: Int, key: Int)? {
    guard let top = items.first else { return nil }
    items[0] = items[items.count - 1]
    items.removeLast()
    var parent = 0
    while true {
      var largest = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < items.count && items[child].use > items[largest].use {
        largest = child
      }
      if largest == parent { return top }
      items.swapAt(parent, largest)
      parent = largest
    }
  }
}
