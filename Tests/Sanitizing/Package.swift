// swift-tools-version: 6.2

import PackageDescription

// The decorators, their spans and their tests without the attributes and the generators, so that a sanitizer has
// little to compile:
// swift test --package-path Tests/Sanitizing --sanitize=thread

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// The sources of spans are there only with the trait Tracing, which defines this.
let tracing: [SwiftSetting] = [.define("Tracing")]

func tests(_ module: String, _ dependencies: Target.Dependency..., settings: [SwiftSetting] = []) -> Target {
  .testTarget(
    name: "\(module)Tests",
    dependencies: [.target(name: module)] + dependencies,
    swiftSettings: strict + settings
  )
}

let package = Package(
  name: "sanitizing",
  dependencies: [
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.7.3"),
  ],
  targets: [
    .target(name: "PlatformC", swiftSettings: strict),
    .target(name: "DecoratorPrimitives", dependencies: ["PlatformC"], swiftSettings: strict),
    .target(name: "DecoratorOrder", swiftSettings: strict),
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
    .target(
      name: "DecoratorsTracing",
      dependencies: [
        "Decorators",
        "DecoratorPrimitives",
        .product(name: "Tracing", package: "swift-distributed-tracing"),
      ],
      swiftSettings: strict + tracing
    ),
    tests("DecoratorPrimitives"),
    tests("Decorators", "DecoratorsTesting"),
    tests("DecoratorsTesting"),
    tests(
      "DecoratorsTracing",
      "Decorators",
      "DecoratorsTesting",
      .product(name: "Tracing", package: "swift-distributed-tracing"),
      .product(name: "InMemoryTracing", package: "swift-distributed-tracing"),
      settings: tracing
    ),
  ],
  swiftLanguageModes: [.v6]
)
