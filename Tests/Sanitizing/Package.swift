// swift-tools-version: 6.2

import PackageDescription

// The decorators and their tests without the attributes and the generators, so that a sanitizer has little to compile:
// swift test --package-path Tests/Sanitizing --sanitize=thread

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

func tests(_ module: String, _ dependencies: Target.Dependency...) -> Target {
  .testTarget(
    name: "\(module)Tests",
    dependencies: [.target(name: module)] + dependencies,
    swiftSettings: strict
  )
}

let package = Package(
  name: "sanitizing",
  dependencies: [
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
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
    tests("DecoratorPrimitives"),
    tests("Decorators", "DecoratorsTesting"),
    tests("DecoratorsTesting"),
  ],
  swiftLanguageModes: [.v6]
)
