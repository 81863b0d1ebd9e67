internal import FoundationEssentials

/// The group of metrics that a run replaces in a Pushgateway: the gateway's root, the job and the instance.
struct PushgatewayGroup: Equatable, Sendable {
  /// Where to PUT the group, `ROOT/metrics/job/JOB[/instance/NAME]`.
  let url: String

  /// - Throws: ``UsageError`` when `root` is not the root of a web server or `job` is empty.
  init(root: String, job: String, instance: String?) throws {
    guard !job.isEmpty else { throw UsageError("the job must have a name: --job cannot be empty") }
    try validateRoot(root)
    var url = root
    while url.hasSuffix("/") { url.removeLast() }
    url += "/metrics/" + pathSegments(label: "job", value: job)
    // To Prometheus an empty label is none, and the gateway refuses one group beside another that differs in it alone.
    if let instance, !instance.isEmpty { url += "/" + pathSegments(label: "instance", value: instance) }
    self.url = url
  }
}

private func validateRoot(_ root: String) throws {
  func refuse(_ reason: String) -> UsageError {
    UsageError(
      "--push takes the root of a Pushgateway such as http://127.0.0.1:9091, not '\(onOneLine(root))': \(reason)"
    )
  }
  guard let separator = root.firstRange(of: "://") else { throw refuse("it has no scheme") }
  guard ["http", "https"].contains(root[..<separator.lowerBound].lowercased()) else {
    throw refuse("the scheme is neither http nor https")
  }
  guard root.unicodeScalars.allSatisfy({ $0.isASCII && $0.value > 0x20 && $0.value != 0x7F }) else {
    throw refuse("it holds a character that a URL cannot hold")
  }
  guard !root.contains("?"), !root.contains("#") else { throw refuse("it has a query or a fragment") }
  let authority = root[separator.upperBound...].prefix { $0 != "/" }
  guard !authority.contains("@") else {
    throw UsageError("--push takes no user name or password: they would be seen in the list of processes")
  }
  let (host, port) = hostAndPort(authority)
  guard !host.isEmpty else { throw refuse("it has no host") }
  if let port, !(1...65_535).contains(Int(port) ?? 0) { throw refuse("the port is no number up to 65535") }
  guard URL(string: root) != nil else { throw refuse("it is no URL") }
}

/// Takes `host:port` apart, where the host may be an IPv6 address in brackets.
private func hostAndPort(_ authority: some StringProtocol) -> (host: String, port: String?) {
  let hostEnd = authority.lastIndex(of: "]").map { authority.index(after: $0) } ?? authority.startIndex
  guard let colon = authority[hostEnd...].firstIndex(of: ":") else { return (String(authority), nil) }
  return (String(authority[..<colon]), String(authority[colon...].dropFirst()))
}

/// `label/value`, or the gateway's `label@base64/…` for values that a path cannot carry.
private func pathSegments(label: String, value: String) -> String {
  if value.contains("/") || value == "." || value == ".." { return "\(label)@base64/\(base64URL(value))" }
  return "\(label)/\(percentEncoded(value))"
}

/// Base64 with the alphabet for URLs and without padding (RFC 4648, section 5).
private func base64URL(_ text: String) -> String {
  Data(text.utf8).base64EncodedString()
    .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
}

/// Everything but the unreserved characters (RFC 3986, section 2.3) as `%` and two digits.
private func percentEncoded(_ text: String) -> String {
  var encoded = ""
  for byte in text.utf8 {
    let scalar = Unicode.Scalar(byte)
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "-", ".", "_", "~": encoded.unicodeScalars.append(scalar)
    default: encoded += (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
    }
  }
  return encoded
}
