internal import ArgumentParser
internal import Generators

/// A roll-up of a CSV file of any size: how often each key comes, and the sum and mean of a column for it.
@main
struct RollUpCSV: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "roll-up-csv",
    abstract: "Count, sum up and average a column of a CSV file for each value of another one."
  )

  @Argument(help: "The name of the column to group by.")
  var key: String

  @Argument(help: "The name of the column to sum up.")
  var value: String

  @Argument(help: "The CSV file, plain or compressed. Its first record holds the names of its columns.")
  var file: String

  func run() throws {
    let format = CSVFormat(header: .firstRecord, ragged: .skip, damaged: .skip)
    var groups: [String: (count: Int, sum: Double)] = [:]
    var without = 0
    let skipped = try withCSVRecords(at: file, format) { records in
      var columns: (key: Int, value: Int)?
      for record in records {
        // Asked for once: a column by its number costs less than one by its name.
        let (key, value) = try columns ?? find(in: record.header)
        columns = (key, value)
        guard let number = Double(record[value].string) else {
          without += 1
          continue
        }
        groups[record[key].string, default: (0, 0)].count += 1
        groups[record[key].string, default: (0, 0)].sum += number
      }
      return records.skippedRecords
    }
    print("\(key),count,sum,mean")
    for (key, group) in groups.sorted(by: { $0.key < $1.key }) {
      let field = key.contains { ",\"\r\n".contains($0) } ? "\"\(key.replacing("\"", with: "\"\""))\"" : key
      print("\(field),\(group.count),\(group.sum),\(group.sum / Double(group.count))")
    }
    if without + skipped > 0 { print("# \(without) records without a number, \(skipped) damaged") }
  }

  private func find(in header: CSVHeader?) throws -> (key: Int, value: Int) {
    guard let header, let key = header.index(of: key), let value = header.index(of: value) else {
      let names = header?.names.joined(separator: ", ") ?? ""
      throw ValidationError("\(file) has no columns '\(key)' and '\(value)', but these: \(names).")
    }
    return (key, value)
  }
}
