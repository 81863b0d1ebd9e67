extension Rules {
  /// zlib, as the comments of `zlib.h` describe it.
  static let zlib = """
    headers: [zlib.h]
    namespace: Zlib
    prefix: ""
    statuses:
      Status:
        constants: Z_(OK|STREAM_END|NEED_DICT|ERRNO|STREAM_ERROR|DATA_ERROR|MEM_ERROR|BUF_ERROR|VERSION_ERROR)
        success: [Z_OK, Z_STREAM_END, Z_NEED_DICT]
        message: zError
    functions:
      (compress2?|uncompress):
        status: Status
        success: [Z_OK]
        parameters: {dest: buffer destLen, source: bytes sourceLen}
        because: "zlib.h: Z_OK is success, and *destLen is the space before and the size after"
      gzread:
        failure: negative
        because: "zlib.h: -1 for error"
      gzflush:
        status: Status
        because: "zlib.h: the return value is the zlib error number"
      gz(fread|fwrite):
        skip: "a short count is a failure only if gzerror says so"
      inflateMark:
        failure: never
        because: "zlib.h: two numbers in one, of which one is negative for an inconsistent state"
    """
}
