/// Synchronous code inside an asynchronous test: here a decorator that may wait takes its blocking form.
func synchronously<Output, Failure: Error>(_ body: () throws(Failure) -> Output) throws(Failure) -> Output {
  try body()
}
