// swift-tools-version: 6.2

import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// An example of one file.
func example(_ name: String, in folder: String, _ dependencies: Target.Dependency...) -> Target {
  .executableTarget(
    name: name,
    dependencies: [
      .product(name: "Generators", package: "swift-decorators"),
      .product(name: "ArgumentParser", package: "swift-argument-parser"),
    ] + dependencies,
    path: folder,
    swiftSettings: strict
  )
}

let package = Package(
  name: "Examples",
  products: [
    .executable(name: "log-error-counter", targets: ["log-error-counter"]),
    .executable(name: "count-services", targets: ["count-services"]),
    .executable(name: "roll-up-csv", targets: ["roll-up-csv"]),
    .executable(name: "jsonl-to-metrics", targets: ["jsonl-to-metrics"]),
    .executable(name: "follow-log", targets: ["follow-log"]),
    .executable(name: "batch-api", targets: ["batch-api"]),
    .executable(name: "resilience-simulations", targets: ["resilience-simulations"]),
  ],
  dependencies: [
    // With all traits, as the package's own tests have it, so that both share what they compile.
    .package(name: "swift-decorators", path: "..", traits: [.defaults, "Tracing", "Configuration"]),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.80.0"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    .target(
      name: "LogErrorCounter",
      dependencies: [
        .product(name: "DecoratorMacros", package: "swift-decorators"),
        .product(name: "Decorators", package: "swift-decorators"),
        .product(name: "Generators", package: "swift-decorators"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
      ],
      path: "LogErrorCounter/Sources/LogErrorCounter",
      swiftSettings: strict
    ),
    .executableTarget(
      name: "log-error-counter",
      dependencies: ["LogErrorCounter"],
      path: "LogErrorCounter/Sources/log-error-counter",
      swiftSettings: strict
    ),
    .testTarget(
      name: "LogErrorCounterTests",
      dependencies: [
        "LogErrorCounter",
        "log-error-counter",
        "ExampleTesting",
        .product(name: "Decorators", package: "swift-decorators"),
        .product(name: "DecoratorsTesting", package: "swift-decorators"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
        .product(name: "NIOCore", package: "swift-nio"),
      ],
      path: "LogErrorCounter/Tests",
      swiftSettings: strict
    ),

    example("count-services", in: "CountServices"),
    example("roll-up-csv", in: "RollUpCSV"),
    example("jsonl-to-metrics", in: "JSONLToMetrics"),
    example("follow-log", in: "FollowLog", .product(name: "UnixSignals", package: "swift-service-lifecycle")),
    example(
      "batch-api",
      in: "BatchAPI",
      .product(name: "Decorators", package: "swift-decorators"),
      .product(name: "AsyncHTTPClient", package: "async-http-client"),
      .product(name: "NIOCore", package: "swift-nio"),
      .product(name: "NIOHTTP1", package: "swift-nio")
    ),
    .testTarget(
      name: "ExampleTests",
      dependencies: ["count-services", "roll-up-csv", "jsonl-to-metrics", "follow-log", "batch-api", "ExampleTesting"],
      path: "Tests",
      swiftSettings: strict
    ),

    .target(
      name: "ResilienceSimulations",
      dependencies: [
        .product(name: "Decorators", package: "swift-decorators"),
        .product(name: "DecoratorsTesting", package: "swift-decorators"),
      ],
      path: "Resilience/Sources/ResilienceSimulations",
      swiftSettings: strict
    ),
    .executableTarget(
      name: "resilience-simulations",
      dependencies: [
        "ResilienceSimulations",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Resilience/Sources/resilience-simulations",
      swiftSettings: strict
    ),
    .testTarget(
      name: "ResilienceSimulationsTests",
      dependencies: ["ResilienceSimulations"],
      path: "Resilience/Tests",
      swiftSettings: strict
    ),

    // Helpers for the examples' tests
    .target(
      name: "ExampleTesting",
      dependencies: [
        .product(name: "DecoratorsTesting", package: "swift-decorators"),
        .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
      ],
      path: "ExampleTesting",
      swiftSettings: strict
    ),
  ],
  swiftLanguageModes: [.v6]
)
