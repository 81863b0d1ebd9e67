import Foundation

/// A line chart as SVG that reads on light and dark pages.
public struct Plot: Sendable {
  /// A line of the chart.
  public struct Line: Sendable {
    public let name: String
    public let points: [(x: Double, y: Double)]

    public init(_ name: String, _ points: [(x: Double, y: Double)]) {
      self.name = name
      self.points = points
    }
  }

  public let title: String
  public let xTitle: String
  public let yTitle: String
  public let lines: [Line]
  /// Spans of the x axis in which something is wrong, drawn as bands.
  public let bands: [ClosedRange<Double>]
  /// Whether the y axis is logarithmic.
  public let isLogarithmic: Bool

  public init(
    _ title: String,
    x xTitle: String,
    y yTitle: String,
    isLogarithmic: Bool = false,
    bands: [ClosedRange<Double>] = [],
    lines: [Line]
  ) {
    self.title = title
    self.xTitle = xTitle
    self.yTitle = yTitle
    self.isLogarithmic = isLogarithmic
    self.bands = bands
    self.lines = lines
  }

  private static let colors = ["#4477aa", "#ee6677", "#228833", "#ccbb44", "#aa3377", "#66ccee"]
  private static let (width, height) = (720.0, 400.0)
  private static let (left, right, top, bottom) = (70.0, 170.0, 40.0, 50.0)

  /// The chart.
  public var svg: String {
    let points = lines.flatMap(\.points)
    let x = Axis(points.map(\.x), isLogarithmic: false)
    let y = Axis(points.map(\.y) + (isLogarithmic ? [] : [0]), isLogarithmic: isLogarithmic)
    let (plotWidth, plotHeight) = (
      Self.width - Self.left - Self.right, Self.height - Self.top - Self.bottom
    )
    func place(_ value: Double, on axis: Axis) -> Double { axis.fraction(of: value) }
    func px(_ value: Double) -> String { number(Self.left + plotWidth * place(value, on: x)) }
    func py(_ value: Double) -> String { number(Self.top + plotHeight * (1 - place(value, on: y))) }

    var parts = [
      """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(number(Self.width)) \(number(Self.height))" \
      font-family="sans-serif" font-size="12">
      <rect width="100%" height="100%" fill="white"/>
      <text x="\(number(Self.left))" y="22" font-size="15">\(title)</text>
      """
    ]
    for band in bands {
      let width = plotWidth * (place(band.upperBound, on: x) - place(band.lowerBound, on: x))
      parts.append(
        """
        <rect x="\(px(band.lowerBound))" y="\(number(Self.top))" width="\(number(width))" \
        height="\(number(plotHeight))" fill="#dddddd"/>
        """
      )
    }
    for tick in y.ticks {
      parts.append(
        """
        <line x1="\(number(Self.left))" x2="\(number(Self.left + plotWidth))" y1="\(py(tick))" y2="\(py(tick))" \
        stroke="#cccccc"/><text x="\(number(Self.left - 8))" y="\(py(tick))" dy="4" text-anchor="end">\(label(tick))</text>
        """
      )
    }
    for tick in x.ticks {
      parts.append(
        """
        <text x="\(px(tick))" y="\(number(Self.height - Self.bottom + 18))" text-anchor="middle">\(label(tick))</text>
        """
      )
    }
    parts.append(
      """
      <text x="\(number(Self.left + plotWidth / 2))" y="\(number(Self.height - 10))" text-anchor="middle">\(xTitle)</text>
      <text transform="translate(16 \(number(Self.top + plotHeight / 2))) rotate(-90)" text-anchor="middle">\(yTitle)</text>
      """
    )
    for (index, line) in lines.enumerated() {
      let color = Self.colors[index % Self.colors.count]
      let path = line.points.map { "\(px($0.x)),\(py($0.y))" }.joined(separator: " ")
      let legend = Self.top + 12 + 20 * Double(index)
      let legendX = Self.left + plotWidth + 12
      parts.append(
        """
        <polyline points="\(path)" fill="none" stroke="\(color)" stroke-width="2"/>
        <line x1="\(number(legendX))" x2="\(number(legendX + 18))" y1="\(number(legend))" y2="\(number(legend))" \
        stroke="\(color)" stroke-width="3"/><text x="\(number(legendX + 24))" y="\(number(legend + 4))">\(line.name)</text>
        """
      )
    }
    return parts.joined(separator: "\n") + "\n</svg>\n"
  }

  private func number(_ value: Double) -> String { String(format: "%.1f", value) }

  private func label(_ value: Double) -> String {
    value >= 10 || value == value.rounded() ? String(format: "%.0f", value) : String(format: "%g", value)
  }
}

/// The range of an axis, and where its labels stand.
private struct Axis {
  let isLogarithmic: Bool
  let low: Double
  let high: Double
  let ticks: [Double]

  init(_ values: [Double], isLogarithmic: Bool) {
    self.isLogarithmic = isLogarithmic
    let (least, most) = (values.min() ?? 0, values.max() ?? 1)
    if isLogarithmic {
      let exponents = Int(floor(log10(least)))...Int(ceil(log10(max(most, least * 10))))
      ticks = exponents.map { pow(10, Double($0)) }
    } else {
      let rough = max(most - least, 1e-9) / 5
      let magnitude = pow(10, floor(log10(rough)))
      let step = [1, 2, 5, 10].map { $0 * magnitude }.first { $0 >= rough } ?? rough
      ticks = Array(stride(from: floor(least / step) * step, through: ceil(most / step) * step, by: step))
    }
    low = ticks.first ?? 0
    high = ticks.last ?? 1
  }

  func fraction(of value: Double) -> Double {
    isLogarithmic ? log10(value / low) / log10(high / low) : (value - low) / (high - low)
  }
}
