import Generators
import Testing

@Suite("Text that can be followed")
struct FollowableTextTests {
  @Test(
    "What is compressed or in UTF-16 or UTF-32 cannot be followed, and the error says so",
    arguments: [
      ([0x1F, 0x8B, 8, 0], "gzip data"), ([0x28, 0xB5, 0x2F, 0xFD, 1], "zstd data"),
      ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], "xz data"), ([0xFF, 0xFE, 0x41, 0], "UTF-16LE text"),
      ([0xFE, 0xFF], "UTF-16BE text"), ([0, 0, 0xFE, 0xFF], "UTF-32BE text"), ([0x50, 0x4B, 3, 4], "a zip archive"),
    ] as [([UInt8], String)]
  )
  func obstacles(head: [UInt8], content: String) {
    let error = FollowableText.obstacle(in: head, of: "app.log")
    #expect(error?.code == .unsupportedFormat)
    #expect(error?.description.hasPrefix("Cannot read \"app.log\": it is \(content), which cannot be ") == true)
  }

  @Test(
    "Other text can, and so can the first bytes that may become anything",
    arguments: [[], [0x1F], [0x1F, 0x8B], [0xFF], [0xFF, 0xFE], Array("text".utf8), [0xEF, 0xBB, 0xBF, 0x41]]
      as [[UInt8]]
  )
  func none(head: [UInt8]) { #expect(FollowableText.obstacle(in: head, of: "app.log") == nil) }
}
