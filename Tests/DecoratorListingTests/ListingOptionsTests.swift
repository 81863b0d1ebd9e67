import DecoratorListing
import Testing

@Suite struct ListingOptionsTests {
  @Test func options_takeTheirValueInBothForms() throws {
    let options = try ListingOptions(["--format", "json", "--target=App", "--target", "B C", "--check=-"])
    #expect(options.format == .json && options.targets == ["App", "B C"] && options.check == "-" && !options.showsHelp)
    let (none, help) = (try ListingOptions([]), try ListingOptions(["--help"]))
    #expect(none.format == nil && none.targets.isEmpty && none.check == nil && help.showsHelp)
  }

  @Test(arguments: [
    (["--formt", "json"], "unknown option '--formt': did you mean '--format'?"),
    (["--zzzzzzzzz"], "unknown option '--zzzzzzzzz': 'swift package list-decorated --help' lists the options"),
    (["Docs"], "unexpected argument 'Docs': 'swift package list-decorated --help' lists the options"),
    (["--check"], "'--check' needs a value"),
    (["--check", "--format", "json"], "'--check' needs a value"),
    (["--target="], "'--target' needs a value"),
    (["--check", "a", "--check", "b"], "'--check' is there twice"),
    (["--format=json", "--format", "text"], "'--format' is there twice"),
    (["--format", "yaml"], "'--format' takes one of text, json, markdown, not 'yaml'"),
  ])
  func wrongCommandLine_isReported(_ arguments: [String], _ sentence: String) {
    let error = #expect(throws: ListingOptions.UsageError.self) { try ListingOptions(arguments) }
    #expect(error?.description == sentence)
  }
}
