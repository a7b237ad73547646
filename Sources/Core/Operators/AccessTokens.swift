package import Model
import Storage

extension Operators {
    /// Makes a personal access token; its secret is in the answer and nowhere else.
    package func createToken(
        name: String, expiresAt: Instant?, for owner: ID<Operator>, as actor: Actor
    ) async throws -> (PersonalAccessToken, Secret) {
        try actor.requireOperator()
        var problems = [PersonalAccessToken.nameRule.problem("name", name)].compactMap(\.self)
        let now = kernel.now
        if let expiresAt, expiresAt <= now {
            problems.append(FieldProblem("expires_at", .invalid, "expires_at must be in the future"))
        }
        try Refusal.check(problems)
        let secret = Secret.make(prefix: PersonalAccessToken.prefix, kernel.random)
        let token = PersonalAccessToken(
            id: kernel.newID(), operatorID: owner, name: name, expiresAt: expiresAt, lastUsedAt: nil, createdAt: now)
        let event = kernel.audit("token.created", of: AuditTarget("token", token.id.text), by: actor)
        try await kernel.database.write { tx in
            guard try tx.operators.find(owner) != nil else { throw Refusal.notFound }
            try tx.tokens.insert(token, tokenHash: secret.hash)
            try tx.audit.record(event)
        }
        return (token, secret)
    }

    package func tokens(of owner: ID<Operator>, as actor: Actor) async throws -> [PersonalAccessToken] {
        guard case .operator(owner) = actor else { throw Refusal.notFound }
        return try await kernel.database.read { tx in try tx.tokens.all(of: owner) }
    }

    /// Ends a token at once.
    package func revokeToken(_ id: ID<PersonalAccessToken>, as actor: Actor) async throws {
        guard let owner = try actor.requireOperator() else { throw Refusal.notFound }
        let event = kernel.audit("token.revoked", of: AuditTarget("token", id.text), by: actor)
        try await kernel.database.write { tx in
            guard try tx.tokens.delete(id, of: owner) else { throw Refusal.notFound }
            try tx.audit.record(event)
        }
    }

    /// The operator whose token this is. Refuses unknown and expired ones alike.
    package func authenticate(token text: String) async throws -> ID<Operator> {
        guard text.hasPrefix(PersonalAccessToken.prefix) else { throw Refusal.unauthenticated() }
        let hash = Secret.hash(text), now = kernel.now
        let found = try await kernel.database.read { tx in try tx.tokens.find(tokenHash: hash) }
        guard let token = found, token.expiresAt.map({ $0 > now }) ?? true else { throw Refusal.unauthenticated() }
        if token.lastUsedAt.map({ $0 + .minutes(5) < now }) ?? true {
            try await kernel.database.write { tx in try tx.tokens.touch(token.id, at: now) }
        }
        return token.operatorID
    }
}
