package import Model
import Storage

/// System accounts and their tokens: for who manages people.
package struct SystemAccounts: Sendable {
    private let kernel: Kernel

    package init(_ kernel: Kernel) {
        self.kernel = kernel
    }

    package func create(_ draft: SystemAccountDraft, as actor: Actor) async throws -> SystemAccount {
        try Refusal.check(draft.problems())
        let now = kernel.now
        let account = SystemAccount(
            id: kernel.newID(), name: draft.name, description: draft.description, isManaged: draft.isManaged,
            createdAt: now, updatedAt: now)
        let event = event("system-account.created", account.id, actor)
        try await kernel.database.write { tx in
            try actor.may(.managePeople, .organization, in: tx)
            try tx.systemAccounts.insert(account)
            try tx.audit.record(event)
        }
        return account
    }

    package func find(_ id: ID<SystemAccount>, as actor: Actor) async throws -> SystemAccount {
        try await kernel.database.read { tx in
            try actor.may(.viewAccounts, .organization, in: tx)
            return try Self.find(id, tx)
        }
    }

    package func list(_ query: ListQuery, as actor: Actor) async throws -> Page<SystemAccount> {
        try await kernel.database.read { tx in
            try actor.may(.viewAccounts, .organization, in: tx)
            return try tx.systemAccounts.list(query)
        }
    }

    /// All accounts by name, each with the names of its teams.
    package func all(as actor: Actor) async throws -> [(account: SystemAccount, teams: [String])] {
        try await kernel.database.read { tx in
            try actor.may(.viewAccounts, .organization, in: tx)
            let names = try tx.operatorTeams.names()
            return try tx.systemAccounts.all().map { ($0, names[$0.id.text] ?? []) }
        }
    }

    /// Alters what the change names, and nothing else.
    package func update(
        _ id: ID<SystemAccount>, _ change: SystemAccountChange, as actor: Actor
    ) async throws -> SystemAccount {
        try Refusal.check(change.problems())
        let now = kernel.now, event = event("system-account.updated", id, actor)
        return try await kernel.database.write { tx in
            try actor.may(.managePeople, .organization, in: tx)
            let old = try Self.find(id, tx)
            var account = change.applied(to: old)
            if account == old { return old }
            account.updatedAt = now
            try tx.systemAccounts.update(account)
            try tx.audit.record(event)
            return account
        }
    }

    /// Its tokens stop working at once.
    package func delete(_ id: ID<SystemAccount>, as actor: Actor) async throws {
        let event = event("system-account.deleted", id, actor)
        try await kernel.database.write { tx in
            try actor.may(.managePeople, .organization, in: tx)
            guard try tx.systemAccounts.delete(id) else { throw Refusal.notFound }
            try tx.audit.record(event)
        }
    }

    private func event(_ action: String, _ id: ID<SystemAccount>, _ actor: Actor) -> AuditEvent {
        kernel.audit(action, of: AuditTarget("system-account", id.text), by: actor)
    }

    static func find(_ id: ID<SystemAccount>, _ tx: Transaction) throws -> SystemAccount {
        guard let account = try tx.systemAccounts.find(id) else { throw Refusal.notFound }
        return account
    }
}

extension SystemAccounts {
    /// Makes a token; its secret is in the answer and nowhere else. Refuses a conflict when the account has a token of
    /// that name.
    package func createToken(
        name: String, expiresAt: Instant, for id: ID<SystemAccount>, as actor: Actor
    ) async throws -> (SystemAccountToken, Secret) {
        var problems = [SystemAccountToken.nameRule.problem("name", name)].compactMap(\.self)
        let now = kernel.now
        if expiresAt <= now {
            problems.append(FieldProblem("expires_at", .invalid, "expires_at must be in the future"))
        }
        try Refusal.check(problems)
        let secret = Secret.make(prefix: SystemAccountToken.prefix, kernel.random)
        let token = SystemAccountToken(
            id: kernel.newID(), accountID: id, name: name, expiresAt: expiresAt, createdAt: now, updatedAt: now)
        let event = event("system-account.token-created", id, actor)
        try await kernel.database.write { tx in
            try actor.may(.managePeople, .organization, in: tx)
            _ = try Self.find(id, tx)
            try tx.systemAccounts.insert(token, tokenHash: secret.hash)
            try tx.audit.record(event)
        }
        return (token, secret)
    }

    package func tokens(
        of id: ID<SystemAccount>, _ query: ListQuery, as actor: Actor
    ) async throws -> Page<SystemAccountToken> {
        try await kernel.database.read { tx in
            try actor.may(.viewAccounts, .organization, in: tx)
            return try tx.systemAccounts.tokens(of: try Self.find(id, tx).id, query)
        }
    }

    package func token(
        _ token: ID<SystemAccountToken>, of id: ID<SystemAccount>, as actor: Actor
    ) async throws -> SystemAccountToken {
        try await kernel.database.read { tx in
            try actor.may(.viewAccounts, .organization, in: tx)
            return try Self.token(token, of: id, tx)
        }
    }

    package func renameToken(
        _ token: ID<SystemAccountToken>, of id: ID<SystemAccount>, to name: String, as actor: Actor
    ) async throws -> SystemAccountToken {
        try Refusal.check([SystemAccountToken.nameRule.problem("name", name)].compactMap(\.self))
        let now = kernel.now, event = event("system-account.token-renamed", id, actor)
        return try await kernel.database.write { tx in
            try actor.may(.managePeople, .organization, in: tx)
            var token = try Self.token(token, of: id, tx)
            if token.name == name { return token }
            token.name = name
            token.updatedAt = now
            try tx.systemAccounts.rename(token)
            try tx.audit.record(event)
            return token
        }
    }

    /// The token stops working at once.
    package func deleteToken(
        _ token: ID<SystemAccountToken>, of id: ID<SystemAccount>, as actor: Actor
    ) async throws {
        let event = event("system-account.token-revoked", id, actor)
        try await kernel.database.write { tx in
            try actor.may(.managePeople, .organization, in: tx)
            guard try tx.systemAccounts.deleteToken(token, of: id) else { throw Refusal.notFound }
            try tx.audit.record(event)
        }
    }

    private static func token(
        _ token: ID<SystemAccountToken>, of id: ID<SystemAccount>, _ tx: Transaction
    ) throws -> SystemAccountToken {
        guard let token = try tx.systemAccounts.findToken(token, of: id) else { throw Refusal.notFound }
        return token
    }
}
