/// Which errors may be gone when the same call is made again.
enum Retriable {
  /// The names of `errno`'s numbers, as POSIX describes them: interrupted, busy, out of something for now, or the network
  /// or the peer not there at the moment.
  static let errnoNames = [
    "EINTR", "EAGAIN", "EBUSY", "ENOBUFS", "EMFILE", "ENFILE", "ECONNREFUSED", "ECONNRESET", "ECONNABORTED",
    "ETIMEDOUT",
    "ENETDOWN", "ENETUNREACH", "ENETRESET", "EHOSTUNREACH",
  ]

  /// The statuses of libraries, each with its library's own word for it.
  static let statusNames: Set<String> = [
    // https://www.sqlite.org/rescode.html: "should be retried", "try again later"
    "SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_BUSY_RECOVERY", "SQLITE_BUSY_SNAPSHOT", "SQLITE_BUSY_TIMEOUT",
    "SQLITE_LOCKED_SHAREDCACHE", "SQLITE_LOCKED_VTAB",
    // https://curl.se/libcurl/c/libcurl-errors.html: the network or the server; curl --retry takes these for transient too
    "CURLE_COULDNT_RESOLVE_HOST", "CURLE_COULDNT_RESOLVE_PROXY", "CURLE_COULDNT_CONNECT", "CURLE_OPERATION_TIMEDOUT",
    "CURLE_GOT_NOTHING", "CURLE_SEND_ERROR", "CURLE_RECV_ERROR", "CURLE_AGAIN", "CURLE_NO_CONNECTION_AVAILABLE",
    "CURLE_PARTIAL_FILE", "CURLE_HTTP2", "CURLE_HTTP2_STREAM", "CURLE_HTTP3", "CURLE_QUIC_CONNECT_ERROR",
    // getaddrinfo(3): "try again later"
    "EAI_AGAIN",
  ]
}
