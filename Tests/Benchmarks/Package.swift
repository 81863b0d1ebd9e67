// swift-tools-version: 6.2

import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "swift-decorators-benchmarks",
  dependencies: [
    // With all traits, as the package's own tests have it, so that both share what they compile.
    .package(name: "swift-decorators", path: "../..", traits: [.defaults, "Tracing", "Configuration"]),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-algorithms", from: "1.2.1"),
    .package(url: "https://github.com/apple/swift-async-algorithms", from: "1.1.4"),
  ],
  targets: [
    // Repeats, compares and prints
    .target(name: "BenchmarkHarness", swiftSettings: strict),

    // swift run -c release DecoratorsBenchmark
    .executableTarget(
      name: "DecoratorsBenchmark",
      dependencies: [
        "BenchmarkHarness",
        .product(name: "Decorators", package: "swift-decorators"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "CoreMetrics", package: "swift-metrics"),
      ],
      swiftSettings: strict
    ),

    // swift run -c release MemoizedBenchmark
    .executableTarget(
      name: "MemoizedBenchmark",
      dependencies: ["BenchmarkHarness", .product(name: "Decorators", package: "swift-decorators")],
      swiftSettings: strict
    ),

    // swift run -c release EvictionBenchmark
    .executableTarget(
      name: "EvictionBenchmark",
      dependencies: ["BenchmarkHarness", .product(name: "Decorators", package: "swift-decorators")],
      swiftSettings: strict
    ),

    // swift run -c release AttributesBenchmark
    .executableTarget(
      name: "AttributesBenchmark",
      dependencies: [
        "BenchmarkHarness",
        .product(name: "DecoratorMacros", package: "swift-decorators"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict
    ),

    // swift run -c release GeneratorsBenchmark
    .executableTarget(
      name: "GeneratorsBenchmark",
      dependencies: [
        .product(name: "Generators", package: "swift-decorators"),
        .product(name: "Algorithms", package: "swift-algorithms"),
        .product(name: "AsyncAlgorithms", package: "swift-async-algorithms"),
      ],
      swiftSettings: strict
    ),
  ],
  swiftLanguageModes: [.v6]
)
