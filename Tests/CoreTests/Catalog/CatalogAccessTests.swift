import Core
import Model
import Storage
import TestKit
import Testing

@Suite struct CatalogAccessTests {
    private struct Stage {
        let portal: Portal, open: API, closed: API, ada: Developer
    }

    private func stage(_ world: World, rbac: Bool) async throws -> Stage {
        let portal = try await world.portal { $0.rbacEnabled = rbac }
        let ada = try await world.developer(on: portal)
        let open = try await world.product.apis.create(APIDraft(name: "Open"), as: world.root).api
        let closed = try await world.product.apis.create(APIDraft(name: "Closed"), as: world.root).api
        for (api, visibility) in [(open, Portal.Visibility.public), (closed, .private)] {
            var draft = PublicationDraft()
            draft.visibility = visibility
            _ = try await world.product.publications.publish(api.id, to: portal.id, draft, as: world.root)
        }
        return Stage(portal: portal, open: open, closed: closed, ada: ada)
    }

    private func give(_ role: TeamRole.Name, on scope: TeamRole.Scope, _ stage: Stage, _ world: World) async throws {
        let now = world.clock.now, team = Samples.team("Team", on: stage.portal)
        let role = Samples.role(role, scope, of: team)
        try await world.database.write { tx in
            try tx.teams.insert(team)
            try tx.teams.add(stage.ada.id, to: team, at: now)
            try tx.teamRoles.insert(role)
        }
    }

    private func sees(_ actor: Actor, _ stage: Stage, _ world: World) async throws -> [String] {
        try await world.product.catalog.list(ListQuery(), on: stage.portal, as: actor).items.map(\.api.name)
    }

    private func mayRegister(_ api: API, _ stage: Stage, _ world: World) async throws -> Bool {
        let ada = Actor.developer(stage.ada.id, portal: stage.portal.id)
        return try await world.database.read { tx in
            try CatalogAccess.mayRegister(for: api.id, as: ada, on: stage.portal, tx)
        }
    }

    @Test(arguments: Engines.all) func withoutRBACEveryDeveloperSeesPrivateAPIs(engine: Engines) async throws {
        try await World.on(engine) { world in
            let stage = try await stage(world, rbac: false)
            #expect(try await sees(.visitor(portal: stage.portal.id), stage, world) == ["Open"])
            let ada = Actor.developer(stage.ada.id, portal: stage.portal.id)
            #expect(try await sees(ada, stage, world) == ["Closed", "Open"])
            #expect(try await mayRegister(stage.closed, stage, world))
            let elsewhere = try await world.portal("Elsewhere")
            #expect(try await sees(.developer(stage.ada.id, portal: elsewhere.id), stage, world) == ["Open"])
        }
    }

    @Test(arguments: Engines.all) func withRBACOnlyATeamOpensAPrivateAPI(engine: Engines) async throws {
        try await World.on(engine) { world in
            let stage = try await stage(world, rbac: true)
            let ada = Actor.developer(stage.ada.id, portal: stage.portal.id)
            #expect(try await sees(ada, stage, world) == ["Open"])
            #expect(try await mayRegister(stage.open, stage, world) == false)
            try await give(.viewer, on: .api(stage.closed.id), stage, world)
            #expect(try await sees(ada, stage, world) == ["Closed", "Open"])
            #expect(try await mayRegister(stage.closed, stage, world) == false)
        }
    }

    @Test(arguments: Engines.all) func aConsumerOfEveryAPIMayRegister(engine: Engines) async throws {
        try await World.on(engine) { world in
            let stage = try await stage(world, rbac: true)
            try await give(.consumer, on: .everyAPI, stage, world)
            let ada = Actor.developer(stage.ada.id, portal: stage.portal.id)
            #expect(try await sees(ada, stage, world) == ["Closed", "Open"])
            #expect(try await mayRegister(stage.closed, stage, world))
            #expect(try await mayRegister(stage.open, stage, world))
            let unpublished = try await world.product.apis.create(APIDraft(name: "Other"), as: world.root).api
            #expect(try await mayRegister(unpublished, stage, world) == false)
        }
    }
}
