package import Model
import Storage

/// Personal access tokens: everybody makes and keeps their own; who manages people may see and end all.
extension Operators {
    /// Makes a personal access token; its secret is in the answer and nowhere else. Nobody makes one for somebody else.
    package func createToken(
        name: String, expiresAt: Instant?, for owner: ID<Operator>, as actor: Actor
    ) async throws -> (PersonalAccessToken, Secret) {
        guard actor == .operator(owner) || actor == .system else {
            try await requireKnown(owner, as: actor)
            throw Refusal.forbidden()
        }
        var problems = [PersonalAccessToken.nameRule.problem("name", name)].compactMap(\.self)
        let now = kernel.now
        if let expiresAt, expiresAt <= now {
            problems.append(FieldProblem("expires_at", .invalid, "expires_at must be in the future"))
        }
        try Refusal.check(problems)
        let secret = Secret.make(prefix: PersonalAccessToken.prefix, kernel.random)
        let token = PersonalAccessToken(
            id: kernel.newID(), operatorID: owner, name: name, expiresAt: expiresAt, lastUsedAt: nil, createdAt: now)
        let event = event("token.created", token.id, actor)
        try await kernel.database.write { tx in
            guard try tx.operators.find(owner) != nil else { throw Refusal.notFound }
            if actor != .system { try Self.check(token, at: now, tx) }
            try tx.tokens.insert(token, tokenHash: secret.hash)
            try tx.audit.record(event)
        }
        return (token, secret)
    }

    /// The tokens of an operator, newest first.
    package func tokens(of owner: ID<Operator>, as actor: Actor) async throws -> [PersonalAccessToken] {
        try await kernel.database.read { tx in
            try Self.maySee(owner, actor, tx)
            return try tx.tokens.all(of: owner)
        }
    }

    package func token(
        _ id: ID<PersonalAccessToken>, of owner: ID<Operator>, as actor: Actor
    ) async throws -> PersonalAccessToken {
        try await kernel.database.read { tx in
            try Self.maySee(owner, actor, tx)
            guard let token = try tx.tokens.find(id, of: owner) else { throw Refusal.notFound }
            return token
        }
    }

    /// The tokens of everybody, newest first: one more than the limit when there are more.
    package func allTokens(_ filter: TokenFilter, limit: Int, as actor: Actor) async throws -> [PersonalAccessToken] {
        let now = kernel.now
        return try await kernel.database.read { tx in
            try actor.may(.viewAccounts, .organization, in: tx)
            return try tx.tokens.list(filter, at: now, limit: limit)
        }
    }

    package func renameToken(
        _ id: ID<PersonalAccessToken>, of owner: ID<Operator>, to name: String, as actor: Actor
    ) async throws -> PersonalAccessToken {
        try Refusal.check([PersonalAccessToken.nameRule.problem("name", name)].compactMap(\.self))
        return try await alterToken(id, of: owner, "token.renamed", as: actor) { token in
            guard actor == .operator(owner) else { throw Refusal.forbidden() }
            token.name = name
        }
    }

    /// Ends a token at once; it stays listed.
    package func revokeToken(
        _ id: ID<PersonalAccessToken>, of owner: ID<Operator>, as actor: Actor
    ) async throws -> PersonalAccessToken {
        let now = kernel.now
        return try await alterToken(id, of: owner, "token.revoked", as: actor) { token in
            if token.revokedAt != nil { return }
            token.revokedAt = now
            token.revokedBy = actor.principal
        }
    }

    /// Ends a token at once and forgets it.
    package func deleteToken(_ id: ID<PersonalAccessToken>, of owner: ID<Operator>, as actor: Actor) async throws {
        let event = event("token.deleted", id, actor)
        try await kernel.database.write { tx in
            try Self.mayEnd(owner, actor, tx)
            guard try tx.tokens.delete(id, of: owner) else { throw Refusal.notFound }
            try tx.audit.record(event)
        }
    }

    package func state(of token: PersonalAccessToken) -> PersonalAccessToken.State { token.state(at: kernel.now) }

    /// What personal access tokens may be.
    package func tokenPolicy(as actor: Actor) async throws -> TokenPolicy {
        try await kernel.database.read { tx in
            try actor.may(.viewSettings, .organization, in: tx)
            return try tx.settings.tokenPolicy()
        }
    }

    /// Alters what is given. A shorter life does not end tokens that exist; switching off ends their use at once.
    package func setTokenPolicy(isEnabled: Bool?, days: Int?, as actor: Actor) async throws -> TokenPolicy {
        let event = kernel.audit("token-policy.updated", of: AuditTarget("organization", "tokens"), by: actor)
        return try await kernel.database.write { tx in
            try actor.may(.manageSettings, .organization, in: tx)
            var policy = try tx.settings.tokenPolicy()
            policy.isEnabled = isEnabled ?? policy.isEnabled
            policy.longestLifeInDays = days ?? policy.longestLifeInDays
            try Refusal.check(policy.problems())
            try tx.settings.set(policy)
            try tx.audit.record(event)
            return policy
        }
    }
}

extension Operators {
    /// Whoever shows this token. Refuses unknown, expired and revoked ones alike.
    package func authenticate(token text: String) async throws -> Actor {
        if text.hasPrefix(PersonalAccessToken.prefix) { return try await personal(text) }
        if text.hasPrefix(SystemAccountToken.prefix) { return try await system(text) }
        throw Refusal.unauthenticated()
    }

    private func personal(_ text: String) async throws -> Actor {
        let hash = Secret.hash(text), now = kernel.now
        let found = try await kernel.database.kept(KeptKey("token", hash: hash)) { tx -> PersonalAccessToken? in
            guard try tx.settings.tokenPolicy().isEnabled else { return nil }
            return try tx.tokens.find(tokenHash: hash)
        }
        guard let token = found, token.state(at: now) == .active else { throw Refusal.unauthenticated() }
        if Self.isStale(token.lastUsedAt, at: now) {
            try await kernel.database.write { tx in try tx.tokens.touch(token.id, at: now) }
        }
        return .operator(token.operatorID)
    }

    private func system(_ text: String) async throws -> Actor {
        let hash = Secret.hash(text), now = kernel.now
        let found = try await kernel.database.kept(KeptKey("token", hash: hash)) { tx in
            try tx.systemAccounts.findToken(hash: hash)
        }
        guard let token = found, token.expiresAt > now else { throw Refusal.unauthenticated() }
        if Self.isStale(token.lastUsedAt, at: now) {
            try await kernel.database.write { tx in try tx.systemAccounts.touchToken(token.id, at: now) }
        }
        return .systemAccount(token.accountID)
    }

    // Five minutes' grain spares a write per request.
    private static func isStale(_ lastUsedAt: Instant?, at now: Instant) -> Bool {
        lastUsedAt.map { $0 + .minutes(5) < now } ?? true
    }
}

extension Operators {
    private func alterToken(
        _ id: ID<PersonalAccessToken>, of owner: ID<Operator>, _ action: String, as actor: Actor,
        _ change: @Sendable @escaping (inout PersonalAccessToken) throws -> Void
    ) async throws -> PersonalAccessToken {
        let now = kernel.now, event = event(action, id, actor)
        return try await kernel.database.write { tx in
            try Self.mayEnd(owner, actor, tx)
            guard let old = try tx.tokens.find(id, of: owner) else { throw Refusal.notFound }
            var token = old
            try change(&token)
            if token == old { return old }
            token.updatedAt = now
            try tx.tokens.update(token)
            try tx.audit.record(event)
            return token
        }
    }

    private static func check(_ token: PersonalAccessToken, at now: Instant, _ tx: Transaction) throws {
        let policy = try tx.settings.tokenPolicy()
        guard policy.isEnabled else { throw Refusal.forbidden("Personal access tokens are switched off") }
        if token.expiresAt.map({ $0 > now + .days(policy.longestLifeInDays) }) ?? (policy != TokenPolicy()) {
            let reason = "a token may live \(policy.longestLifeInDays) days at most"
            throw Refusal.invalid("expires_at", .invalid, reason)
        }
        let living = try tx.tokens.all(of: token.operatorID).filter { $0.state(at: now) == .active }
        if living.count >= PersonalAccessToken.limitPerOperator {
            throw Refusal.conflict("An operator may have \(PersonalAccessToken.limitPerOperator) active tokens")
        }
    }

    private func requireKnown(_ owner: ID<Operator>, as actor: Actor) async throws {
        try actor.requireOperator()
        guard try await find(owner) != nil else { throw Refusal.notFound }
    }

    private static func maySee(_ owner: ID<Operator>, _ actor: Actor, _ tx: Transaction) throws {
        if actor != .operator(owner) { try actor.may(.viewAccounts, .organization, in: tx) }
        guard try tx.operators.find(owner) != nil else { throw Refusal.notFound }
    }

    private static func mayEnd(_ owner: ID<Operator>, _ actor: Actor, _ tx: Transaction) throws {
        if actor != .operator(owner) { try actor.may(.managePeople, .organization, in: tx) }
    }

    private func event(_ action: String, _ id: ID<PersonalAccessToken>, _ actor: Actor) -> AuditEvent {
        kernel.audit(action, of: AuditTarget("token", id.text), by: actor)
    }
}
