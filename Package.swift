// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let metrics = Target.Dependency.product(name: "Metrics", package: "swift-metrics")
let coreMetrics = Target.Dependency.product(name: "CoreMetrics", package: "swift-metrics")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

/// A room of the house: what it may import is what stands here, and a test holds it to that.
func room(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ room: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: "\(room)Tests", dependencies: [.init(stringLiteral: room), "TestKit"] + dependencies,
        swiftSettings: strict)
}

let package = Package(
    name: "portico",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "portico", targets: ["portico"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CMarkGFM", providers: [.apt(["libcmark-gfm-dev"])]),
        .systemLibrary(name: "CGumbo", pkgConfig: "gumbo", providers: [.apt(["libgumbo-dev"])]),
        .systemLibrary(name: "CArgon2", pkgConfig: "libargon2", providers: [.apt(["libargon2-dev"])]),
        .target(name: "CCurl", linkerSettings: [.linkedLibrary("curl")]),
        .target(name: "CResolver", linkerSettings: [.linkedLibrary("resolv")]),
        .target(name: "CCompression", linkerSettings: [.linkedLibrary("z"), .linkedLibrary("brotlienc")]),
        .target(name: "CAssets", exclude: ["files"], cSettings: [.unsafeFlags(["-Wno-c23-extensions"])]),
        .target(name: "CMigrations", exclude: ["files"], cSettings: [.unsafeFlags(["-Wno-c23-extensions"])]),

        room("Model", []),
        room("Rendering", ["CMarkGFM", "CGumbo", "CCompression", yams]),
        room("Policy", ["Model", crypto]),
        room("Storage", ["Model", "CPostgres", "CSQLite", "CMigrations", grdb, logging]),
        room(
            "Core",
            ["Model", "Storage", "Policy", "Rendering", "CArgon2", crypto, cryptoExtras, logging, nioSSL]),
        room("Outbound", ["Model", "Core", "CCurl", "CResolver", crypto, cryptoExtras, logging]),
        room(
            "Web",
            ["Model", "Core", "Rendering", "CAssets", "CCompression", crypto, hummingbird, httpTypes, logging, metrics]),
        room("Endpoints", ["Model", "Core", "Policy", "Rendering", "Web", hummingbird, httpTypes, logging]),
        room("Console", ["Model", "Core", "Policy", "Rendering", "Web", hummingbird, httpTypes, logging]),
        room("Site", ["Model", "Core", "Policy", "Rendering", "Web", hummingbird, httpTypes, logging]),
        room(
            "Gateway",
            [
                "Model", "Policy", nioCore, nioPosix, nioHTTP1, logging, metrics,
                nioSSL,
            ]),
        .executableTarget(
            name: "portico",
            dependencies: [
                "Model", "Rendering", "Storage", "Core", "Outbound", "Web", "Endpoints", "Console", "Site", "Policy",
                "Gateway", "CAssets", crypto, hummingbird, httpTypes, logging, metrics, coreMetrics, lifecycle, signals,
                nioCore,
                nioPosix, nioHTTP1, yams,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOFoundationCompat", package: "swift-nio"),
            ],
            swiftSettings: strict),

        .executableTarget(
            name: "bare-hummingbird", dependencies: [hummingbird], path: "Benchmarks/BareHummingbird",
            swiftSettings: strict),

        .target(
            name: "TestKit",
            dependencies: [
                "Model", "Storage", "Core", "Rendering", "Web", hummingbird, httpTypes, logging,
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                nioCore, .product(name: "NIOEmbedded", package: "swift-nio"),
            ],
            path: "Tests/TestKit", swiftSettings: strict),
        .testTarget(name: "HouseTests", swiftSettings: strict),
        tests("Model"),
        tests("Rendering"),
        tests("Policy", ["Model"]),
        tests("Storage", ["Model"]),
        tests("Core", ["Model", "Storage", "Rendering"]),
        tests("Web", ["Model", "Core", "Rendering", hummingbird, httpTypes]),
        tests("Endpoints", ["Model", "Core", "Storage", "Web", hummingbird, httpTypes]),
        tests("Console", ["Model", "Core", "Storage", "Web", hummingbird, httpTypes]),
        tests("Site", ["Model", "Core", "Storage", "Web", "Endpoints", hummingbird, httpTypes]),
        tests("Gateway", ["Model", "Policy", nioCore, nioPosix, nioHTTP1, logging, nioSSL]),
        tests("Outbound", ["Model", "Core", logging]),
    ],
    swiftLanguageModes: [.v6]
)
