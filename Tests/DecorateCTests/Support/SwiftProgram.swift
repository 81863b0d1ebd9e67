internal import Foundation

extension SwiftTools {
  /// The modules that a program with wrappers is linked with.
  private static let linkedModules = [
    "Decorators", "DecoratorOrder", "DecoratorPrimitives", "PlatformC", "Logging", "CoreMetrics",
  ]

  /// What the compiler needs for attributes, or nil where this build has not made it.
  private static let attributeFlags: [String]? = {
    let plugin = "\(buildFolder)/DecoratorMacrosPlugin-tool"
    let macros = objects(of: "DecoratorMacros")
    guard FileManager.default.isExecutableFile(atPath: plugin), !macros.isEmpty else { return nil }
    return ["-load-plugin-executable", "\(plugin)#DecoratorMacrosPlugin"] + macros
  }()

  /// Whether this build has made what attributes need.
  static let hasAttributes = attributeFlags != nil

  private static func objects(of module: String) -> [String] {
    let folder = "\(buildFolder)/\(module).build"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".o") }.sorted().map { "\(folder)/\($0)" }
  }

  /// Compiles wrappers and a main file, runs the program, and returns what it prints.
  ///
  /// - Parameters:
  ///   - main: The main file.
  ///   - wrappers: The generated file.
  ///   - module: The name of the module of C.
  ///   - header: What its header consists of.
  ///   - library: The library that is linked, without `lib`.
  ///   - arguments: The arguments of the program.
  static func run(
    _ main: String,
    with wrappers: String,
    module: String,
    header: String,
    library: String? = nil,
    hasAttributes: Bool = false,
    arguments: [String] = []
  ) throws -> Result {
    let folder = try TemporaryFolder()
    let files = [try folder.write(wrappers, to: "Wrappers.swift"), try folder.write(main, to: "main.swift")]
    try writeModule(module, header: header, to: folder)
    let program = "\(folder.path)/program"
    let compiled = try run(
      ["swiftc", "-swift-version", "6", "-module-name", "Program", "-I", folder.path, "-I", "\(buildFolder)/Modules"]
        + files + linkedModules.flatMap(objects(of:)) + (hasAttributes ? attributeFlags ?? [] : [])
        + (library.map { ["-l\($0)"] } ?? []) + ["-o", program]
    )
    guard compiled.status == 0 else { return compiled }
    return try run([program] + arguments)
  }

  /// Writes a module of C with a header, unless it is that of the C library.
  static func writeModule(_ module: String, header: String, to folder: TemporaryFolder) throws {
    if module == "Glibc" { return }
    _ = try folder.write(header, to: "shim.h")
    _ = try folder.write("module \(module) {\n  header \"shim.h\"\n  export *\n}\n", to: "module.modulemap")
  }
}
