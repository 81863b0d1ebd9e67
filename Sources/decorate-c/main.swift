import DecorateC

let clang = try Libclang.find()
var headers: [Header] = []
for name in CommandLine.arguments.dropFirst() { headers.append(try Header(named: name, clang: clang)) }
let scan = try Scan(headers)
print(scan.swiftFile(decorations: Decorations([.timed, .retrying], areAttributes: false)), terminator: "")
