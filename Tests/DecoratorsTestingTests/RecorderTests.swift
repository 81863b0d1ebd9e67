import DecoratorsTesting
import Testing

@Suite struct RecorderTests {
  @Test func values_areInTheOrderOfRecording() {
    let recorder = Recorder<Int>()
    #expect(recorder.values.isEmpty)
    recorder.append(2)
    recorder.append(1)
    #expect(recorder.values == [2, 1])
  }

  @Test func manyTasks_loseNothing() async {
    let recorder = Recorder<Int>()
    await withTaskGroup { group in
      for number in 0..<200 { group.addTask { recorder.append(number) } }
    }
    #expect(recorder.values.sorted() == Array(0..<200))
  }
}
