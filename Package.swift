// swift-tools-version: 6.2

import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "swift-decorators",
  products: [
    .library(name: "Decorators", targets: ["Decorators"]),
    .library(name: "Generators", targets: ["Generators"]),
    .library(name: "DecoratorsTesting", targets: ["DecoratorsTesting"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-algorithms", from: "1.2.1"),
    .package(url: "https://github.com/apple/swift-async-algorithms", from: "1.1.4"),
  ],
  targets: [
    // Below both modules
    .target(name: "DecoratorPrimitives", swiftSettings: strict),
    .testTarget(name: "DecoratorPrimitivesTests", dependencies: ["DecoratorPrimitives"], swiftSettings: strict),

    // Decorators
    .target(
      name: "Decorators",
      dependencies: [
        "DecoratorPrimitives",
        .product(name: "Logging", package: "swift-log"),
        .product(name: "CoreMetrics", package: "swift-metrics"),
      ],
      swiftSettings: strict
    ),
    .testTarget(name: "DecoratorsTests", dependencies: ["Decorators", "DecoratorsTesting"], swiftSettings: strict),

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
    .target(name: "Generators", dependencies: ["DecoratorPrimitives", "CZlib", "CByteScan"], swiftSettings: strict),
    .testTarget(
      name: "GeneratorsTests",
      dependencies: ["Generators", "DecoratorsTesting", "CByteScan", "CZlib"],
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

    // The front page
    .testTarget(
      name: "ReadmeTests",
      dependencies: ["Decorators", "Generators", "DecoratorsTesting"],
      swiftSettings: strict
    ),
  ],
  swiftLanguageModes: [.v6]
)
