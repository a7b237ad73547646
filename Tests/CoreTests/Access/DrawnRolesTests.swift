import Core
import Model
import Storage
import TestKit
import Testing

/// Roles that are drawn at random: what the store finds is what a few lines over the given roles say.
@Suite struct DrawnRolesTests {
    private struct Given {
        let kind: ResourceKind
        let name: String
        let entity: String
    }

    @Test(arguments: Engines.all) func whoHasDrawnRolesMayDoWhatTheySayAndNoMore(engine: Engines) async throws {
        try await World.on(engine) { world in
            let product = world.product, root = world.root, draw = FixedRandom(seed: 41)
            var entities: [ResourceKind: [String]] = [.portals: [], .apis: []]
            for number in 0..<3 {
                entities[.portals]?.append(try await world.portal("Portal \(number)").id.text)
                let api = try await product.apis.create(APIDraft(name: "API \(number)"), as: root).api
                entities[.apis]?.append(api.id.text)
            }
            for number in 0..<12 {
                let (account, _) = try await world.account("person\(number)@example.com", in: [])
                let given = try await Self.give(draw, account, entities, world)
                try await Self.compare(.operator(account.id), given, entities, world)
            }
        }
    }

    /// Up to four roles, directly or through a team of their own.
    private static func give(
        _ draw: FixedRandom, _ account: Operator, _ entities: [ResourceKind: [String]], _ world: World
    ) async throws -> [Given] {
        let team = try await world.product.operatorTeams.create(OperatorTeamDraft(name: account.email), as: world.root)
        try await world.product.operatorTeams.add(account.id, to: team.id, as: world.root)
        var given: [Given] = []
        for _ in 0..<(draw.next() % 5) {
            let kind: ResourceKind = draw.next().isMultiple(of: 2) ? .portals : .apis
            let roles = AccessTable.assignable.filter { $0.kind == kind }
            let role = roles[Int(draw.next() % UInt64(roles.count))]
            let places = (entities[kind] ?? []) + [AssignedRole.everyEntity]
            let entity = places[Int(draw.next() % UInt64(places.count))]
            let holder: RoleHolder = draw.next().isMultiple(of: 2) ? .team(team.id) : .operator(account.id)
            do {
                _ = try await world.product.assignedRoles.assign(
                    AssignedRoleDraft(kind, role.name, on: entity), to: holder, as: world.root)
                given.append(Given(kind: kind, name: role.name, entity: entity))
            } catch Refusal.conflict { continue }
        }
        return given
    }

    private static func compare(
        _ actor: Actor, _ given: [Given], _ entities: [ResourceKind: [String]], _ world: World
    ) async throws {
        for (kind, ids) in entities {
            var visible: Set<String> = []
            for id in ids {
                let expected = given.filter { $0.kind == kind && [id, AssignedRole.everyEntity].contains($0.entity) }
                    .reduce(into: Set<Act>()) { $0.formUnion(AccessTable.role(kind, $1.name)?.acts ?? []) }
                let found = try await world.product.access.acts(on: .named(kind, id), as: actor)
                #expect(found == expected, "\(given)")
                if expected.contains(.view) { visible.insert(id) }
            }
            let listed: [String] =
                kind == .portals
                ? try await world.product.portals.list(ListQuery(), as: actor).items.map(\.id.text)
                : try await world.product.apis.list(ListQuery(), as: actor).items.map(\.api.id.text)
            #expect(Set(listed) == visible, "\(given)")
            let creates = given.contains { $0.kind == kind && $0.name == AccessTable.creator }
            let summary = try await world.product.access.acts(on: .every(kind), as: actor)
            #expect(summary.contains(.create) == creates)
        }
    }
}
