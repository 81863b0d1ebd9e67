/// How dates and numbers are written in the text fields that are decoded.
struct FieldFormats: Hashable, Sendable {
  var dates = TimestampFormat.rfc3339
  var numbers = NumberFormat.standard
}
