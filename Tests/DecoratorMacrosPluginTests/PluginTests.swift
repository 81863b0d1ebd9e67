import Testing

@testable import DecoratorMacrosPlugin

@Suite struct PluginTests {
  @Test func everyAttributeIsProvided() {
    #expect(DecoratorMacrosPlugin().providingMacros.count == 8)
  }
}
