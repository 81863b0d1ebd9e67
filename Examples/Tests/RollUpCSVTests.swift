import ExampleTesting
import Testing

@Suite("roll-up-csv")
struct RollUpCSVTests {
  @Test("The kept table by city: quotes, a newline in a field, a record without a number and a ragged one")
  func keptTable() async throws {
    let ending = try await Examples.run("roll-up-csv", ["city", "amount", Examples.data("sales.csv")])
    #expect(
      ending
        == .init(
          output: """
            city,count,sum,mean
            Bergen,1,3.0,3.0
            "Mo i Rana, north",1,1.5,1.5
            Oslo,2,19.75,9.875
            # 1 records without a number, 1 damaged

            """,
          error: "",
          code: 0
        )
    )
  }

  @Test("A column that is not there is told together with those that are")
  func noColumn() async throws {
    let path = Examples.data("sales.csv")
    let ending = try await Examples.run("roll-up-csv", ["town", "amount", path])
    #expect(ending.code == 64)
    #expect(ending.error.contains("has no columns 'town' and 'amount', but these: city, customer, amount, note."))
  }
}
