/// The source files of a package, which the plugin hands to the tool.
package struct ListingRequest: Codable {
  package struct Target: Codable {
    package var name: String
    /// Whether the target has tests, which are listed only on request.
    package var isTest: Bool
    /// The absolute paths of the Swift files.
    package var files: [String]
  }

  /// The absolute path of the package's folder.
  package var package: String
  /// The folder from which a relative path counts.
  package var workingDirectory: String
  package var targets: [Target]
}
