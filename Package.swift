// swift-tools-version: 6.2

import CompilerPluginSupport
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// The same annotated code once more, under other rules of the language.
func annotatedCode(_ name: String, _ rule: SwiftSetting...) -> Target {
  .target(
    name: name,
    dependencies: ["DecoratorMacros", "DecoratorsTracingMacros", .product(name: "Logging", package: "swift-log")],
    path: "Tests/AnnotatedCode/\(name)",
    swiftSettings: rule
  )
}

let package = Package(
  name: "swift-decorators",
  products: [
    .library(name: "Decorators", targets: ["Decorators"]),
    .library(name: "DecoratorMacros", targets: ["DecoratorMacros"]),
    .library(name: "Generators", targets: ["Generators"]),
    .library(name: "DecoratorsTesting", targets: ["DecoratorsTesting"]),
    .library(name: "DecoratorsTracing", targets: ["DecoratorsTracing"]),
    .library(name: "DecoratorsTracingMacros", targets: ["DecoratorsTracingMacros"]),
    .library(name: "DecoratorsConfiguration", targets: ["DecoratorsConfiguration"]),
    .plugin(name: "list-decorated", targets: ["list-decorated"]),
    .library(name: "DecorateC", targets: ["DecorateC"]),
    .executable(name: "decorate-c", targets: ["decorate-c"]),
    .plugin(name: "DecorateCPlugin", targets: ["DecorateCPlugin"]),
  ],
  // SwiftPM resolves the packages of every product, also of those that nobody uses, unless a trait keeps them out.
  traits: [
    .default(enabledTraits: ["Generators"]),
    .trait(name: "Generators", description: "Resolves the packages that the product Generators needs."),
    .trait(
      name: "Tracing",
      description: "Resolves the packages that the products DecoratorsTracing and DecoratorsTracingMacros need."
    ),
    .trait(name: "Configuration", description: "Resolves the packages that the product DecoratorsConfiguration needs."),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.3.0"),
    .package(url: "https://github.com/apple/swift-system", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.7.3"),
    .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: []),
    .package(url: "https://github.com/apple/swift-algorithms", from: "1.2.1"),
    .package(url: "https://github.com/apple/swift-async-algorithms", from: "1.1.4"),
    .package(url: "https://github.com/swiftlang/swift-syntax", "602.0.0"..<"604.0.0"),
  ],
  targets: [
    // Below both modules
    .target(name: "PlatformC", swiftSettings: strict),
    .target(name: "DecoratorPrimitives", dependencies: ["PlatformC"], swiftSettings: strict),
    .testTarget(name: "DecoratorPrimitivesTests", dependencies: ["DecoratorPrimitives"], swiftSettings: strict),

    // Which orders of decorators do harm, for the decorators, the macros and the list
    .target(name: "DecoratorOrder", swiftSettings: strict),

    // Decorators
    .target(
      name: "Decorators",
      dependencies: [
        "DecoratorOrder",
        "DecoratorPrimitives",
        "PlatformC",
        .product(name: "Logging", package: "swift-log"),
        .product(name: "CoreMetrics", package: "swift-metrics"),
      ],
      swiftSettings: strict
    ),
    .testTarget(name: "DecoratorsTests", dependencies: ["Decorators", "DecoratorsTesting"], swiftSettings: strict),

    // Spans of decorated calls; the trait Tracing
    .target(
      name: "DecoratorsTracing",
      dependencies: [
        "Decorators",
        "DecoratorPrimitives",
        .product(name: "Tracing", package: "swift-distributed-tracing", condition: .when(traits: ["Tracing"])),
      ],
      swiftSettings: strict
    ),
    .testTarget(
      name: "DecoratorsTracingTests",
      dependencies: [
        "Decorators",
        "DecoratorsTracing",
        "DecoratorsTesting",
        .product(name: "Tracing", package: "swift-distributed-tracing", condition: .when(traits: ["Tracing"])),
        .product(name: "InMemoryTracing", package: "swift-distributed-tracing", condition: .when(traits: ["Tracing"])),
      ],
      swiftSettings: strict
    ),

    // Pipelines from a configuration; the trait Configuration
    .target(
      name: "DecoratorsConfiguration",
      dependencies: [
        "Decorators",
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Configuration", package: "swift-configuration", condition: .when(traits: ["Configuration"])),
      ],
      swiftSettings: strict
    ),
    .testTarget(
      name: "DecoratorsConfigurationTests",
      dependencies: [
        "Decorators",
        "DecoratorsConfiguration",
        "DecoratorsTesting",
        .product(name: "Configuration", package: "swift-configuration", condition: .when(traits: ["Configuration"])),
      ],
      swiftSettings: strict
    ),

    // What attributes say, for the macros and for the list; only these use swift-syntax
    .target(
      name: "DecoratorSyntax",
      dependencies: [
        "DecoratorOrder",
        .product(name: "SwiftDiagnostics", package: "swift-syntax"),
        .product(name: "SwiftParser", package: "swift-syntax"),
        .product(name: "SwiftSyntax", package: "swift-syntax"),
        .product(name: "SwiftSyntaxBuilder", package: "swift-syntax"),
      ],
      swiftSettings: strict
    ),

    // Attributes; swift-syntax stays behind the plugin
    .macro(
      name: "DecoratorMacrosPlugin",
      dependencies: [
        "DecoratorSyntax",
        .product(name: "SwiftCompilerPlugin", package: "swift-syntax"),
        .product(name: "SwiftDiagnostics", package: "swift-syntax"),
        .product(name: "SwiftSyntax", package: "swift-syntax"),
        .product(name: "SwiftSyntaxBuilder", package: "swift-syntax"),
        .product(name: "SwiftSyntaxMacros", package: "swift-syntax"),
      ],
      swiftSettings: strict
    ),
    .target(
      name: "DecoratorMacros",
      dependencies: ["Decorators", "DecoratorMacrosPlugin", .product(name: "Logging", package: "swift-log")],
      swiftSettings: strict
    ),

    // The attribute of DecoratorsTracing; the trait Tracing
    .target(
      name: "DecoratorsTracingMacros",
      dependencies: [
        "DecoratorMacros",
        "DecoratorMacrosPlugin",
        "DecoratorsTracing",
        .product(name: "Tracing", package: "swift-distributed-tracing", condition: .when(traits: ["Tracing"])),
      ],
      swiftSettings: strict
    ),

    .testTarget(
      name: "DecoratorMacrosPluginTests",
      dependencies: [
        "DecoratorMacrosPlugin",
        "DecoratorOrder",
        "DecoratorSyntax",
        .product(name: "SwiftDiagnostics", package: "swift-syntax"),
        .product(name: "SwiftParser", package: "swift-syntax"),
        .product(name: "SwiftSyntax", package: "swift-syntax"),
        .product(name: "SwiftSyntaxMacroExpansion", package: "swift-syntax"),
        .product(name: "SwiftSyntaxMacros", package: "swift-syntax"),
        .product(name: "SwiftSyntaxMacrosGenericTestSupport", package: "swift-syntax"),
      ],
      swiftSettings: strict
    ),
    .testTarget(
      name: "DecoratorMacrosTests",
      dependencies: [
        "DecoratorMacros",
        "DecoratorsTracingMacros",
        "DecoratorsTesting",
        "AnnotatedCode",
        "AnnotatedCodeInSwift5",
        "AnnotatedCodeNonsending",
        "AnnotatedCodeOnMainActor",
      ],
      swiftSettings: strict
    ),
    .testTarget(
      name: "DecoratorsTracingMacrosTests",
      dependencies: [
        "DecoratorsTracingMacros",
        "DecoratorsTesting",
        .product(name: "InMemoryTracing", package: "swift-distributed-tracing", condition: .when(traits: ["Tracing"])),
      ],
      swiftSettings: strict
    ),
    annotatedCode("AnnotatedCode"),
    annotatedCode("AnnotatedCodeInSwift5", .swiftLanguageMode(.v5)),
    annotatedCode("AnnotatedCodeNonsending", .enableUpcomingFeature("NonisolatedNonsendingByDefault")),
    annotatedCode("AnnotatedCodeOnMainActor", .defaultIsolation(MainActor.self)),
    // swift run -c release annotated-code: the compiler optimises what attributes expand to
    .executableTarget(
      name: "annotated-code",
      dependencies: [
        "AnnotatedCode",
        "AnnotatedCodeInSwift5",
        "AnnotatedCodeNonsending",
        "AnnotatedCodeOnMainActor",
      ],
      path: "Tests/AnnotatedCode/annotated-code",
      swiftSettings: strict
    ),

    // swift run -c release programmer-errors: every mistake stops the program with its sentence
    .executableTarget(
      name: "programmer-errors",
      dependencies: ["Decorators", "DecoratorsTesting", "Generators"],
      path: "Tests/ProgrammerErrors",
      swiftSettings: strict
    ),

    // swift run -c release hit-allocations: no hit of a cache allocates
    .target(name: "CAllocationCount", path: "Tests/Allocations/CAllocationCount"),
    .executableTarget(
      name: "hit-allocations",
      dependencies: ["Decorators", "CAllocationCount"],
      path: "Tests/Allocations/hit-allocations",
      swiftSettings: strict
    ),

    // swift package list-decorated: the functions that a package decorates
    .plugin(
      name: "list-decorated",
      capability: .command(
        intent: .custom(verb: "list-decorated", description: "Lists the decorated functions of a package.")
      ),
      dependencies: ["list-decorated-tool"]
    ),
    .executableTarget(name: "list-decorated-tool", dependencies: ["DecoratorListing"], swiftSettings: strict),
    .target(
      name: "DecoratorListing",
      dependencies: [
        "DecoratorOrder",
        "DecoratorSyntax",
        .product(name: "SwiftDiagnostics", package: "swift-syntax"),
        .product(name: "SwiftParser", package: "swift-syntax"),
        .product(name: "SwiftParserDiagnostics", package: "swift-syntax"),
        .product(name: "SwiftSyntax", package: "swift-syntax"),
        .product(name: "SwiftSyntaxMacros", package: "swift-syntax"),
      ],
      swiftSettings: strict
    ),
    .testTarget(
      name: "DecoratorListingTests",
      dependencies: [
        "DecoratorListing",
        "DecoratorMacrosPlugin",
        "DecoratorSyntax",
        "Decorators",
        .product(name: "SwiftParser", package: "swift-syntax"),
        .product(name: "SwiftSyntax", package: "swift-syntax"),
      ],
      swiftSettings: strict
    ),

    // Helpers for users' tests
    .target(
      name: "DecoratorsTesting",
      dependencies: [
        "Decorators",
        "DecoratorPrimitives",
        .product(name: "Logging", package: "swift-log"),
        .product(name: "InMemoryLogging", package: "swift-log"),
        .product(name: "CoreMetrics", package: "swift-metrics"),
        .product(name: "MetricsTestKit", package: "swift-metrics"),
      ],
      swiftSettings: strict
    ),
    .testTarget(name: "DecoratorsTestingTests", dependencies: ["DecoratorsTesting"], swiftSettings: strict),

    // Generators
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "CByteScan"),
    .target(
      name: "Generators",
      dependencies: [
        "DecoratorPrimitives",
        "PlatformC",
        "CZlib",
        "CByteScan",
        .product(name: "DequeModule", package: "swift-collections", condition: .when(traits: ["Generators"])),
        .product(name: "SystemPackage", package: "swift-system", condition: .when(traits: ["Generators"])),
      ],
      swiftSettings: strict
    ),
    .testTarget(
      name: "GeneratorsTests",
      dependencies: [
        "Generators",
        "DecoratorsTesting",
        "CByteScan",
        "CZlib",
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: strict
    ),
    .testTarget(
      name: "GeneratorsInteroperabilityTests",
      dependencies: [
        "Generators",
        .product(name: "Algorithms", package: "swift-algorithms"),
        .product(name: "AsyncAlgorithms", package: "swift-async-algorithms"),
      ],
      swiftSettings: strict
    ),

    // The scanner of C headers; libclang is loaded at run time
    .target(name: "CLibclang"),
    .target(name: "DecorateC", dependencies: ["CLibclang", "PlatformC"], swiftSettings: strict),
    .executableTarget(name: "decorate-c", dependencies: ["DecorateC", "PlatformC"], swiftSettings: strict),
    .plugin(name: "DecorateCPlugin", capability: .buildTool(), dependencies: ["decorate-c"]),
    .testTarget(
      name: "DecorateCTests",
      dependencies: ["DecorateC", "Decorators", "decorate-c"],
      exclude: ["Golden"],
      swiftSettings: strict
    ),

    // The front page
    .testTarget(
      name: "ReadmeTests",
      dependencies: ["DecoratorMacros", "Generators", "DecoratorsTesting"],
      swiftSettings: strict
    ),
  ],
  swiftLanguageModes: [.v6]
)
