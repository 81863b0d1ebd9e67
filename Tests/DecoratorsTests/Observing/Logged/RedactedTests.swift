import Decorators
import DecoratorsTesting
import Foundation
import Testing

@Suite struct RedactedTests {
  struct APIKey: Sensitive, Hashable { let text: String }
  struct Token: Sensitive { var description: String { "s3cret" } }
  struct Chatty: Sensitive, Hashable, Comparable {
    var debugDescription: String { "s3cret" }
    static func < (left: Self, right: Self) -> Bool { false }
  }
  struct Login: Codable, Equatable {
    var user: String
    @Redacted var password: String
  }

  private let key = APIKey(text: "s3cret")

  private func shown(_ value: Any) -> String {
    let recorder = LogRecorder()
    let policy = LoggingPolicy(logger: recorder.logger, levels: LogLevels(call: nil), arguments: .all, result: .value)
    _ = withLogging(policy, arguments: ["value": value]) { value }
    return recorder.entries.map { "\($0.metadata)" }.joined()
  }

  @Test func sensitiveTypesPrintRedacted() {
    #expect("\(key)" == "<redacted>")
    #expect(String(reflecting: key) == "<redacted>")
    var dumped = ""
    dump(key, to: &dumped)
    #expect(!dumped.contains("s3cret"))
  }

  @Test func alsoInsideContainersAndStructures() {
    let login = Login(user: "ada", password: "s3cret")
    let values: [Any] = [
      [key], ["key": key], [key: 1], Optional(key) as Any, (1, key), Set([key]), login, [login],
      Result<APIKey, any Error>.success(key),
      Redacted("s3cret"), [Redacted("s3cret")],
    ]
    for value in values {
      #expect(!shown(value).contains("s3cret"))
      #expect(shown(value).contains("<redacted>"))
    }
    #expect("\(login)" == #"Login(user: "ada", _password: <redacted>)"#)
  }

  @Test func aDescriptionOfItsOwnDoesNotReachRecords() {
    #expect("\(Token())" == "s3cret")
    #expect(!shown(Token()).contains("s3cret"))
    #expect(!shown([Token()]).contains("s3cret"))
  }

  struct Account {
    var key: Chatty
    var others: [Token]
  }
  enum Credential { case key(Chatty), pair(Int, Token) }
  struct Talking: CustomStringConvertible {
    var key = Chatty()
    var description: String { "key \(key.debugDescription)" }
  }

  @Test("L5: a description of its own does not reach records from inside others either")
  func aDescriptionOfItsOwnInsideOthers() {
    let account = Account(key: Chatty(), others: [Token()])
    let values: [Any] = [
      [Chatty()], ["key": Chatty()], Optional(Chatty()) as Any, Optional([Chatty()]) as Any, (1, Token()), account,
      [account], Credential.key(Chatty()), Credential.pair(1, Token()), ["a": [account]],
      Result<Chatty, any Error>.success(Chatty()), ContiguousArray([Chatty()]), [Chatty()][...],
      ["key": Chatty()] as KeyValuePairs, [Chatty(): "key"] as KeyValuePairs, CollectionOfOne(Chatty()),
      Set([Chatty()]), [Chatty(): 1], [Chatty(): 1].keys, [1: Chatty()].values, Chatty()..<Chatty(),
      Chatty()...Chatty(), Chatty()..., AnyHashable(Chatty()), AnyHashable([Chatty()]), Arguments(1, Chatty()),
    ]
    for value in values {
      #expect(!shown(value).contains("s3cret"))
      #expect(shown(value).contains("<redacted>"))
    }
  }

  @Test func aDebugDescriptionOfItsOwnShowsOutsideOfRecordsAndWhereOthersSayItUnlessRedacted() {
    #expect(!shown(Chatty()).contains("s3cret"))
    #expect("\([Chatty()])" == "[s3cret]")
    for value in [Redacted(Chatty()), [Redacted(Chatty())], Optional(Redacted(Token())) as Any] {
      #expect(!shown(value).contains("s3cret"))
      #expect(shown(value).contains("<redacted>"))
    }
    #expect(shown(Talking()).contains("s3cret"))
  }

  @Test func theValueIsThereForCode() throws {
    var login = Login(user: "ada", password: "old")
    login.password = "new"
    #expect(login.password == "new")
    #expect(login == Login(user: "ada", password: "new"))
    #expect(Redacted(1) == Redacted(1))
    #expect(Set([Redacted(1), Redacted(1)]).count == 1)
  }

  @Test func codingIsThatOfTheValue() throws {
    let login = Login(user: "ada", password: "s3cret")
    let data = try JSONEncoder().encode(login)
    #expect(String(decoding: data, as: UTF8.self).contains(#""password":"s3cret""#))
    #expect(try JSONDecoder().decode(Login.self, from: data) == login)
  }
}
