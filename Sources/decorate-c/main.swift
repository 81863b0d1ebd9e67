import DecorateC
let c = try Libclang.find()
print(c.path, c.version)
for a in CommandLine.arguments.dropFirst() {
  let h = try Header(named: a, clang: c)
  print(h.functions.count, h.macros.count, h.enumerations.count, h.records.count)
  for f in h.functions.prefix(5) { print(f) }
}
