/// Decompresses zstd frames (RFC 8878) through libzstd.
final class ZstdDecoder: MemberDecoder {
  private let functions: ZstdFunctions
  private let stream: OpaquePointer

  init(_ functions: ZstdFunctions) {
    guard let stream = functions.create() else { fatalError("libzstd has no memory left for a stream.") }
    self.functions = functions
    self.stream = stream
  }

  deinit { _ = functions.free(stream) }

  func begin() {
    let session: Int32 = 1
    _ = functions.reset(stream, session)
  }

  func decode(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> DecodingStep {
    var input = ZstdFunctions.Buffer(UnsafeMutableRawBufferPointer(mutating: input))
    var output = ZstdFunctions.Buffer(output)
    let result = functions.decompress(stream, &output, &input)
    guard functions.isError(result) == 0 else {
      let reason = functions.errorName(result).map { String(cString: $0) } ?? "error \(result)"
      // After an error, the positions are not valid.
      return DecodingStep(consumed: 0, written: 0, outcome: .damaged(reason))
    }
    return DecodingStep(
      consumed: input.position,
      written: output.position,
      outcome: result == 0 ? .memberIsOver : .unfinished
    )
  }
}

/// The functions of libzstd that decompress (zstd.h, "Streaming decompression").
struct ZstdFunctions: Sendable {
  /// `ZSTD_inBuffer` and `ZSTD_outBuffer`: where the bytes are, how many, and how many of them are done.
  struct Buffer {
    var bytes: UnsafeMutableRawPointer?
    var size: Int
    var position = 0

    init(_ buffer: UnsafeMutableRawBufferPointer) { (bytes, size) = (buffer.baseAddress, buffer.count) }
  }

  let create: @Sendable @convention(c) () -> OpaquePointer?
  let free: @Sendable @convention(c) (OpaquePointer?) -> Int
  let reset: @Sendable @convention(c) (OpaquePointer, Int32) -> Int
  let decompress: @Sendable @convention(c) (OpaquePointer, UnsafeMutableRawPointer, UnsafeMutableRawPointer) -> Int
  let isError: @Sendable @convention(c) (Int) -> UInt32
  let errorName: @Sendable @convention(c) (Int) -> UnsafePointer<CChar>?

  /// Those of the system's library, or nil if it is not installed.
  static let installed = SystemLibrary(names: SystemLibrary.names(for: .zstd)).flatMap { try? Self($0) }

  init(_ library: SystemLibrary) throws {
    create = try library.function("ZSTD_createDStream")
    free = try library.function("ZSTD_freeDStream")
    reset = try library.function("ZSTD_DCtx_reset")
    decompress = try library.function("ZSTD_decompressStream")
    isError = try library.function("ZSTD_isError")
    errorName = try library.function("ZSTD_getErrorName")
  }
}
