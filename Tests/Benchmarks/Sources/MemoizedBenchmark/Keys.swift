/// A key as one would write it for a dictionary.
struct Pair: Hashable, Sendable {
  var name: String
  var number: Int
}

let keyCount = 256

let integerKeys = (0..<keyCount).map { $0 * 7 }
let stringKeys = (0..<keyCount).map { "user-profile-key-\($0 + 100)" }
let unicodeKeys = (0..<keyCount).map { "user-profile-k\u{E9}y-\($0 + 100)" }
let pairKeys = (0..<keyCount).map { Pair(name: "user-profile-key-\($0 + 100)", number: $0) }

/// Equal keys in other memory, so that equality must look at the characters.
func sought(_ keys: [Int]) -> [Int] { keys }
func sought(_ keys: [String]) -> [String] { keys.map { String(decoding: Array($0.utf8), as: UTF8.self) } }
func sought(_ keys: [Pair]) -> [Pair] { zip(sought(keys.map(\.name)), keys).map { Pair(name: $0, number: $1.number) } }
