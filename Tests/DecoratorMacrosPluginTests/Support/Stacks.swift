/// Stacks of the four attributes, each as its names.
enum Stacks {
  /// All ordered subsets with at least one attribute.
  static let all: [[String]] = {
    var stacks: [[String]] = []
    var grown: [[String]] = [[]]
    for _ in names {
      grown = grown.flatMap { stack in names.filter { !stack.contains($0) }.map { stack + [$0] } }
      stacks += grown
    }
    return stacks
  }()

  private static let names = ["Timed", "Retrying", "Logged", "Memoized"]

  /// A function under this stack.
  static func source(_ stack: [String], body: String = #"{ "\(id)" }"#) -> String {
    stack.map { "@\($0)" }.joined(separator: " ") + "\nfunc load(_ id: Int) async throws -> String \(body)"
  }
}
