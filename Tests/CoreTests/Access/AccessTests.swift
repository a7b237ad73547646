import Core
import Model
import Storage
import TestKit
import Testing

/// Roles through teams and directly, and the ways in which somebody might try to become more.
@Suite struct AccessTests {
    private static let readers = ID<OperatorTeam>(stored: "00000000-0000-7000-8000-000000000002")

    private static func person(_ email: String, _ world: World) async throws -> Actor {
        .operator(try await world.account(email, in: []).0.id)
    }

    @Test(arguments: Engines.all) func aRoleThroughATeamCountsUntilOneLeaves(engine: Engines) async throws {
        try await World.on(engine) { world in
            let portal = try await world.portal("Mine"), other = try await world.portal("Other")
            let (account, _) = try await world.account("ada@example.com", in: []), ada = Actor.operator(account.id)
            let product = world.product
            #expect(try await product.portals.list(ListQuery(), as: ada).total == 0)
            await #expect(throws: Refusal.notFound) { try await product.portals.find(portal.id, as: ada) }
            let team = try await product.operatorTeams.create(OperatorTeamDraft(name: "Writers"), as: world.root)
            let draft = AssignedRoleDraft(.portals, "Content Editor", on: portal.id.text)
            _ = try await product.assignedRoles.assign(draft, to: .team(team.id), as: world.root)
            try await product.operatorTeams.add(account.id, to: team.id, as: world.root)
            #expect(try await product.portals.list(ListQuery(), as: ada).items.map(\.id) == [portal.id])
            #expect(try await product.portals.find(portal.id, as: ada) == portal)
            await #expect(throws: Refusal.forbidden()) {
                try await product.portals.delete(portal.id, force: true, as: ada)
            }
            await #expect(throws: Refusal.notFound) { try await product.portals.find(other.id, as: ada) }
            try await product.operatorTeams.remove(account.id, from: team.id, as: world.root)
            await #expect(throws: Refusal.notFound) { try await product.portals.find(portal.id, as: ada) }
        }
    }

    @Test(arguments: Engines.all) func whoCreatesBecomesOwnerOfThatAlone(engine: Engines) async throws {
        try await World.on(engine) { world in
            let product = world.product, other = try await world.portal("Other")
            let (account, _) = try await world.account("ada@example.com", in: []), ada = Actor.operator(account.id)
            await #expect(throws: Refusal.forbidden()) {
                try await product.portals.create(PortalDraft(name: "Mine"), as: ada)
            }
            for kind in [ResourceKind.portals, .apis, .strategies, .controlPlanes] {
                let draft = AssignedRoleDraft(kind, AccessTable.creator)
                _ = try await product.assignedRoles.assign(draft, to: .operator(account.id), as: world.root)
            }
            let mine = try await product.portals.create(PortalDraft(name: "Mine"), as: ada)
            let api = try await product.apis.create(APIDraft(name: "Flights"), as: ada).api
            _ = try await product.publications.publish(api.id, to: mine.id, PublicationDraft(), as: ada)
            await #expect(throws: Refusal.notFound) {
                try await product.publications.publish(api.id, to: other.id, PublicationDraft(), as: ada)
            }
            let plane = try await product.controlPlanes.create(ControlPlaneDraft(name: "edge"), as: ada)
            _ = try await product.controlPlanes.createToken(for: plane.id, as: ada)
            try await product.portals.delete(mine.id, force: true, as: ada)
            let left = try await product.assignedRoles.list(of: .operator(account.id), as: world.root)
            #expect(left.filter { $0.kind == .portals }.map(\.name) == [AccessTable.creator])
        }
    }

    @Test func nobodyGivesWhatTheyDoNotHave() async throws {
        try await World.on(.sqlite) { world in
            let product = world.product, portal = try await world.portal("Mine")
            let other = try await world.portal("Other")
            let (account, _) = try await world.account("ada@example.com", in: []), ada = Actor.operator(account.id)
            let (friend, _) = try await world.account("bob@example.com", in: [])
            let roles = product.assignedRoles
            let admin = AssignedRoleDraft(.portals, "Admin", on: portal.id.text)
            _ = try await roles.assign(admin, to: .operator(account.id), as: world.root)
            let shared = try await roles.assign(
                AssignedRoleDraft(.portals, "Viewer", on: portal.id.text), to: .operator(friend.id), as: ada)
            _ = try await roles.assign(admin, to: .operator(friend.id), as: ada)
            // Not on what is not theirs, not on all of them, not another kind, not for creating.
            for draft in [
                AssignedRoleDraft(.portals, "Viewer", on: other.id.text), AssignedRoleDraft(.portals, "Viewer"),
                AssignedRoleDraft(.apis, "Admin"), AssignedRoleDraft(.portals, AccessTable.creator),
            ] {
                for holder in [RoleHolder.operator(account.id), .operator(friend.id)] {
                    await #expect(throws: Refusal.self) { try await roles.assign(draft, to: holder, as: ada) }
                }
            }
            let maintainer = try await Self.person("eve@example.com", world)
            guard case .operator(let eve) = maintainer else { return }
            _ = try await roles.assign(
                AssignedRoleDraft(.portals, "Maintainer", on: portal.id.text), to: .operator(eve), as: world.root)
            await #expect(throws: Refusal.forbidden()) {
                try await roles.assign(admin, to: .operator(eve), as: maintainer)
            }
            await #expect(throws: Refusal.forbidden()) {
                try await roles.remove(shared.id, from: .operator(friend.id), as: maintainer)
            }
            try await roles.remove(shared.id, from: .operator(friend.id), as: ada)
        }
    }

    @Test func teamsPeopleAndTokensOfAccountsAreForAdmins() async throws {
        try await World.on(.sqlite) { world in
            let product = world.product, root = world.root
            let (reader, _) = try await world.account("reader@example.com", in: [Self.readers])
            let account = try await product.systemAccounts.create(SystemAccountDraft(name: "ci"), as: root)
            try await product.operatorTeams.add(account.id, to: OperatorTeam.admins, as: root)
            let actor = Actor.operator(reader.id), end = world.product.kernel.now + .days(1)
            #expect(try await product.systemAccounts.list(ListQuery(), as: actor).total == 1)
            await #expect(throws: Refusal.forbidden()) {
                try await product.systemAccounts.createToken(name: "t", expiresAt: end, for: account.id, as: actor)
            }
            await #expect(throws: Refusal.forbidden()) {
                try await product.operatorTeams.add(reader.id, to: OperatorTeam.admins, as: actor)
            }
            await #expect(throws: Refusal.forbidden()) {
                try await product.operators.invite(email: "eve@example.com", teams: [OperatorTeam.admins], as: actor)
            }
            await #expect(throws: Refusal.forbidden()) {
                try await product.assignedRoles.assign(
                    AssignedRoleDraft(.portals, "Admin"), to: .operator(reader.id), as: actor)
            }
            let (victim, _) = try await world.account("victim@example.com")
            await #expect(throws: Refusal.forbidden()) {
                try await product.operators.createToken(name: "mine", expiresAt: end, for: victim.id, as: actor)
            }
            await #expect(
                throws: Refusal.invalid([
                    FieldProblem("id", .invalid, "A predefined team cannot be altered: only its members can")
                ])
            ) {
                try await product.assignedRoles.assign(
                    AssignedRoleDraft(.portals, "Admin"), to: .team(Self.readers), as: root)
            }
        }
    }

    @Test(arguments: Engines.all) func theLastAdminStays(engine: Engines) async throws {
        try await World.on(engine) { world in
            let product = world.product,
                last = Refusal.conflict(
                    "The last organization admin cannot be removed: make somebody else admin first")
            let (first, _) = try await world.account("ada@example.com"), ada = Actor.operator(first.id)
            // Neither a program nor somebody who has not come in yet is an admin who could mend things.
            let account = try await product.systemAccounts.create(SystemAccountDraft(name: "ci"), as: ada)
            try await product.operatorTeams.add(account.id, to: OperatorTeam.admins, as: ada)
            _ = try await product.operators.invite(
                email: "bob@example.com", teams: [OperatorTeam.admins], as: ada)
            await #expect(throws: last) { try await product.operators.delete(first.id, as: ada) }
            await #expect(throws: last) {
                try await product.operatorTeams.remove(first.id, from: OperatorTeam.admins, as: ada)
            }
            let (second, _) = try await world.account("grace@example.com"), grace = Actor.operator(second.id)
            // Both at once: one of the two is refused.
            async let one = Self.succeeds { try await product.operators.delete(second.id, as: ada) }
            async let two = Self.succeeds {
                try await product.operatorTeams.remove(first.id, from: OperatorTeam.admins, as: grace)
            }
            let results = await [one, two]
            #expect(results.filter(\.self).count == 1)
        }
    }

    private static func succeeds(_ work: @Sendable () async throws -> Void) async -> Bool {
        do {
            try await work()
            return true
        } catch { return false }
    }

    @Test func whoMayDecideIsToldAndNobodyElse() async throws {
        try await World.on(.sqlite) { world in
            let (reader, _) = try await world.account("reader@example.com", in: [])
            let (approver, _) = try await world.account("approver@example.com", in: [])
            let home = try await ApplicationWorld(world)
            for (account, role) in [(reader, "Viewer"), (approver, "API Registration Approver")] {
                let draft = AssignedRoleDraft(.portals, role, on: home.portal.id.text)
                _ = try await world.product.assignedRoles.assign(draft, to: .operator(account.id), as: world.root)
            }
            _ = try await home.register(try await home.application())
            #expect(try await world.mails(to: reader.email).isEmpty)
            #expect(try await world.mails(to: approver.email).map(\.template) == [.registrationPending])
        }
    }
}
