// swift-tools-version: 6.2

import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

// swift run -c release --package-path Tests/ServiceBenchmark
let package = Package(
  name: "swift-decorators-service-benchmark",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "swift-decorators", path: "../.."),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.0.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
  ],
  targets: [
    .executableTarget(
      name: "ServiceBenchmark",
      dependencies: [
        .product(name: "Decorators", package: "swift-decorators"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict
    )
  ],
  swiftLanguageModes: [.v6]
)
