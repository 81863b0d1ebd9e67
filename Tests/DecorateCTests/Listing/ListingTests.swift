internal import Foundation
import Testing

@testable import DecorateC

@Suite("Listings", .needsLibclang) struct ListingTests {
  private func listing(_ format: ListingFormat) throws -> String {
    try scan(
      """
      /// Fills a box. Returns 0 on success, and nonzero on failure.
      int box_fill(int count, const char *label);

      int box_mystery(int (*choose)(int a, int b));
      void box_log(const char *format, ...);
      #define BOX_TWICE(x) ((x) * 2)
      struct box_flags {
        unsigned ready : 1;
      };
      """,
      name: "box.h",
      rules: #"functions: {box_fill: {failure: nonzero, because: "0 | 1"}}"#
    ).listing(format)
  }

  @Test("The table has a column for each fact")
  func table() throws {
    #expect(
      try listing(.table) == """
        name              parameters                     result  declared   failure    because                                                            wrapped
        box_fill          int count, const char * label  int     box.h:2:5  nonzero    0 | 1                                                              Box.fill
        box_mystery       int (*)(int, int) choose       int     box.h:4:5  undecided  neither the type 'int' nor the comment says what the result means  no: how it reports failure is not known
        box_log           const char * format, ...       void    box.h:5:6  never      it returns nothing                                                 no: it takes any number of arguments, and Swift imports no such function: write a C function with fixed parameters that calls it
        BOX_TWICE                                                box.h:6:9                                                                                no: a macro with parameters has no types: write an inline function
        struct box_flags                                         box.h:7:8                                                                                no: bit fields (ready): use them as Swift imports them

        """
    )
  }

  @Test("Markdown keeps a bar in a cell from dividing it")
  func markdown() throws {
    let lines = try listing(.markdown).split(separator: "\n")
    #expect(lines.count == 7)
    #expect(lines[0] == "| name | parameters | result | declared | failure | because | wrapped |")
    #expect(lines[1] == "| --- | --- | --- | --- | --- | --- | --- |")
    #expect(
      lines[2] == #"| box_fill | int count, const char * label | int | box.h:2:5 | nonzero | 0 \| 1 | Box.fill |"#
    )
  }

  @Test("JSON has the same facts, parameters one by one and places with their folders")
  func json() throws {
    let rows = try JSONDecoder().decode([Scan.Row].self, from: Data(listing(.json).utf8))
    #expect(rows.map(\.name) == ["box_fill", "box_mystery", "box_log", "BOX_TWICE", "struct box_flags"])
    #expect(rows.map(\.wrapped) == [true, false, false, false, false])
    #expect(rows[0].parameters == ["int count", "const char * label"])
    #expect(rows[0].wrapper == "Box.fill" && rows[0].reason == nil)
    #expect(rows[1].wrapper == nil && rows[1].reason == "how it reports failure is not known")
    #expect(rows[0].because == "0 | 1")
    #expect(rows[0].declared.hasPrefix("/") && rows[0].declared.hasSuffix("/box.h:2:5"))
    #expect(rows[2].parameters == ["const char * format", "..."])
  }

  @Test("What is concluded from names alone is listed")
  func notes() throws {
    let table = try scan(
      """
      typedef struct box box;
      box *box_open(const char *path, unsigned size);
      void box_free(box *box);
      """,
      name: "store.h"
    ).listing(.table)
    #expect(
      table.contains(
        "Store.open (owned: the name contains 'open') ('size' is not used as the length of 'path')\n"
      )
    )
  }

  @Test("A method of a handle is listed with its class")
  func handle() throws {
    let rows = try scan(
      """
      typedef struct box box;
      box *box_new(void);
      void box_free(box *box);
      void box_shake(box *box);
      """,
      name: "store.h"
    ).rows
    #expect(rows.last?.wrapper == "Store.Box.shake")
  }
}
