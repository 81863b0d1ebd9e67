import Decorators
import DecoratorsTesting

/// Keeps the names of the events that a span would list.
final class RecordedEvents: CallEventRecorder {
  private let recorded = ValueRecorder<String>()

  var names: [String] { recorded.values }

  func record(_ event: CallEvent) { recorded.append(event.name) }
}
