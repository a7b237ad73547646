import Core
import Foundation
import Model
import Storage
import TestKit
import Testing

@Suite struct DemoTests {
    /// The files as they lie in the repository.
    private static func content() throws -> DemoContent {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let folder = root.appending(path: "Sources/CAssets/files/demo")
        var files: [String: String] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            files["demo/\(name)"] = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
        }
        return DemoContent(files: files, gatewayURL: "http://gateway.example:8000")
    }

    private struct Counts: Equatable {
        var portals = 0, apis = 0, documents = 0, developers = 0, teams = 0, applications = 0, registrations = 0
        var keys = 0, services = 0, plugins = 0
    }

    private func counts(_ world: World) async throws -> Counts {
        try await world.database.read { tx in
            let portals = try tx.portals.all(), apis = try tx.apis.all()
            guard let portal = portals.first, let plane = try tx.controlPlanes.find(name: "default") else {
                return Counts()
            }
            let applications = try tx.applications.list(on: portal.id, ListQuery()).items.map(\.application)
            return Counts(
                portals: portals.count, apis: apis.count,
                documents: try apis.reduce(0) { $0 + (try tx.apiDocuments.count(of: $1.id)) },
                developers: try tx.developers.counts(of: portal.id).values.reduce(0, +),
                teams: try tx.teams.all(on: portal.id).count, applications: applications.count,
                registrations: try applications.reduce(0) { $0 + (try tx.registrations.apis(of: $1.id).count) },
                keys: try applications.reduce(0) { $0 + (try tx.credentials.count(of: $1)) },
                services: try tx.coreEntities.all(of: plane.id).count { $0.kind == .service },
                plugins: try tx.coreEntities.all(of: plane.id).count { $0.kind == .plugin })
        }
    }

    private static let whole = Counts(
        portals: 1, apis: 3, documents: 8, developers: 5, teams: 1, applications: 2, registrations: 4, keys: 1,
        services: 3, plugins: 3)

    @Test(arguments: Engines.all) func aSecondStartAddsNothingAndFollowsTheUpstream(engine: Engines) async throws {
        try await World.on(engine) { world in
            let demo = Demo(world.product, content: try Self.content())
            let first = try await demo.start(upstreamPort: 4_001)
            #expect(try await counts(world) == Self.whole)
            #expect(first?.siteURL == "http://contrail-air.localhost:8080")
            #expect(first?.key?.hasPrefix("ptk_") == true)
            let second = try await demo.start(upstreamPort: 4_002)
            #expect(try await counts(world) == Self.whole)
            #expect(second?.password == first?.password)
            #expect(second?.key == nil)
            let ports = try await world.database.read { tx in
                guard let plane = try tx.controlPlanes.find(name: "default") else { return [Int64]() }
                return try tx.coreEntities.all(of: plane.id).compactMap { $0.fields["port"]?.integer }
            }
            #expect(ports == [4_002, 4_002, 4_002])
        }
    }

    @Test(arguments: Engines.all) func theDemosDeveloperSignsInAndItsApplicationHasTraffic(engine: Engines) async throws
    {
        try await World.on(engine) { world in
            let demo = Demo(world.product, content: try Self.content())
            let tour = try #require(try await demo.start(upstreamPort: 4_001))
            let portal = try #require(try await world.product.portals.find(host: "contrail-air.localhost")).portal
            let secrets = try await world.product.developers.signIn(
                email: tour.email, password: tour.password ?? "", on: portal.id, throttleKey: "here")
            #expect(try await world.product.developers.session(secrets.access.text, on: portal)?.email == tour.email)
            let requests = try await world.database.read { tx in
                let applications = try tx.applications.list(on: portal.id, ListQuery()).items
                return try applications.map {
                    try tx.usage.summary(application: $0.id, since: world.product.kernel.now - .days(30)).requests
                }
            }
            #expect(requests.count == 2)
            #expect(requests.allSatisfy { $0 > 1_000 })
        }
    }

    @Test func aStartThatWasCutShortIsCompleted() async throws {
        try await World.on(.sqlite) { world in
            let demo = Demo(world.product, content: try Self.content())
            _ = try await demo.start(upstreamPort: 4_001)
            let portal = try #require(try await world.product.portals.find(host: "contrail-air.localhost")).portal
            let loyalty = try #require(try await world.product.apis.all(as: .system).first { $0.slug == "loyalty" })
            try await world.product.publications.unpublish(loyalty.id, from: portal.id, as: .system)
            try await world.product.apis.delete(loyalty.id, as: .system)
            try await world.database.write { tx in
                let state = try tx.settings.value("demo")
                let password = state?["password"] ?? .null
                try tx.settings.set("demo", ["done": false, "password": password])
            }
            _ = try await demo.start(upstreamPort: 4_001)
            #expect(try await counts(world) == Self.whole)
        }
    }

    @Test func dataWithAPortalStaysAsItIs() async throws {
        try await World.on(.sqlite) { world in
            _ = try await world.portal()
            let tour = try await Demo(world.product, content: try Self.content()).start(upstreamPort: 4_001)
            #expect(tour == nil)
            #expect(try await counts(world).apis == 0)
        }
    }

    @Test func descriptionsAreFlawlessAndNameTheGateway() async throws {
        try await World.on(.sqlite) { world in
            _ = try await Demo(world.product, content: try Self.content()).start(upstreamPort: 4_001)
            for api in try await world.product.apis.all(as: .system) {
                let version = try #require(try await world.product.apiVersions.all(of: api.id, as: .system).first)
                let found = try await world.product.apiVersions.find(version.id, of: api.id, as: .system).1
                #expect(found.problems.map(\.message) == [])
                #expect(found.content.contains("url: http://gateway.example:8000/demo/\(api.slug)"))
            }
        }
    }
}
