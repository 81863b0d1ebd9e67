/// The texts of fields that stand for no value.
struct CSVNulls: Sendable {
  /// The byte around a field that makes it a value.
  private(set) var quote: UInt8?
  private var hasEmpty = true
  /// Those that are not empty.
  private var texts: [[UInt8]] = []

  init() {}

  init(_ format: CSVFormat) {
    quote = format.quote?.asciiValue
    hasEmpty = format.nullTexts.contains("")
    texts = format.nullTexts.filter { !$0.isEmpty }.map { Array($0.utf8) }
  }

  /// Whether a field stands for no value. Quotes make no difference to the empty text, because many programs put all
  /// fields in quotes.
  func contains(_ field: some RandomAccessCollection<UInt8>, isQuoted: Bool) -> Bool {
    if field.isEmpty { return hasEmpty }
    return !isQuoted && texts.contains { $0.elementsEqual(field) }
  }
}
