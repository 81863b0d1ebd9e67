import Foundation
import FoundationXML
import ResilienceSimulations
import Testing

@Suite struct PlotTests {
  @Test("every line has its points and its name, and the axes their labels")
  func chart() throws {
    let plot = Plot(
      "Work",
      x: "clients",
      y: "calls",
      bands: [20...30],
      lines: [.init("full", [(10, 1), (50, 40)]), .init("none", [(10, 5), (50, 100)])]
    )
    let document = try XMLDocumentReader.elements(of: plot.svg)
    #expect(document.filter { $0.name == "polyline" }.count == 2)
    #expect(document.filter { $0.name == "rect" }.count == 2)
    for text in ["Work", "clients", "calls", "full", "none", "100", "50", "0"] {
      #expect(document.contains { $0.name == "text" && $0.text == text }, "\(text)")
    }
    let last = try #require(document.last { $0.name == "polyline" }?.attributes["points"])
    #expect(last == "70.0,334.5 550.0,40.0")
  }

  @Test("a logarithmic axis has a label for each power of ten")
  func logarithmic() throws {
    let plot = Plot("T", x: "x", y: "y", isLogarithmic: true, lines: [.init("a", [(0, 0.5), (1, 2_000)])])
    let texts = try XMLDocumentReader.elements(of: plot.svg).filter { $0.name == "text" }.map(\.text)
    for text in ["0.1", "1", "10", "100", "1000", "10000"] { #expect(texts.contains(text), "\(text)") }
  }
}

/// The elements of a document, in the order in which they end.
private final class XMLDocumentReader: NSObject, XMLParserDelegate {
  struct Element {
    var name: String
    var attributes: [String: String]
    var text = ""
  }

  private var open: [Element] = []
  private var elements: [Element] = []

  static func elements(of text: String) throws -> [Element] {
    let reader = XMLDocumentReader()
    let parser = XMLParser(data: Data(text.utf8))
    parser.delegate = reader
    try #require(parser.parse(), "not well formed: \(String(describing: parser.parserError))")
    return reader.elements
  }

  func parser(
    _ parser: XMLParser,
    didStartElement name: String,
    namespaceURI: String?,
    qualifiedName: String?,
    attributes: [String: String]
  ) {
    open.append(Element(name: name, attributes: attributes))
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    if !open.isEmpty { open[open.count - 1].text += string }
  }

  func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
    elements.append(open.removeLast())
  }
}
