import DecoratorListing
import Foundation

// The plugin passes the path of its request and then the user's arguments.
let arguments = CommandLine.arguments.dropFirst()
guard let path = arguments.first, let data = FileManager.default.contents(atPath: path),
  let request = try? JSONDecoder().decode(ListingRequest.self, from: data)
else {
  FileHandle.standardError.write(Data("run 'swift package list-decorated', which runs this tool\n".utf8))
  exit(64)
}
let result = ListingTool(request).run(Array(arguments.dropFirst()))
FileHandle.standardOutput.write(Data(result.output.utf8))
FileHandle.standardError.write(Data(result.errors.map { $0 + "\n" }.joined().utf8))
exit(result.status)
