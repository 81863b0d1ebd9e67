/// Decompresses lz4 frames through liblz4.
final class LZ4Decoder: MemberDecoder {
  /// `LZ4F_VERSION`.
  private static let version: UInt32 = 100

  private let functions: LZ4Functions
  private let context: OpaquePointer

  init(_ functions: LZ4Functions) {
    self.functions = functions
    var context: OpaquePointer?
    _ = functions.create(&context, Self.version)
    guard let context else { fatalError("liblz4 has no memory left for a context.") }
    self.context = context
  }

  deinit { _ = functions.free(context) }

  func begin() { functions.reset(context) }

  func decode(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> DecodingStep {
    var (consumed, written) = (input.count, output.count)
    let result = functions.decompress(context, output.baseAddress, &written, input.baseAddress, &consumed, nil)
    guard functions.isError(result) == 0 else {
      let reason = functions.errorName(result).map { String(cString: $0) } ?? "error \(result)"
      return DecodingStep(consumed: 0, written: 0, outcome: .damaged(reason))
    }
    return DecodingStep(
      consumed: consumed,
      written: written,
      outcome: result == 0 ? .memberIsOver : .unfinished
    )
  }
}

/// The functions of liblz4 that decompress frames (lz4frame.h).
struct LZ4Functions: Sendable {
  typealias Decompress =
    @Sendable @convention(c) (
      OpaquePointer, UnsafeMutableRawPointer?, UnsafeMutablePointer<Int>, UnsafeRawPointer?, UnsafeMutablePointer<Int>,
      UnsafeRawPointer?
    ) -> Int

  let create: @Sendable @convention(c) (UnsafeMutablePointer<OpaquePointer?>, UInt32) -> Int
  let free: @Sendable @convention(c) (OpaquePointer?) -> Int
  let reset: @Sendable @convention(c) (OpaquePointer) -> Void
  let decompress: Decompress
  let isError: @Sendable @convention(c) (Int) -> UInt32
  let errorName: @Sendable @convention(c) (Int) -> UnsafePointer<CChar>?

  /// Those of the system's library, or nil if it is not installed.
  static let installed = SystemLibrary(names: SystemLibrary.names(for: .lz4)).flatMap { try? Self($0) }

  init(_ library: SystemLibrary) throws {
    create = try library.function("LZ4F_createDecompressionContext")
    free = try library.function("LZ4F_freeDecompressionContext")
    reset = try library.function("LZ4F_resetDecompressionContext")
    decompress = try library.function("LZ4F_decompress")
    isError = try library.function("LZ4F_isError")
    errorName = try library.function("LZ4F_getErrorName")
  }
}
