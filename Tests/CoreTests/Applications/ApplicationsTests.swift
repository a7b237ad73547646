import Core
import Model
import Storage
import TestKit
import Testing

@Suite struct ApplicationsTests {
    @Test(arguments: Engines.all) func aKeyOpensOnlyWhileItsRegistrationIsApproved(engine: Engines) async throws {
        try await World.on(engine) { world in
            let home = try await ApplicationWorld(world), shop = try await home.application()
            let issued = try await world.product.credentials.create(
                nil, for: shop.id, on: home.portal.id, as: home.ada)
            let registration = try await home.register(shop)
            #expect(registration.registration.status == .pending)
            #expect(try await home.openKeys().isEmpty)
            try await home.decide(.approved, registration)
            #expect(try await home.openKeys() == [issued.credential.keyHash])
            #expect(KeyHash(bytes: Secret.hash(issued.key)) == issued.credential.keyHash)
            #expect(APIKey.isWellFormed(issued.key))
            try await home.decide(.revoked, registration)
            #expect(try await home.openKeys().isEmpty)
        }
    }

    @Test(arguments: Engines.all) func somebodyElsesApplicationDoesNotExist(engine: Engines) async throws {
        try await World.on(engine) { world in
            let home = try await ApplicationWorld(world), shop = try await home.application()
            let other = try await ApplicationWorld(world, "Travel", email: "eve@example.com")
            let product = world.product, grace = try await home.colleague()
            for (stranger, portal) in [
                (grace, home.portal.id), (other.ada, home.portal.id), (other.ada, other.portal.id),
            ] {
                let attempts: [@Sendable () async throws -> Void] = [
                    { _ = try await product.applications.find(shop.id, on: portal, as: stranger) },
                    { try await product.applications.delete(shop.id, on: portal, as: stranger) },
                    { _ = try await product.credentials.create(nil, for: shop.id, on: portal, as: stranger) },
                    { _ = try await product.registrations.create(home.api.id, for: shop.id, on: portal, as: stranger) },
                ]
                for attempt in attempts {
                    let refusal = await #expect(throws: Refusal.self) { try await attempt() }
                    #expect(refusal == .notFound || refusal == .unauthenticated())
                }
            }
            #expect(try await product.applications.list(on: home.portal.id, ListQuery(), as: grace).total == 0)
            #expect(try await home.openKeys().isEmpty)
        }
    }

    @Test(arguments: Engines.all) func registeringTwiceIsAConflictWhateverBecameOfTheFirst(
        engine: Engines
    ) async throws {
        try await World.on(engine) { world in
            let home = try await ApplicationWorld(world), shop = try await home.application()
            try await home.decide(.rejected, try await home.register(shop))
            await #expect(throws: Refusal.conflict("API is already registered to the application")) {
                _ = try await home.register(shop)
            }
        }
    }

    @Test func thePortalOrThePublicationApprovesAutomatically() async throws {
        try await World.on(.sqlite) { world in
            let byPortal = try await ApplicationWorld(world) { $0.autoApproveApplications = true }
            let first = try await byPortal.register(try await byPortal.application())
            #expect(first.registration.status == .approved)
            let home = try await ApplicationWorld(world, "Travel", email: "eve@example.com")
            let open = try await ApplicationWorld.publish("Open", on: home.portal, world) {
                $0.autoApproveRegistrations = true
            }
            let shop = try await home.application()
            let second = try await world.product.registrations.create(
                open.id, for: shop.id, on: home.portal.id, as: home.ada)
            #expect(second.registration.status == .approved)
            #expect(try await home.register(shop).registration.status == .pending)
        }
    }

    @Test(arguments: Engines.all) func underRBACRegisteringNeedsTheRoleConsumer(engine: Engines) async throws {
        try await World.on(engine) { world in
            let home = try await ApplicationWorld(world) { $0.rbacEnabled = true }
            let shop = try await home.application()
            await #expect(throws: Refusal.notFound) { _ = try await home.register(shop) }
            let team = try await home.team(role: .viewer)
            let refusal = await #expect(throws: Refusal.self) { _ = try await home.register(shop) }
            #expect(refusal == .invalid("api_id", .invalid, "The role API Consumer is needed to use this API"))
            try await home.give(.consumer, to: team)
            let registration = try await home.register(shop)
            try await home.decide(.approved, registration)
            let issued = try await world.product.credentials.create(
                nil, for: shop.id, on: home.portal.id, as: home.ada)
            #expect(try await home.openKeys() == [issued.credential.keyHash])
            try await world.product.teams.remove(
                home.developer.id, from: team.id, on: home.portal.id, as: world.root)
            #expect(try await home.openKeys().isEmpty)
        }
    }

    @Test func anApplicationOfATeamBelongsToItsMembers() async throws {
        try await World.on(.sqlite) { world in
            let home = try await ApplicationWorld(world), product = world.product
            let idle = try await home.team("Idle"), team = try await home.team(canOwnApplications: true)
            var draft = ApplicationDraft(name: "Ours")
            draft.owner = .team(idle.id)
            await #expect(throws: Refusal.invalid("team_id", .invalid, "The team cannot own applications")) {
                _ = try await product.applications.create(draft, on: home.portal.id, as: home.ada)
            }
            draft.owner = .team(team.id)
            let shared = try await product.applications.create(draft, on: home.portal.id, as: home.ada)
            let grace = try await home.colleague()
            await #expect(throws: Refusal.notFound) {
                _ = try await product.applications.find(shared.id, on: home.portal.id, as: grace)
            }
            guard case .developer(let id, _) = grace else { return }
            try await product.teams.add(id, to: team.id, on: home.portal.id, as: world.root)
            #expect(
                try await product.applications.find(shared.id, on: home.portal.id, as: grace).ownerName == team.name)
            await #expect(throws: Refusal.conflict("The team owns 1 applications: transfer or delete them first")) {
                try await product.teams.delete(team.id, on: home.portal.id, as: world.root)
            }
        }
    }

    @Test func withoutUserAuthenticationNothingOfItExists() async throws {
        try await World.on(.sqlite) { world in
            let home = try await ApplicationWorld(world), product = world.product
            var change = PortalChange()
            change.authenticationEnabled = .set(false)
            _ = try await product.portals.update(home.portal.id, change, as: world.root)
            await #expect(throws: Refusal.notFound) { _ = try await home.application() }
            await #expect(throws: Refusal.notFound) {
                _ = try await product.applications.list(on: home.portal.id, ListQuery(), as: home.ada)
            }
            await #expect(throws: Refusal.notFound) {
                _ = try await product.strategies.offered(on: home.portal.id, ListQuery(), as: home.ada)
            }
        }
    }

    @Test func onlyStrategiesOfThePortalMayBeUsedAndTheAPIsMustTakeThem() async throws {
        try await World.on(.sqlite) { world in
            let home = try await ApplicationWorld(world), product = world.product
            let draft = AuthStrategyDraft(name: "other", displayName: "Other", kind: .keyAuth(KeyAuth()))
            let other = try await product.strategies.create(draft, as: world.root)
            var wanted = ApplicationDraft(name: "Shop")
            wanted.strategyID = other.id
            await #expect(throws: Refusal.self) {
                _ = try await product.applications.create(wanted, on: home.portal.id, as: home.ada)
            }
            wanted.owner = .developer(home.developer.id)
            let shop = try await product.applications.create(wanted, on: home.portal.id, as: world.root)
            let refusal = await #expect(throws: Refusal.self) { _ = try await home.register(shop) }
            let reason = "The API does not accept the auth strategy of the application"
            #expect(refusal == .invalid("api_id", .invalid, reason))
        }
    }

    @Test func aDecisionIsMailedToWhoMayUseTheApplication() async throws {
        try await World.on(.sqlite) { world in
            let home = try await ApplicationWorld(world)
            let registration = try await home.register(try await home.application())
            let before = try await world.mails(to: "ada@example.com").count
            try await home.decide(.approved, registration)
            try await home.decide(.approved, registration)
            try await home.decide(.revoked, registration)
            let mails = try await world.mails(to: "ada@example.com")
            #expect(mails.count == before + 2)
            let news = mails.filter { [.registrationApproved, .registrationRevoked].contains($0.template) }
            #expect(Set(news.map(\.template)).count == 2)
            let page = "/apps/\(registration.registration.applicationID)"
            #expect(news.allSatisfy { $0.link?.hasSuffix(page) == true })
        }
    }

    @Test func everyChangeIsAudited() async throws {
        try await World.on(.sqlite) { world in
            let home = try await ApplicationWorld(world), shop = try await home.application()
            try await home.decide(.approved, try await home.register(shop))
            try await world.product.applications.delete(shop.id, on: home.portal.id, as: home.ada)
            let events = try await world.database.read { try $0.audit.recent(portal: home.portal.id, limit: 100) }
            let expected = [
                "application.deleted", "registration.approved", "registration.created", "application.created",
            ]
            #expect(Set(events.map(\.action)).isSuperset(of: expected))
            #expect(events.filter { $0.action == "application.created" }.map(\.actor) == [home.ada])
        }
    }

    @Test func oneFormGivesAnApplicationAKeyAndARegistrationOnce() async throws {
        try await World.on(.sqlite) { world in
            let home = try await ApplicationWorld(world), product = world.product
            let id = product.applications.newID(), draft = ApplicationDraft(name: "Shop")
            let made = try await product.applications.use(
                home.api.id, with: draft, id: id, on: home.portal.id, as: home.ada)
            #expect(made.registration.registration.status == .pending)
            #expect(made.issued != nil)
            await #expect(throws: Refusal.conflict("This application exists already")) {
                _ = try await product.applications.use(
                    home.api.id, with: draft, id: id, on: home.portal.id, as: home.ada)
            }
            let list = try await product.applications.list(on: home.portal.id, ListQuery(), as: home.ada)
            #expect(list.total == 1)
            let keys = try await product.credentials.list(of: id, on: home.portal.id, ListQuery(), as: home.ada)
            #expect(keys.total == 1)
        }
    }

    @Test func nothingIsLeftBehindWhenTheRegistrationIsRefused() async throws {
        try await World.on(.sqlite) { world in
            let home = try await ApplicationWorld(world) { $0.rbacEnabled = true }
            await #expect(throws: Refusal.notFound) {
                _ = try await world.product.applications.use(
                    home.api.id, with: ApplicationDraft(name: "Shop"), id: world.product.applications.newID(),
                    on: home.portal.id, as: home.ada)
            }
            #expect(try await world.product.applications.list(on: home.portal.id, ListQuery(), as: home.ada).total == 0)
        }
    }
}
