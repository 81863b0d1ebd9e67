import CoreMetrics
import DecoratorsTesting
import Testing

@Suite struct ValueRecorderTests {
  @Test func values_areInTheOrderOfRecording() {
    let recorder = ValueRecorder<Int>()
    #expect(recorder.values.isEmpty)
    recorder.append(2)
    recorder.append(1)
    #expect(recorder.values == [2, 1])
  }

  @Test func manyTasks_loseNothing() async {
    let recorder = ValueRecorder<Int>()
    await withTaskGroup { group in
      for number in 0..<200 { group.addTask { recorder.append(number) } }
    }
    #expect(recorder.values.sorted() == Array(0..<200))
  }

  @Test func theRecorderOfSwiftMetrics_keepsItsName() {
    let metrics = TestMetrics()
    Recorder(label: "sizes", factory: metrics).record(3)
    #expect(metrics.recorders.map(\.values) == [[3]])
  }
}
