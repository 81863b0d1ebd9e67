// swift run -c release --package-path Tests/Benchmarks MemoizedBenchmark

@main
struct MemoizedBenchmark {
  static func main() async {
    await hits("Int key", integerKeys)
    await hits("String key, 20 characters", stringKeys)
    await hits("String key, one character outside ASCII", unicodeKeys)
    await hits("(String, Int) key", pairKeys)
    await wrapped()
    await asynchronous()
    await misses()
    await waiters()
    twoThreads()
    zipf()
    growth()
    depth()
  }
}
