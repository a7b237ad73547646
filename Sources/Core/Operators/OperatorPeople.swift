package import Model
import Storage

/// What operators know of each other, and what those may do who manage people.
extension Operators {
    static let invitationLife = Duration.days(7)

    package func find(_ id: ID<Operator>, as actor: Actor) async throws -> Operator {
        try await kernel.database.read { tx in
            try actor.may(.viewPeople, .organization, in: tx)
            return try Self.find(id, tx)
        }
    }

    package func list(_ query: ListQuery, as actor: Actor) async throws -> Page<Operator> {
        try await kernel.database.read { tx in
            try actor.may(.viewPeople, .organization, in: tx)
            return try tx.operators.list(query)
        }
    }

    /// A page of operators, each with the names of their teams.
    package func people(_ query: ListQuery, as actor: Actor) async throws -> Page<(account: Operator, teams: [String])>
    {
        try await kernel.database.read { tx in
            try actor.may(.viewPeople, .organization, in: tx)
            let names = try tx.operatorTeams.names()
            return try tx.operators.list(query).map { ($0, names[$0.id.text] ?? []) }
        }
    }

    /// Alters what the change names, and nothing else: one's own account, or any for who manages people.
    package func update(_ id: ID<Operator>, _ change: OperatorChange, as actor: Actor) async throws -> Operator {
        try Refusal.check(change.problems())
        let now = kernel.now
        let event = kernel.audit("operator.updated", of: AuditTarget("operator", id.text), by: actor)
        return try await kernel.database.write { tx in
            if actor != .operator(id) { try actor.may(.managePeople, .organization, in: tx) }
            let old = try Self.find(id, tx)
            var account = change.applied(to: old)
            if account == old { return old }
            account.updatedAt = now
            try tx.operators.update(account)
            try tx.audit.record(event)
            return account
        }
    }

    /// Removes an operator with their sessions, tokens and roles. Refuses a conflict for the last of the admins.
    package func delete(_ id: ID<Operator>, as actor: Actor) async throws {
        let event = kernel.audit("operator.deleted", of: AuditTarget("operator", id.text), by: actor)
        try await kernel.database.write { tx in
            try actor.may(.managePeople, .organization, in: tx)
            try OperatorTeams.keepingAnAdmin(tx) {
                guard try tx.operators.delete(id) else { throw Refusal.notFound }
            }
            try tx.audit.record(event)
        }
    }

    static func find(_ id: ID<Operator>, _ tx: Transaction) throws -> Operator {
        guard let account = try tx.operators.find(id) else { throw Refusal.notFound }
        return account
    }
}

/// How somebody comes in whom another operator invites: a mailed link, which works once, within seven days.
extension Operators {
    /// Invites somebody, or again who has not accepted yet; the earlier link stops working. Refuses a conflict when
    /// they work here already.
    package func invite(
        email: String, name: String? = nil, teams: [ID<OperatorTeam>] = [], as actor: Actor
    ) async throws -> Operator {
        let email = EmailAddress.normalized(email)
        try Refusal.check(
            [EmailAddress.problem("email", email), name.flatMap { OperatorDraft.nameRule.problem("name", $0) }]
                .compactMap(\.self))
        let now = kernel.now, secret = Secret.make(kernel.random), mailer = Mailer(kernel)
        let fresh = Operator(
            id: kernel.newID(), email: email, name: name ?? String(email.prefix { $0 != "@" }), passwordHash: nil,
            createdAt: now, updatedAt: now)
        let invited = try await kernel.database.write { tx in
            try actor.may(.managePeople, .organization, in: tx)
            let known = try tx.operators.find(email: email)
            if known?.isActive == true { throw Refusal.conflict("\(email) works here already") }
            let account = known ?? fresh
            if known == nil {
                try tx.operators.insert(account)
                for team in Set(teams) { try tx.operatorTeams.add(account.id, to: team, at: now) }
            }
            try tx.operators.replaceInvitation(
                of: account.id, tokenHash: secret.hash, at: now, until: now + Self.invitationLife)
            try mailer.invite(account, secret: secret, in: tx)
            try tx.audit.record(
                kernel.audit("operator.invited", of: AuditTarget("operator", account.id.text), by: actor))
            return account
        }
        kernel.outboxBell.ring()
        return invited
    }

    /// Who is invited by a link. Refuses unknown links as `notFound`, and late ones as gone.
    package func invited(by link: String) async throws -> Operator {
        let hash = Secret.hash(link), now = kernel.now
        return try await kernel.database.read { tx in try Self.invited(hash, at: now, tx) }
    }

    /// Accepts an invitation: from now on the operator signs in with this password. Refuses links as `invited` does.
    package func accept(link: String, name: String, password: String) async throws -> Operator {
        let known = try await invited(by: link)
        try Refusal.check(OperatorDraft(email: known.email, name: name, password: password).problems())
        let passwordHash = try await passwords.hash(password), hash = Secret.hash(link), now = kernel.now
        let event = kernel.audit(
            "operator.joined", of: AuditTarget("operator", known.id.text), by: .operator(known.id))
        return try await kernel.database.write { tx in
            var account = try Self.invited(hash, at: now, tx)
            account.name = name
            account.passwordHash = passwordHash
            account.updatedAt = now
            try tx.operators.update(account)
            try tx.operators.deleteInvitations(of: account.id)
            try tx.audit.record(event)
            return account
        }
    }

    private static func invited(_ hash: [UInt8], at now: Instant, _ tx: Transaction) throws -> Operator {
        guard let (account, end) = try tx.operators.invitation(tokenHash: hash) else { throw Refusal.notFound }
        if end <= now { throw Refusal.gone("The invitation has expired. Ask for a new one.") }
        return account
    }
}

extension Mailer {
    fileprivate func invite(_ account: Operator, secret: Secret, in tx: Transaction) throws {
        let content = MailContent(
            subject: "You are invited to Portico", title: "You are invited to Portico",
            paragraphs: [
                "Hello \(account.name),",
                "you are invited to publish APIs together with your colleagues. Choose a password to come in:",
            ],
            button: .init("Accept the invitation", to: consoleLink(to: "/invitation?token=\(secret.text)")),
            note: "The link works once, within 7 days.")
        try enqueue(.operatorInvitation, content, to: Mailbox(name: account.name, address: account.email), in: tx)
    }
}
