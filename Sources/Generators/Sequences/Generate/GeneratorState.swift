/// Where a run stands, apart from the element that is handed over: the same for elements of every type.
struct GeneratorState {
  enum Delivery {
    /// An element lies in the run's slot.
    case element
    case end
    case failure(any Error)
  }

  enum Consumer {
    case task(UnsafeContinuation<Delivery, Never>)
    case thread(Doorbell)
  }

  enum Body {
    case notStarted
    /// It was asked for an element.
    case running
    /// It waits to be asked for the next one.
    case yielding(UnsafeContinuation<Void, any Error>)
    case ended
  }

  enum Asked {
    case delivered(Delivery)
    case pending
  }

  enum Step {
    case refuse
    case handOver(Consumer?)
  }

  var body = Body.notStarted
  var task: Task<Void, Never>?
  var hasConsumerLeft = false
  /// The consumer has left by cancellation, and is to hear of it once.
  var owesCancellation = false
  /// Waits for what comes next.
  var consumer: Consumer?
  /// Came before the consumer waited for it.
  var delivery: Delivery?
  /// The consumer is about to run the job that resumes the body.
  var catchesJob = false
  var job: UnownedJob?
  var threadsWaitingForEnd: [Doorbell] = []

  /// What the consumer gets without waiting: what has come, or after it has left the cancellation once and then the end.
  mutating func takeDelivery() -> Delivery? {
    if let delivery = delivery.take() { return delivery }
    guard hasConsumerLeft else { return nil }
    defer { owesCancellation = false }
    return owesCancellation ? .failure(CancellationError()) : .end
  }

  /// The body has an element, and will wait.
  mutating func yield(_ continuation: UnsafeContinuation<Void, any Error>) -> Step {
    if hasConsumerLeft { return .refuse }
    switch body {
    case .notStarted, .ended: return .refuse
    case .yielding:
      fatalError("A generator's body called yield while another of its calls waits for the consumer.")
    case .running: break
    }
    body = .yielding(continuation)
    let consumer = consumer.take()
    switch consumer {
    case .task: break
    case .thread, nil: delivery = .element
    }
    return .handOver(consumer)
  }
}
