import Core
import Model
import Storage
import TestKit
import Testing

/// The ways in which somebody might try to become more than they are, or to lock everybody out.
@Suite struct EscalationTests {
    /// Somebody who may do everything with every portal, and nothing else.
    private static func sharer(_ world: World, _ email: String = "eve@example.com") async throws -> Operator {
        let (account, _) = try await world.account(email, in: [])
        let draft = AssignedRoleDraft(.portals, "Admin")
        _ = try await world.product.assignedRoles.assign(draft, to: .operator(account.id), as: world.root)
        return account
    }

    @Test(arguments: Engines.all) func whoSharesPortalsBecomesNoAdminOfTheOrganization(engine: Engines) async throws {
        try await World.on(engine) { world in
            let product = world.product, account = try await Self.sharer(world), eve = Actor.operator(account.id)
            let team = try await product.operatorTeams.create(OperatorTeamDraft(name: "Writers"), as: world.root)
            await #expect(throws: Refusal.forbidden()) {
                try await product.operatorTeams.add(account.id, to: OperatorTeam.admins, as: eve)
            }
            await #expect(throws: Refusal.forbidden()) {
                try await product.operatorTeams.add(account.id, to: team.id, as: eve)
            }
            await #expect(throws: Refusal.forbidden()) {
                try await product.operators.invite(email: "mallory@example.com", as: eve)
            }
            for holder in [RoleHolder.operator(account.id), .team(team.id), .team(OperatorTeam.admins)] {
                for role in AccessTable.roles where role.kind != .portals || role.name == AccessTable.creator {
                    await #expect(throws: Refusal.self, "\(role.name) of \(role.kind) to \(holder)") {
                        try await product.assignedRoles.assign(
                            AssignedRoleDraft(role.kind, role.name), to: holder, as: eve)
                    }
                }
            }
            let offers = try await product.assignedRoles.offers(as: eve)
            #expect(offers.map(\.kind) == [.portals])
            #expect(offers.first?.roles.contains { $0.name == AccessTable.creator } == false)
            #expect(try await product.assignedRoles.list(of: .operator(account.id), as: world.root).count == 1)
        }
    }

    @Test(arguments: Engines.all) func aProgramMakesNoTokensForAnybody(engine: Engines) async throws {
        try await World.on(engine) { world in
            let product = world.product, root = world.root, end = world.product.kernel.now + .days(1)
            let (admin, _) = try await world.account()
            let robot = try await product.systemAccounts.create(SystemAccountDraft(name: "ci"), as: root)
            let other = try await product.systemAccounts.create(SystemAccountDraft(name: "boss"), as: root)
            try await product.operatorTeams.add(other.id, to: OperatorTeam.admins, as: root)
            _ = try await product.assignedRoles.assign(
                AssignedRoleDraft(.portals, "Admin"), to: .systemAccount(robot.id), as: root)
            let actor = Actor.systemAccount(robot.id)
            for account in [robot.id, other.id] {
                await #expect(throws: Refusal.forbidden()) {
                    try await product.systemAccounts.createToken(name: "t", expiresAt: end, for: account, as: actor)
                }
                await #expect(throws: Refusal.forbidden()) {
                    try await product.systemAccounts.tokens(of: account, ListQuery(), as: actor)
                }
            }
            // Not even a program that may do everything gets a token that acts as a person.
            for program in [robot.id, other.id] {
                await #expect(throws: Refusal.forbidden()) {
                    try await product.operators.createToken(
                        name: "mine", expiresAt: end, for: admin.id, as: .systemAccount(program))
                }
            }
            await #expect(throws: Refusal.notFound) {
                try await product.operators.createToken(
                    name: "mine", expiresAt: end, for: ID(stored: robot.id.text), as: .operator(admin.id))
            }
        }
    }

    @Test(arguments: Engines.all) func anInvitationIsAcceptedOnceByTwoAtOnce(engine: Engines) async throws {
        try await World.on(engine) { world in
            let product = world.product
            let ada = try await product.operators.invite(email: "ada@example.com", as: world.root)
            let link = try await world.token(mailedTo: "ada@example.com")
            async let one = Self.succeeds {
                _ = try await product.operators.accept(link: link, name: "Ada", password: TestPassword.good)
            }
            async let two = Self.succeeds {
                _ = try await product.operators.accept(link: link, name: "Eve", password: "staple correct battery")
            }
            let results = await [one, two]
            #expect(results.filter(\.self).count == 1)
            let came = try await product.operators.find(ada.id)
            #expect(came?.name == (results[0] ? "Ada" : "Eve"))
            // Whoever is removed before they come in stays out.
            let bob = try await product.operators.invite(email: "bob@example.com", as: world.root)
            let late = try await world.token(mailedTo: "bob@example.com")
            try await product.operators.delete(bob.id, as: world.root)
            await #expect(throws: Refusal.notFound) {
                try await product.operators.accept(link: late, name: "Bob", password: TestPassword.good)
            }
        }
    }

    @Test(arguments: Engines.all) func anAdminAlwaysRemainsHoweverManyLeaveAtOnce(engine: Engines) async throws {
        try await World.on(engine) { world in
            let product = world.product, admins = OperatorTeam.admins
            var people: [Operator] = []
            for number in 0..<5 { people.append(try await world.account("admin\(number)@example.com").0) }
            for round in 0..<4 {
                let results = await withTaskGroup(of: Bool.self) { group in
                    for (index, person) in people.enumerated() {
                        let actor = Actor.operator(people[(index + 1) % people.count].id)
                        group.addTask {
                            await Self.succeeds {
                                if (index + round).isMultiple(of: 2) {
                                    try await product.operatorTeams.remove(person.id, from: admins, as: actor)
                                } else {
                                    try await product.operators.delete(person.id, as: actor)
                                }
                            }
                        }
                    }
                    return await group.reduce(into: []) { $0.append($1) }
                }
                let left = try await product.operatorTeams.operators(in: admins, ListQuery(), as: world.root)
                #expect(left.total >= 1)
                #expect(left.total == people.count - results.filter(\.self).count)
                people = left.items
                if people.count == 1 { break }
            }
            let last = people[0]
            await #expect(throws: Refusal.self) { try await product.operators.delete(last.id, as: world.root) }
        }
    }

    @Test(arguments: Engines.all) func whatIsUniqueIsMadeOnceByManyAtOnce(engine: Engines) async throws {
        try await World.on(engine) { world in
            let product = world.product, root = world.root, (account, _) = try await world.account("ada@example.com")
            let acts: [@Sendable () async throws -> Void] = [
                { _ = try await product.operatorTeams.create(OperatorTeamDraft(name: "Writers"), as: root) },
                { _ = try await product.systemAccounts.create(SystemAccountDraft(name: "ci"), as: root) },
                {
                    let draft = AssignedRoleDraft(.portals, "Viewer")
                    _ = try await product.assignedRoles.assign(draft, to: .operator(account.id), as: root)
                },
                {
                    let readers = ID<OperatorTeam>(stored: "00000000-0000-7000-8000-000000000002")
                    try await product.operatorTeams.add(account.id, to: readers, as: root)
                },
            ]
            for act in acts {
                let done = await withTaskGroup(of: Bool.self) { group in
                    for _ in 0..<6 { group.addTask { await Self.succeeds(act) } }
                    return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
                }
                #expect(done == 1)
            }
            // Inviting one address twice at once makes one person.
            async let one = product.operators.invite(email: "bob@example.com", as: root)
            async let two = product.operators.invite(email: "BOB@example.com", as: root)
            let made = try await (one.id, two.id)
            #expect(made.0 == made.1)
        }
    }

    private static func succeeds(_ work: @Sendable () async throws -> Void) async -> Bool {
        do {
            try await work()
            return true
        } catch { return false }
    }
}
