package import Model
import Storage

/// Operators: set-up, sign-in, sessions and personal access tokens.
package struct Operators: Sendable {
    package static let idleLimit = Duration.hours(1)
    package static let absoluteLimit = Duration.hours(24)
    static let setUpLinkLife = Duration.days(1)

    let kernel: Kernel
    let passwords: Passwords
    let throttle: SignInThrottle

    package init(_ kernel: Kernel) {
        self.kernel = kernel
        passwords = Passwords(random: kernel.random)
        throttle = SignInThrottle(kernel)
    }

    /// A one-time link's secret while nobody can sign in; nil once there is an operator.
    package func makeSetUpLink() async throws -> Secret? {
        let secret = Secret.make(kernel.random), now = kernel.now
        return try await kernel.database.write { tx in
            guard try tx.operators.count() == 0 else { return nil }
            try tx.operators.insertSetupLink(tokenHash: secret.hash, at: now)
            return secret
        }
    }

    /// Whether the secret of a set-up link is good.
    package func isSetUpLink(_ text: String) async throws -> Bool {
        let hash = Secret.hash(text), oldest = kernel.now - Self.setUpLinkLife
        return try await kernel.database.read { tx in
            let isFirst = try tx.operators.count() == 0
            return try isFirst && tx.operators.hasSetupLink(tokenHash: hash, since: oldest)
        }
    }

    /// Makes the first operator. Refuses a link that was used, and every link once there is an operator.
    package func setUp(link: String, _ draft: OperatorDraft) async throws -> Operator {
        try Refusal.check(draft.problems())
        let new = try await make(draft), hash = Secret.hash(link), now = kernel.now
        let event = kernel.audit(
            "operator.created", of: AuditTarget("operator", new.id.text), by: .operator(new.id))
        return try await kernel.database.write { tx in
            guard try tx.operators.count() == 0,
                try tx.operators.useSetupLink(tokenHash: hash, since: now - Self.setUpLinkLife, at: now)
            else {
                throw Refusal.gone("This set-up link has been used. Sign in instead.")
            }
            try tx.operators.insert(new)
            try tx.operatorTeams.add(new.id, to: OperatorTeam.admins, at: now)
            try tx.audit.record(event)
            return new
        }
    }

    /// Makes an operator who can sign in at once, and puts them into teams: into that of the admins unless told
    /// otherwise. Refuses an e-mail address that is taken.
    package func create(
        _ draft: OperatorDraft, in teams: [ID<OperatorTeam>] = [OperatorTeam.admins], as actor: Actor
    ) async throws -> Operator {
        try Refusal.check(draft.problems())
        let new = try await make(draft)
        let event = kernel.audit("operator.created", of: AuditTarget("operator", new.id.text), by: actor)
        return try await kernel.database.write { tx in
            try actor.may(.managePeople, .organization, in: tx)
            try tx.operators.insert(new)
            for team in teams { try tx.operatorTeams.add(new.id, to: team, at: new.createdAt) }
            try tx.audit.record(event)
            return new
        }
    }

    package func find(_ id: ID<Operator>) async throws -> Operator? {
        try await kernel.database.read { tx in try tx.operators.find(id) }
    }

    package func find(email: String) async throws -> Operator? {
        try await kernel.database.read { tx in try tx.operators.find(email: EmailAddress.normalized(email)) }
    }

    private func make(_ draft: OperatorDraft) async throws -> Operator {
        let now = kernel.now
        return Operator(
            id: kernel.newID(), email: EmailAddress.normalized(draft.email), name: draft.name,
            passwordHash: try await passwords.hash(draft.password), createdAt: now, updatedAt: now)
    }
}
