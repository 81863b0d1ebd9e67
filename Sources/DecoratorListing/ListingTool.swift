import DecoratorSyntax
import Foundation

/// `swift package list-decorated` without the process around it.
package struct ListingTool {
  /// What the tool writes, and how it exits.
  package struct Result: Equatable {
    package var output = ""
    package var errors: [String] = []
    /// 0, or 1 if something is wrong with an input or has drifted, or 64 for a wrong command line.
    package var status: Int32 = 0
  }

  private let request: ListingRequest

  package init(_ request: ListingRequest) { self.request = request }

  /// Runs the command.
  ///
  /// - Parameter arguments: The command line, without the name of the command.
  package func run(_ arguments: [String]) -> Result {
    let options: ListingOptions
    do {
      options = try ListingOptions(arguments)
    } catch {
      return Result(errors: [error.description], status: 64)
    }
    if options.showsHelp { return Result(output: ListingOptions.help) }
    let names = request.targets.map(\.name)
    let unknown = options.targets.filter { !names.contains($0) }
    if !unknown.isEmpty { return Result(errors: unknown.map { Self.unknown($0, among: names) }, status: 64) }
    let targets = request.targets.filter { target in
      options.targets.isEmpty ? !target.isTest : options.targets.contains(target.name)
    }
    var result = Result()
    let listing = read(targets, into: &result)
    if let committed = options.check {
      check(committed, against: listing.written(as: options.format ?? .markdown), options, into: &result)
    } else {
      result.output = listing.written(as: options.format ?? .text)
    }
    if !result.errors.isEmpty { result.status = 1 }
    return result
  }

  private static func unknown(_ target: String, among names: [String]) -> String {
    let hint =
      Spelling.nearest(to: target, among: names).map { "did you mean '\($0)'?" }
      ?? "the targets that use this package are \(names.sorted().joined(separator: ", "))"
    return "no target '\(target)' uses the decorators: \(hint)"
  }

  /// Lists what can be read. Adds a sentence for every file that cannot be read, or that has syntax errors.
  private func read(_ targets: [ListingRequest.Target], into result: inout Result) -> DecoratedListing {
    var listing = DecoratedListing()
    for target in targets.sorted(by: { $0.name < $1.name }) {
      for (path, name) in target.files.map({ ($0, shown($0)) }).sorted(by: { $0.1 < $1.1 }) {
        do {
          let data = try Data(contentsOf: URL(filePath: path))
          guard let source = String(validating: data, as: UTF8.self) else {
            result.errors.append("cannot read '\(name)': it is not UTF-8")
            continue
          }
          let file = SourceReader(source, file: name, target: target.name)
          listing.functions += file.functions
          result.errors += file.errors
        } catch {
          result.errors.append("cannot read '\(name)': \(Self.reason(error, at: path))")
        }
      }
    }
    return listing
  }

  private func check(
    _ path: String,
    against current: String,
    _ options: ListingOptions,
    into result: inout Result
  ) {
    let url = URL(filePath: path, relativeTo: URL(filePath: request.workingDirectory, directoryHint: .isDirectory))
    let targets = options.targets.map { " --target \($0.inShell)" }.joined()
    let format = options.format ?? .markdown
    let remedy = "write it with 'swift package list-decorated --format \(format.rawValue)\(targets) > \(path.inShell)'"
    do {
      guard let drift = Drift(from: String(decoding: try Data(contentsOf: url), as: UTF8.self), to: current) else {
        return
      }
      result.errors.append("'\(path)' has drifted at line \(drift.line): \(drift.sentence): \(remedy)")
    } catch {
      let isMissing = (error as? CocoaError)?.code == .fileReadNoSuchFile
      result.errors.append(
        "cannot read '\(path)': \(Self.reason(error, at: url.path))\(isMissing ? ": \(remedy)" : "")"
      )
    }
  }

  /// The path from the package's folder, if the file is in it.
  private func shown(_ path: String) -> String {
    let folder = request.package.hasSuffix("/") ? request.package : request.package + "/"
    return path.hasPrefix(folder) ? String(path.dropFirst(folder.count)) : path
  }

  private static func reason(_ error: any Error, at path: String) -> String {
    let code = (error as? CocoaError)?.code
    if code == .fileReadNoSuchFile { return "no such file or directory" }
    if code == .fileReadNoPermission { return "permission denied" }
    if (try? FileManager.default.attributesOfItem(atPath: path)[.type]) as? FileAttributeType == .typeDirectory {
      return "it is a folder"
    }
    return error.localizedDescription
  }
}

extension String {
  /// The text as a word of a shell's command line.
  fileprivate var inShell: String {
    let isPlain = allSatisfy { $0.isLetter || $0.isNumber || "._-/+".contains($0) }
    return isPlain ? self : "\"" + flatMap { "\"\\$`".contains($0) ? "\\\($0)" : String($0) } + "\""
  }
}
