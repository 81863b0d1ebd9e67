import Testing

/// What a process said on standard error before it ended.
func lastWords(_ exit: ExitTest.Result?) -> String {
  String(decoding: exit?.standardErrorContent ?? [], as: UTF8.self)
}
