import Core
import Endpoints
import HTTPTypes
import Model
import Storage
import TestKit
import Testing
import Web

/// Every management operation as every role: what it answers is what the table says.
@Suite struct AccessMatrixTests {
    /// What is not there as long as nobody has set it up.
    private static let unset: Set = ["GET /v3/audit-log-webhook"]

    @Test func everyOperationAnswersEveryRoleAsTheTableSays() async throws {
        try await World.on(.sqlite) { world in try await Self.check(AccessTable.roles, world) }
    }

    @Test func onPostgreSQLToo() async throws {
        let some = ["Content Editor", "Publisher", "Deployer"]
        let roles = AccessTable.roles.filter { some.contains($0.name) }
        try await World.on(.postgresql) { world in try await Self.check(roles, world) }
    }

    @Test(arguments: Engines.all) func whoHasNoRoleSeesAndDoesNothing(engine: Engines) async throws {
        try await World.on(engine) { world in
            let sample = try await MatrixWorld(world, "None")
            try await Self.check([], sample, email: "nobody@example.com") { _ in }
        }
    }

    @Test func aRoleOnOneThingIsNoneOnAnother() async throws {
        try await World.on(.sqlite) { world in
            let mine = try await MatrixWorld(world, "Mine"), other = try await MatrixWorld(world, "Other")
            try await Self.check([], other, email: "elsewhere@example.com") { account in
                for role in AccessTable.assignable where role.name == "Admin" && role.kind != .auditLogs {
                    for entity in mine.entities(role.kind) {
                        let draft = AssignedRoleDraft(role.kind, role.name, on: entity)
                        _ = try await world.product.assignedRoles.assign(draft, to: .operator(account), as: .system)
                    }
                }
            }
        }
    }

    /// The organization's admin goes first: what they find, everybody finds who may.
    private static func check(_ roles: [AccessRole], _ world: World) async throws {
        let admin = AccessTable.roles.filter { $0.kind == .organization && $0.name == AccessTable.organizationAdmin }
        var found: Set<String> = []
        for (number, role) in (admin + roles.filter { !admin.contains($0) }).enumerated() {
            world.clock.advance(by: .seconds(1))
            let sample = try await MatrixWorld(world, "Sample \(number)")
            let held = HeldRole(role.kind, role.name)
            let seen = try await check([held], sample, email: "person\(number)@example.com", finding: found) {
                account in
                if role.kind == .organization {
                    let team = role.name == AccessTable.organizationAdmin ? 1 : 2
                    let id = ID<OperatorTeam>(stored: "00000000-0000-7000-8000-00000000000\(team)")
                    return try await world.product.operatorTeams.add(account, to: id, as: .system)
                }
                for entity in sample.entities(role.kind) {
                    let draft = AssignedRoleDraft(role.kind, role.name, on: entity)
                    _ = try await world.product.assignedRoles.assign(draft, to: .operator(account), as: .system)
                }
            }
            if number == 0 { found = seen }
        }
    }

    /// Sends every operation as a new operator who gets these roles; deletions come last, the deepest first. Gives the
    /// operations that found what they are about.
    @discardableResult
    private static func check(
        _ held: [HeldRole], _ sample: MatrixWorld, email: String, finding known: Set<String> = [],
        _ give: @Sendable (ID<Operator>) async throws -> Void
    ) async throws -> Set<String> {
        // Invited, not come in yet: choosing a password takes longer than a hundred requests.
        let product = sample.world.product, account = try await product.operators.invite(email: email, as: .system)
        let (_, token) = try await product.operators.createToken(
            name: "test", expiresAt: nil, for: account.id, as: .system)
        try await give(account.id)
        let client = sample.world.managementAPI().client(token: token.text)
        var found: Set<String> = []
        for endpoint in order(ManagementAPI.endpoints(sample.world.product)) {
            guard let needs = endpoint.needs else {
                Issue.record("\(endpoint.operation) says of nobody who may ask for it: add needs: to its route")
                continue
            }
            let body = [.get, .delete].contains(endpoint.method) ? nil : sample.body(endpoint)
            let reply = try await client.call(endpoint.method, sample.path(endpoint.path), body)
            let name = "\(endpoint.method) \(endpoint.path)"
            if reply.status != 404 { found.insert(name) }
            let expected = needs.admission(of: held)
            let isRight =
                switch expected {
                case .granted:
                    reply.status < 500 && ![401, 403].contains(reply.status)
                        && (reply.status != 404 || !known.contains(name) || Self.unset.contains(name))
                case .forbidden: reply.status == 403 && reply.json["detail"]?.string != nil
                case .hidden: reply.status == 404
                }
            if isRight { continue }
            let who = held.first.map { "\($0.name) of \($0.kind.rawValue)" } ?? "nobody"
            Issue.record("\(who), \(endpoint.operation): \(expected), got \(reply.status) \(reply.text)")
        }
        return found
    }

    private static func order(_ endpoints: [Endpoint<OperatorCaller>]) -> [Endpoint<OperatorCaller>] {
        endpoints.filter { $0.method != .delete }
            + endpoints.filter { $0.method == .delete }.sorted { $0.path.count > $1.path.count }
    }
}
