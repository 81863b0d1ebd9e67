/// Decompresses xz streams (the .xz file format) through liblzma.
///
/// Checks of the data are verified. Memory is bounded: xz's own levels need up to 65 MiB.
final class XZDecoder: MemberDecoder {
  /// The most memory that decompressing a stream may need, as zstd refuses dictionaries over 128 MiB.
  private static let memoryLimit: UInt64 = 160 << 20

  private let functions: XZFunctions
  private let stream: UnsafeMutablePointer<XZFunctions.Stream>

  init(_ functions: XZFunctions) {
    self.functions = functions
    stream = .allocate(capacity: 1)
    stream.initialize(to: XZFunctions.Stream())
  }

  deinit {
    functions.end(stream)
    stream.deallocate()
  }

  func begin() {
    let status = functions.makeDecoder(stream, Self.memoryLimit, 0)
    require(status == XZFunctions.ok, "liblzma could not be set up (status \(status)): is there memory left?")
  }

  func decode(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> DecodingStep {
    stream.pointee.nextIn = input.baseAddress
    stream.pointee.availableIn = input.count
    stream.pointee.nextOut = output.baseAddress
    stream.pointee.availableOut = output.count
    let run: Int32 = 0
    let status = functions.code(stream, run)
    return DecodingStep(
      consumed: input.count - stream.pointee.availableIn,
      written: output.count - stream.pointee.availableOut,
      outcome: outcome(status)
    )
  }

  private func outcome(_ status: Int32) -> DecodingStep.Outcome {
    switch status {
    case XZFunctions.ok, XZFunctions.noProgress: .unfinished
    case XZFunctions.streamEnd: .memberIsOver
    case 5: .damaged("liblzma has no memory left for it")
    case 6:
      .damaged("it needs more than \(Self.memoryLimit >> 20) MiB to be decompressed. Decompress it first: xz -dc")
    case 7: .damaged("a header of a stream is not valid")
    case 8: .damaged("it has options that this liblzma does not know")
    case 9: .damaged("its data or a check of it is not valid")
    default: .damaged("liblzma's status is \(status)")
    }
  }
}

/// The functions of liblzma that decompress (lzma/base.h, lzma/container.h).
struct XZFunctions: Sendable {
  /// `lzma_stream`.
  struct Stream {
    var nextIn: UnsafeRawPointer?
    var availableIn = 0
    var totalIn: UInt64 = 0
    var nextOut: UnsafeMutableRawPointer?
    var availableOut = 0
    var totalOut: UInt64 = 0
    var allocator: UnsafeRawPointer?
    var state: OpaquePointer?
    var reservedPointers: (OpaquePointer?, OpaquePointer?, OpaquePointer?, OpaquePointer?)
    var reservedNumbers: (UInt64, UInt64) = (0, 0)
    var reservedSizes = (0, 0)
    var reservedEnumerations: (UInt32, UInt32) = (0, 0)
  }

  static let ok: Int32 = 0
  static let streamEnd: Int32 = 1
  static let noProgress: Int32 = 10

  let makeDecoder: @Sendable @convention(c) (UnsafeMutableRawPointer, UInt64, UInt32) -> Int32
  let code: @Sendable @convention(c) (UnsafeMutableRawPointer, Int32) -> Int32
  let end: @Sendable @convention(c) (UnsafeMutableRawPointer) -> Void

  /// Those of the system's library, or nil if it is not installed.
  static let installed = SystemLibrary(names: SystemLibrary.names(for: .xz)).flatMap { try? Self($0) }

  init(_ library: SystemLibrary) throws {
    makeDecoder = try library.function("lzma_stream_decoder")
    code = try library.function("lzma_code")
    end = try library.function("lzma_end")
  }
}
