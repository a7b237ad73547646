package import Model
import Storage

/// The teams of the organization: everybody who works here may look, who manages people may change them.
package struct OperatorTeams: Sendable {
    let kernel: Kernel

    package init(_ kernel: Kernel) {
        self.kernel = kernel
    }

    package func create(_ draft: OperatorTeamDraft, as actor: Actor) async throws -> OperatorTeam {
        try Refusal.check(draft.problems())
        let now = kernel.now
        let team = OperatorTeam(
            id: kernel.newID(), name: draft.name, description: draft.description,
            labels: Labels.merged([:], with: draft.labels), createdAt: now, updatedAt: now)
        let event = event("operator-team.created", team.id, actor)
        try await kernel.database.write { tx in
            try actor.may(.managePeople, .organization, in: tx)
            try tx.operatorTeams.insert(team)
            try tx.audit.record(event)
        }
        return team
    }

    package func find(_ id: ID<OperatorTeam>, as actor: Actor) async throws -> OperatorTeam {
        try await kernel.database.read { tx in
            try actor.may(.viewPeople, .organization, in: tx)
            return try Self.find(id, tx)
        }
    }

    package func list(_ query: ListQuery, as actor: Actor) async throws -> Page<OperatorTeam> {
        try await kernel.database.read { tx in
            try actor.may(.viewPeople, .organization, in: tx)
            return try tx.operatorTeams.list(query)
        }
    }

    /// All teams by name, each with the number of its members.
    package func all(as actor: Actor) async throws -> [(team: OperatorTeam, members: Int)] {
        try await kernel.database.read { tx in
            try actor.may(.viewPeople, .organization, in: tx)
            let counts = try tx.operatorTeams.memberCounts()
            return try tx.operatorTeams.all().map { ($0, counts[$0.id] ?? 0) }
        }
    }

    /// Alters what the change names, and nothing else. Refuses predefined teams.
    package func update(
        _ id: ID<OperatorTeam>, _ change: OperatorTeamChange, as actor: Actor
    ) async throws -> OperatorTeam {
        try Refusal.check(change.problems())
        let now = kernel.now, event = event("operator-team.updated", id, actor)
        return try await kernel.database.write { tx in
            try actor.may(.managePeople, .organization, in: tx)
            let old = try Self.findCustom(id, tx)
            var team = change.applied(to: old)
            if team == old { return old }
            team.updatedAt = now
            try tx.operatorTeams.update(team)
            try tx.audit.record(event)
            return team
        }
    }

    /// Its roles and memberships go with it, its members stay. Refuses predefined teams.
    package func delete(_ id: ID<OperatorTeam>, as actor: Actor) async throws {
        let event = event("operator-team.deleted", id, actor)
        try await kernel.database.write { tx in
            try actor.may(.managePeople, .organization, in: tx)
            _ = try Self.findCustom(id, tx)
            try tx.operatorTeams.delete(id)
            try tx.audit.record(event)
        }
    }

    private func event(_ action: String, _ id: ID<OperatorTeam>, _ actor: Actor, _ details: JSON = [:]) -> AuditEvent {
        kernel.audit(action, of: AuditTarget("operator-team", id.text), by: actor, details: details)
    }

    static func find(_ id: ID<OperatorTeam>, _ tx: Transaction) throws -> OperatorTeam {
        guard let team = try tx.operatorTeams.find(id) else { throw Refusal.notFound }
        return team
    }

    static func findCustom(_ id: ID<OperatorTeam>, _ tx: Transaction) throws -> OperatorTeam {
        let team = try find(id, tx)
        guard !team.isPredefined else {
            throw Refusal.invalid("id", .invalid, "A predefined team cannot be altered: only its members can")
        }
        return team
    }
}

extension OperatorTeams {
    /// The operators in a team.
    package func operators(
        in id: ID<OperatorTeam>, _ query: ListQuery, as actor: Actor
    ) async throws -> Page<Operator> {
        try await kernel.database.read { tx in
            try actor.may(.viewPeople, .organization, in: tx)
            return try tx.operators.list(in: try Self.find(id, tx).id, query)
        }
    }

    /// The system accounts in a team.
    package func systemAccounts(
        in id: ID<OperatorTeam>, _ query: ListQuery, as actor: Actor
    ) async throws -> Page<SystemAccount> {
        try await kernel.database.read { tx in
            try actor.may(.viewAccounts, .organization, in: tx)
            return try tx.systemAccounts.list(in: try Self.find(id, tx).id, query)
        }
    }

    /// The teams of an operator.
    package func list(
        of account: ID<Operator>, _ query: ListQuery, as actor: Actor
    ) async throws -> Page<OperatorTeam> {
        try await kernel.database.read { tx in
            try actor.may(.viewPeople, .organization, in: tx)
            guard try tx.operators.find(account) != nil else { throw Refusal.notFound }
            return try tx.operatorTeams.list(of: account.text, query)
        }
    }

    /// The teams of a system account.
    package func list(
        of account: ID<SystemAccount>, _ query: ListQuery, as actor: Actor
    ) async throws -> Page<OperatorTeam> {
        try await kernel.database.read { tx in
            try actor.may(.viewAccounts, .organization, in: tx)
            guard try tx.systemAccounts.find(account) != nil else { throw Refusal.notFound }
            return try tx.operatorTeams.list(of: account.text, query)
        }
    }

    /// Refuses a conflict when the operator is in the team, and `notFound` when there is no such operator.
    package func add(_ account: ID<Operator>, to id: ID<OperatorTeam>, as actor: Actor) async throws {
        try await alter(id, "operator-team.member-added", account.text, as: actor) { now, tx in
            guard try tx.operators.find(account) != nil else { throw Refusal.notFound }
            try tx.operatorTeams.add(account, to: id, at: now)
        }
    }

    /// Refuses a conflict when the account is in the team, and `notFound` when there is no such account.
    package func add(_ account: ID<SystemAccount>, to id: ID<OperatorTeam>, as actor: Actor) async throws {
        try await alter(id, "operator-team.member-added", account.text, as: actor) { now, tx in
            guard try tx.systemAccounts.find(account) != nil else { throw Refusal.notFound }
            try tx.operatorTeams.add(account, to: id, at: now)
        }
    }

    /// Takes an operator out; refuses a conflict for the last of the admins.
    package func remove(_ account: ID<Operator>, from id: ID<OperatorTeam>, as actor: Actor) async throws {
        try await alter(id, "operator-team.member-removed", account.text, as: actor) { _, tx in
            try Self.keepingAnAdmin(tx) {
                guard try tx.operatorTeams.remove(account.text, from: id) else { throw Refusal.notFound }
            }
        }
    }

    package func remove(_ account: ID<SystemAccount>, from id: ID<OperatorTeam>, as actor: Actor) async throws {
        try await alter(id, "operator-team.member-removed", account.text, as: actor) { _, tx in
            guard try tx.operatorTeams.remove(account.text, from: id) else { throw Refusal.notFound }
        }
    }

    /// Makes a change; refuses one that takes away the last who may do everything and can sign in.
    static func keepingAnAdmin(_ tx: Transaction, _ change: () throws -> Void) throws {
        let hadOne = try tx.operatorTeams.activeOperators(in: OperatorTeam.admins) > 0
        try change()
        guard try !hadOne || tx.operatorTeams.activeOperators(in: OperatorTeam.admins) > 0 else {
            throw Refusal.conflict("The last organization admin cannot be removed: make somebody else admin first")
        }
    }

    private func alter(
        _ id: ID<OperatorTeam>, _ action: String, _ member: String, as actor: Actor,
        _ change: @Sendable @escaping (Instant, Transaction) throws -> Void
    ) async throws {
        let now = kernel.now, event = event(action, id, actor, ["member_id": .string(member)])
        try await kernel.database.write { tx in
            try actor.may(.managePeople, .organization, in: tx)
            _ = try Self.find(id, tx)
            try change(now, tx)
            try tx.audit.record(event)
        }
    }
}
