/// Decompresses bzip2 streams through libbz2.
final class Bzip2Decoder: MemberDecoder {
  private let functions: Bzip2Functions
  private let stream: UnsafeMutablePointer<Bzip2Functions.Stream>
  private var hasBegun = false

  init(_ functions: Bzip2Functions) {
    self.functions = functions
    stream = .allocate(capacity: 1)
    stream.initialize(to: Bzip2Functions.Stream())
  }

  deinit {
    if hasBegun { _ = functions.end(stream) }
    stream.deallocate()
  }

  func begin() {
    if hasBegun { _ = functions.end(stream) }
    hasBegun = true
    stream.pointee = Bzip2Functions.Stream()
    let status = functions.start(stream, 0, 0)
    require(status == Bzip2Functions.ok, "libbz2 could not be set up (status \(status)): is there memory left?")
  }

  func decode(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> DecodingStep {
    let (available, room) = (UInt32(clamping: input.count), UInt32(clamping: output.count))
    stream.pointee.nextIn = input.baseAddress
    stream.pointee.availableIn = available
    stream.pointee.nextOut = output.baseAddress
    stream.pointee.availableOut = room
    let status = functions.decompress(stream)
    return DecodingStep(
      consumed: Int(available - stream.pointee.availableIn),
      written: Int(room - stream.pointee.availableOut),
      outcome: outcome(status)
    )
  }

  private func outcome(_ status: Int32) -> DecodingStep.Outcome {
    switch status {
    case Bzip2Functions.ok: .unfinished
    case Bzip2Functions.streamEnd: .memberIsOver
    case -3: .damaged("libbz2 has no memory left for it")
    case -4: .damaged("its data or a checksum of it is not valid")
    case -5: .damaged("a header of a stream is not valid")
    default: .damaged("libbz2's status is \(status)")
    }
  }
}

/// The functions of libbz2 that decompress (bzlib.h).
struct Bzip2Functions: Sendable {
  /// `bz_stream`.
  struct Stream {
    var nextIn: UnsafeRawPointer?
    var availableIn: UInt32 = 0
    var totalIn: (UInt32, UInt32) = (0, 0)
    var nextOut: UnsafeMutableRawPointer?
    var availableOut: UInt32 = 0
    var totalOut: (UInt32, UInt32) = (0, 0)
    var state: OpaquePointer?
    var allocate: OpaquePointer?
    var free: OpaquePointer?
    var context: OpaquePointer?
  }

  static let ok: Int32 = 0
  static let streamEnd: Int32 = 4

  let start: @Sendable @convention(c) (UnsafeMutableRawPointer, Int32, Int32) -> Int32
  let decompress: @Sendable @convention(c) (UnsafeMutableRawPointer) -> Int32
  let end: @Sendable @convention(c) (UnsafeMutableRawPointer) -> Int32

  /// Those of the system's library, or nil if it is not installed.
  static let installed = SystemLibrary(names: SystemLibrary.names(for: .bzip2)).flatMap { try? Self($0) }

  init(_ library: SystemLibrary) throws {
    start = try library.function("BZ2_bzDecompressInit")
    decompress = try library.function("BZ2_bzDecompress")
    end = try library.function("BZ2_bzDecompressEnd")
  }
}
