import DecoratorListing
import Testing

@Suite struct WritingTests {
  private let listing = DecoratedListing(
    listed(
      """
      struct S {
        @Retrying(within: .seconds(3)) @Memoized(in: \\Self.values, key: { (a: Int) -> Int in a | 1 })
        func f(_ a: Int) async throws -> Int { 1 }
      }
      #if os(Linux) || DEBUG
        let g = timed(named: "g|`") { 1 }
      #endif
      """
    )
  )

  @Test func text_hasAParagraphForEachFunction() {
    #expect(
      listing.written(as: .text) == """
        S.f(_:)
          Sources/App/File.swift:3:8, target App
            @Retrying  within: .seconds(3)
                       defaults: attempts: nil, backoff: .exponential(from: .milliseconds(100)), on: (any Error).self, \
        idempotent: true, serverDelays: .accepted(upTo: .seconds(60)), keepingErrors: 10, generator: SystemRandomNumberGenerator(), \
        named: "S.f(_:)", clock: ContinuousClock()
            @Memoized  in: \\Self.values, key: { … }
          warning: '@Retrying' around '@Memoized' looks in the cache on each attempt, and callers share only one \
        attempt: put '@Memoized' first, or add 'allowing: .memoizedInside' if this is intended [memoizedInside]

        g|`
          Sources/App/File.swift:6:11, target App, if os(Linux) || DEBUG
            timed  named: "g|`"
                   defaults: to: TimingSink.standard, clock: ContinuousClock()

        """
    )
  }

  @Test func markdown_hasATableForEachTarget_withoutLines() {
    #expect(
      listing.written(as: .markdown) == """
        # Decorated functions

        `swift package list-decorated --format markdown` writes this page. The first decorator of a function is the \
        outermost.

        ## App

        | function | decorator | settings | defaults |
        |---|---|---|---|
        | `S.f(_:)` in `Sources/App/File.swift` | `@Retrying` | `within: .seconds(3)` | `attempts: nil, backoff: \
        .exponential(from: .milliseconds(100)), on: (any Error).self, idempotent: true, serverDelays: .accepted(upTo: .seconds(60)), \
        keepingErrors: 10, generator: SystemRandomNumberGenerator(), named: "S.f(_:)", clock: ContinuousClock()` |
        |  | `@Memoized` | `in: \\Self.values, key: { … }` |  |
        |  | **warning** | '@Retrying' around '@Memoized' looks in the cache on each attempt, and callers share only \
        one attempt: put '@Memoized' first, or add 'allowing: .memoizedInside' if this is intended (memoizedInside) |  |
        | `` g\\|` `` in `Sources/App/File.swift`, if `os(Linux) \\|\\| DEBUG` | `timed` | ``named: "g\\|`"`` | \
        `to: TimingSink.standard, clock: ContinuousClock()` |

        """
    )
  }

  @Test func backslashBeforeABar_doesNotEndACell() {
    let source = ##"@Timed(named: #"a\|b<c"#) func f() {}"##
    let markdown = DecoratedListing(listed(source)).written(as: .markdown)
    #expect(markdown.contains(##"| <code>named: #"a&#92;&#124;b&lt;c"#</code> |"##))
  }

  @Test func json_hasSortedKeys() {
    let json = DecoratedListing(listed("@Timed(policy) func f() {}")).written(as: .json)
    #expect(
      json == """
        {
          "functions" : [
            {
              "column" : 21,
              "file" : "Sources/App/File.swift",
              "form" : "attributes",
              "line" : 1,
              "name" : "f()",
              "stack" : [
                {
                  "decorator" : "timed",
                  "defaults" : [
                    {
                      "label" : "clock",
                      "value" : "ContinuousClock()"
                    }
                  ],
                  "settings" : [
                    {
                      "label" : "policy",
                      "value" : "policy"
                    }
                  ],
                  "written" : "@Timed"
                }
              ],
              "target" : "App",
              "warnings" : [

              ]
            }
          ]
        }

        """
    )
  }

  @Test(arguments: OutputFormat.allCases)
  func noFunctions_giveAListThatSaysSo(_ format: OutputFormat) {
    let text = DecoratedListing().written(as: format)
    #expect(
      text.hasSuffix("\n") && (text.contains("o decorated functions") || text.contains("none") || format == .json)
    )
  }
}
