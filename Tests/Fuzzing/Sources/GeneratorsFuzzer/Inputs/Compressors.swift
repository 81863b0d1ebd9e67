import Generators
import Glibc

/// The system's libraries that compress, to make data of every format.
final class Compressors {
  private typealias EncodeXZ =
    @convention(c) (
      UInt32, Int32, UnsafeRawPointer?, UnsafePointer<UInt8>, Int, UnsafeMutablePointer<UInt8>,
      UnsafeMutablePointer<Int>,
      Int
    ) -> Int32
  private typealias EncodeBzip2 =
    @convention(c) (
      UnsafeMutablePointer<UInt8>, UnsafeMutablePointer<UInt32>, UnsafePointer<UInt8>, UInt32, Int32, Int32, Int32
    ) -> Int32
  private typealias EncodeLZ4 =
    @convention(c) (UnsafeMutablePointer<UInt8>, Int, UnsafePointer<UInt8>, Int, UnsafeRawPointer?) -> Int

  private static let libraries = ["libzstd.so.1", "liblzma.so.5", "libbz2.so.1.0", "liblz4.so.1"]

  static var missing: [String] { libraries.filter { dlopen($0, RTLD_NOW) == nil } }

  private let gzip = GzipMembers()
  private let zstd = ZstdReference()
  private let encodeXZ: EncodeXZ
  private let encodeBzip2: EncodeBzip2
  private let encodeLZ4: EncodeLZ4

  init() {
    func function<Function>(_ library: String, _ name: String, as type: Function.Type) -> Function {
      unsafeBitCast(dlsym(dlopen(library, RTLD_NOW), name), to: type)
    }
    encodeXZ = function("liblzma.so.5", "lzma_easy_buffer_encode", as: EncodeXZ.self)
    encodeBzip2 = function("libbz2.so.1.0", "BZ2_bzBuffToBuffCompress", as: EncodeBzip2.self)
    encodeLZ4 = function("liblz4.so.1", "LZ4F_compressFrame", as: EncodeLZ4.self)
  }

  /// One member of any format that holds `bytes`.
  func member(of bytes: [UInt8], _ random: inout Randomness) -> [UInt8] {
    let capacity = bytes.count * 2 + 4_096
    switch random.below(5) {
    case 0: return gzip.member(of: bytes, &random)
    case 1: return zstd.frame(of: bytes, &random)
    case 2:
      let preset = UInt32(random.below(3))
      let check = Int32(random.element(of: [0, 1, 4, 10]))
      return [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
        var written = 0
        let status = encodeXZ(preset, check, nil, bytes + [0], bytes.count, buffer.baseAddress!, &written, capacity)
        precondition(status == 0, "liblzma could not compress: \(status)")
        count = written
      }
    case 3:
      let level = Int32(random.number(1...9))
      return [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
        var written = UInt32(capacity)
        let status = encodeBzip2(buffer.baseAddress!, &written, bytes + [0], UInt32(bytes.count), level, 0, 0)
        precondition(status == 0, "libbz2 could not compress: \(status)")
        count = Int(written)
      }
    default:
      return [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
        count = encodeLZ4(buffer.baseAddress!, capacity, bytes + [0], bytes.count, nil)
        precondition(count <= capacity, "liblz4 could not compress.")
      }
    }
  }
}
