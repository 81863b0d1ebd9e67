// swift-tools-version: 6.2

import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "swift-decorators-fuzzing",
  products: [
    .executable(name: "caches-fuzzer", targets: ["caches-fuzzer"]),
    .executable(name: "follow-stress", targets: ["follow-stress"]),
    .executable(name: "generators-fuzzer", targets: ["generators-fuzzer"]),
  ],
  dependencies: [
    .package(name: "swift-decorators", path: "../..")
  ],
  targets: [
    .systemLibrary(name: "ZlibForFuzzing", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),

    // swift run -c release generators-fuzzer --cases 1000000
    .executableTarget(
      name: "generators-fuzzer",
      dependencies: ["ZlibForFuzzing", .product(name: "Generators", package: "swift-decorators")],
      path: "Sources/GeneratorsFuzzer",
      swiftSettings: strict
    ),

    // swift run -c release follow-stress --rotations 10000
    .executableTarget(
      name: "follow-stress",
      dependencies: [.product(name: "Generators", package: "swift-decorators")],
      path: "Sources/FollowStress",
      swiftSettings: strict
    ),

    // swift run -c release caches-fuzzer --cases 100000
    .executableTarget(
      name: "caches-fuzzer",
      dependencies: [
        .product(name: "Decorators", package: "swift-decorators"),
        .product(name: "DecoratorsTesting", package: "swift-decorators"),
      ],
      path: "Sources/CachesFuzzer",
      swiftSettings: strict
    ),
  ],
  swiftLanguageModes: [.v6]
)
