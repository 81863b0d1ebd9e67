import Generators
import Glibc

/// The system's libzstd: makes data, and reads it by the book.
final class ZstdReference {
  private typealias Create = @convention(c) () -> OpaquePointer?
  private typealias Free = @convention(c) (OpaquePointer?) -> Int
  private typealias SetParameter = @convention(c) (OpaquePointer?, Int32, Int32) -> Int
  private typealias Compress =
    @convention(c) (OpaquePointer?, UnsafeMutableRawPointer, Int, UnsafeRawPointer, Int) -> Int
  private typealias Decompress =
    @convention(c) (OpaquePointer?, UnsafeMutableRawPointer, UnsafeMutableRawPointer) -> Int
  private typealias IsError = @convention(c) (Int) -> UInt32
  private typealias Reset = @convention(c) (OpaquePointer?, Int32) -> Int

  static let levelParameter: Int32 = 100
  static let windowParameter: Int32 = 101
  static let contentSizeParameter: Int32 = 200
  static let checksumParameter: Int32 = 201

  private static var library: UnsafeMutableRawPointer? { dlopen("libzstd.so.1", RTLD_NOW) }

  static var isThere: Bool { library != nil }

  private let compressor: OpaquePointer?
  private let decompressor: OpaquePointer?
  private let set: SetParameter
  private let compress: Compress
  private let decompress: Decompress
  private let isError: IsError
  private let reset: Reset
  /// As large as a block of the package: with less, libzstd takes another way.
  private var room = [UInt8](repeating: 0, count: 262_144)
  private let freeCompressor: Free
  private let freeDecompressor: Free

  init() {
    func function<Function>(_ name: String, as type: Function.Type) -> Function {
      unsafeBitCast(dlsym(Self.library, name), to: type)
    }
    compressor = function("ZSTD_createCCtx", as: Create.self)()
    decompressor = function("ZSTD_createDStream", as: Create.self)()
    set = function("ZSTD_CCtx_setParameter", as: SetParameter.self)
    compress = function("ZSTD_compress2", as: Compress.self)
    decompress = function("ZSTD_decompressStream", as: Decompress.self)
    isError = function("ZSTD_isError", as: IsError.self)
    reset = function("ZSTD_DCtx_reset", as: Reset.self)
    freeCompressor = function("ZSTD_freeCCtx", as: Free.self)
    freeDecompressor = function("ZSTD_freeDStream", as: Free.self)
  }

  deinit {
    _ = freeCompressor(compressor)
    _ = freeDecompressor(decompressor)
  }

  func frame(of bytes: [UInt8], _ random: inout Randomness) -> [UInt8] {
    _ = set(compressor, Self.levelParameter, random.element(of: [-5, 1, 3]))
    _ = set(compressor, Self.windowParameter, random.element(of: [10, 12]))
    _ = set(compressor, Self.contentSizeParameter, Int32(random.below(2)))
    _ = set(compressor, Self.checksumParameter, Int32(random.below(2)))
    return [UInt8](unsafeUninitializedCapacity: bytes.count + 1_024) { buffer, count in
      count = compress(compressor, buffer.baseAddress!, buffer.count, bytes + [0], bytes.count)
      precondition(isError(count) == 0, "libzstd could not compress.")
    }
  }

  func skippableFrame(_ random: inout Randomness) -> [UInt8] {
    let count = random.below(9)
    return [0x50 + UInt8(random.below(16)), 0x2A, 0x4D, 0x18, UInt8(count), 0, 0, 0] + Array(repeating: 7, count: count)
  }

  /// `ZSTD_inBuffer` and `ZSTD_outBuffer`.
  private struct Buffer {
    var bytes: UnsafeMutableRawPointer?
    var size: Int
    var position = 0
  }

  /// The bytes of all frames and of text after them up to the end or the damage, and which of these it was, reading
  /// `step` bytes at a time.
  func decompress(_ bytes: [UInt8], reading step: Int) -> DecompressedReference {
    var output: [UInt8] = []
    var rest = bytes[...]
    while true {
      if let error = decompressFrame(&rest, reading: step, to: &output) {
        return DecompressedReference(bytes: output, error: error)
      }
      rest = rest.drop { $0 == 0 }
      guard Compression(rest) == .zstd else { return DecompressedReference(bytes: output, followedBy: rest, .zstd) }
    }
  }

  private func decompressFrame(
    _ rest: inout ArraySlice<UInt8>,
    reading step: Int,
    to output: inout [UInt8]
  ) -> ReadingError.Code? {
    let sessionAndParameters: Int32 = 3
    _ = reset(decompressor, sessionAndParameters)
    var bytes = Array(rest)
    return bytes.withUnsafeMutableBytes { bytes in
      for place in stride(from: 0, to: bytes.count, by: step) {
        var input = Buffer(bytes: bytes.baseAddress! + place, size: min(step, bytes.count - place))
        var isFull = false
        repeat {
          var result = 0
          let count = room.withUnsafeMutableBytes { room in
            var output = Buffer(bytes: room.baseAddress, size: room.count)
            result = decompress(decompressor, &output, &input)
            return output.position
          }
          output += room[..<count]
          if isError(result) != 0 { return .corruptData }
          if result == 0 {
            rest = rest.dropFirst(place + input.position)
            return nil
          }
          isFull = count == room.count
        } while input.position < input.size || isFull
      }
      return .truncatedData
    }
  }
}
