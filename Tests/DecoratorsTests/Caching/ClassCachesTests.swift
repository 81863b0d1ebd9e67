import Decorators
import Testing

private class Base {}
private final class Sub: Base {}

@Suite struct ClassCachesTests {
  @Test func eachClass_hasACacheOfItsOwn_whichIsKept() {
    let caches = ClassCaches<Int, Int> { FunctionCache(capacity: 4) }
    #expect(caches.cache(of: Base.self) === caches.cache(of: Base.self))
    #expect(caches.cache(of: Base.self) !== caches.cache(of: Sub.self))
    #expect(caches.cache(of: Sub.self).value(for: 1) { 2 } == 2)
    #expect(caches.cache(of: Base.self).peek(1) == nil)
    #expect(caches.cache(of: Sub.self).peek(1) == 2)
  }
}
