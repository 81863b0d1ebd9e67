/// W-TinyLFU (Einziger, Friedman, Manes, ACM TOS 2017): a window of a hundredth of the keys, a main region in two
/// segments, and a sketch of the frequencies that decides which of two keys stays.
struct WTinyLFU: EvictionSimulation {
  private let windowCapacity: Int
  private let protectedCapacity: Int
  private let mainCapacity: Int
  private var window = LinkedKeys()
  private var probation = LinkedKeys()
  private var protected = LinkedKeys()
  private var sketch: FrequencySketch

  init(capacity: Int) {
    windowCapacity = max(1, capacity / 100)
    mainCapacity = capacity - windowCapacity
    protectedCapacity = mainCapacity * 4 / 5
    sketch = FrequencySketch(capacity: capacity)
  }

  mutating func access(_ key: Int) -> Bool {
    sketch.add(key)
    if window.contains(key) {
      window.moveToEnd(key)
      return true
    }
    if protected.contains(key) {
      protected.moveToEnd(key)
      return true
    }
    if probation.contains(key) {
      probation.remove(key)
      protected.append(key)
      if protected.count > protectedCapacity, let demoted = protected.removeFirst() { probation.append(demoted) }
      return true
    }
    window.append(key)
    if window.count > windowCapacity, let candidate = window.removeFirst() { admit(candidate) }
    return false
  }

  private mutating func admit(_ candidate: Int) {
    guard probation.count + protected.count >= mainCapacity else { return probation.append(candidate) }
    guard let victim = probation.first ?? protected.first else { return }
    if sketch[candidate] > sketch[victim] {
      probation.remove(victim)
      protected.remove(victim)
      probation.append(candidate)
    }
  }
}
