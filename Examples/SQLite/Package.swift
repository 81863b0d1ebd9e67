// swift-tools-version: 6.2

import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "SQLiteExample",
  products: [.executable(name: "work-queue", targets: ["work-queue"])],
  dependencies: [
    // Decorators and the plugin need none of what the product Generators needs.
    .package(name: "swift-decorators", path: "../..", traits: [])
  ],
  targets: [
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"]), .brew(["sqlite"])]),
    .target(
      name: "WorkQueue",
      dependencies: ["CSQLite", .product(name: "Decorators", package: "swift-decorators")],
      swiftSettings: strict,
      plugins: [.plugin(name: "DecorateCPlugin", package: "swift-decorators")]
    ),
    .executableTarget(name: "work-queue", dependencies: ["WorkQueue"], swiftSettings: strict),
    .testTarget(name: "WorkQueueTests", dependencies: ["WorkQueue", "CSQLite"], swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
