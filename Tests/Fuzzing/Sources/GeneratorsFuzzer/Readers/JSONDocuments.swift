import Generators

/// Documents that are valid JSON: every value is found by its path, with the bytes that were written.
struct JSONDocumentsReader: FuzzedReader {
  static let name = "json-documents"
  static let share = 5

  /// The bytes are those of the document, which knows what is in them.
  func makeInput(_ random: inout Randomness) -> Input { Input(bytes: []) }

  func makeSettings(_ random: inout Randomness) -> JSONDocument { JSONDocument(&random) }

  func expectation(for input: Input, _ document: JSONDocument) {}

  func check(_ reads: Reads, _ document: JSONDocument, against expected: Void) async throws(Mismatch) {
    do {
      try withLines(of: document.bytes) { lines in
        for line in lines {
          for (path, range) in document.values {
            let found = line.field(JSONPath(path))
            try Mismatch.unless(
              found?.bytes.elementsEqual(document.bytes[range]) == true,
              "\(path): \(found?.bytes.string ?? "nothing"), not \(quoted(document.bytes[range]))"
            )
          }
        }
      }
    } catch let mismatch as Mismatch {
      throw mismatch
    } catch {
      throw Mismatch("an error: \(error)")
    }
  }
}
