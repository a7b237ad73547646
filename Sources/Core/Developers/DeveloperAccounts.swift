package import Model
import Storage

/// What an address that was confirmed may do next.
package struct ConfirmedAddress: Sendable, Equatable {
    package let email: String
    /// Sets a password, once, within the hour.
    package let token: String
}

extension Developers {
    /// How many links one account is mailed within a quarter of an hour; beyond that nothing is sent.
    static let mostLinks = 5

    /// Signs somebody up and mails a link that confirms the address. The answer is the same for an address that has an
    /// account; that one is mailed what fits. Refuses only malformed drafts, and everybody on portals without accounts.
    package func register(_ draft: SignUpDraft, on portalID: ID<Portal>, throttleKey: String) async throws {
        try Refusal.check(draft.problems())
        let email = EmailAddress.normalized(draft.email)
        let attempt = LinkAttempt(kind: "sign-up", portalID, email, throttleKey)
        try await throttle.check(account: attempt.account, address: attempt.address)
        let id = kernel.newID(Developer.self), now = kernel.now, secret = LinkSecret.make(kernel.random)
        try await kernel.database.write { tx in
            let portal = try Self.passwords(of: portalID, tx)
            try tx.throttle.record(account: attempt.account, address: attempt.address, at: now)
            if let known = try tx.developers.find(email: email, of: portalID) {
                try remind(known, of: portal, secret: secret, tx)
                return
            }
            let developer = Developer(
                id: id, portalID: portalID, email: email, fullName: draft.fullName,
                status: portal.autoApproveDevelopers ? .approved : .pending, createdAt: now, updatedAt: now)
            try tx.developers.insert(developer)
            try insertToken(secret, .confirm, for: developer, tx)
            try mailer.confirm(developer, on: portal, secret: secret, in: tx)
            try tx.audit.record(audit("developer.registered", id, portalID, by: .visitor(portal: portalID)))
        }
        kernel.outboxBell.ring()
    }

    /// Mails a link that sets a password, when the address has an account. The answer does not say whether it has.
    package func forgotPassword(email: String, on portalID: ID<Portal>, throttleKey: String) async throws {
        try Refusal.check([EmailAddress.problem("email", email)].compactMap(\.self))
        let email = EmailAddress.normalized(email)
        let attempt = LinkAttempt(kind: "reset", portalID, email, throttleKey)
        try await throttle.check(account: attempt.account, address: attempt.address)
        let now = kernel.now, secret = LinkSecret.make(kernel.random)
        try await kernel.database.write { tx in
            let portal = try Self.passwords(of: portalID, tx)
            try tx.throttle.record(account: attempt.account, address: attempt.address, at: now)
            guard let known = try tx.developers.find(email: email, of: portalID), try mayMail(known, tx) else { return }
            try insertToken(secret, .reset, for: known, tx)
            try mailer.reset(known, on: portal, secret: secret, in: tx)
            try tx.audit.record(
                audit("developer.reset-requested", known.id, portalID, by: .visitor(portal: portalID)))
        }
        kernel.outboxBell.ring()
    }

    /// Uses a mailed confirmation, and gives a token that sets a password. Refuses malformed tokens as invalid,
    /// unknown ones as not found, used and expired ones as gone.
    package func verifyEmail(token: String, on portalID: ID<Portal>) async throws -> ConfirmedAddress {
        let hash = try LinkSecret.hash(token), next = LinkSecret.make(kernel.random), now = kernel.now
        let confirmed = try await kernel.database.write { tx in
            let portal = try Self.passwords(of: portalID, tx)
            var developer = try account(behind: hash, [.confirm], on: portalID, tx)
            guard try tx.developerTokens.use(hash: hash, at: now) else { throw Self.usedUp }
            try confirm(&developer, on: portal, tx)
            try tx.developers.update(developer)
            try insertToken(next, .reset, for: developer, tx)
            return ConfirmedAddress(email: developer.email, token: next)
        }
        kernel.outboxBell.ring()
        return confirmed
    }

    /// The account that a mailed link is for, without using it up. Refuses as `verifyEmail` does.
    package func account(ofLink token: String, on portalID: ID<Portal>) async throws -> Developer {
        let hash = try LinkSecret.hash(token)
        return try await kernel.database.read { tx in
            _ = try Self.passwords(of: portalID, tx)
            return try account(behind: hash, Set(DeveloperToken.Purpose.allCases), on: portalID, tx)
        }
    }

    /// Sets a password with a token that allows it, ends all sessions and uses up all links. Refuses tokens as
    /// `verifyEmail` does, and passwords that break the rule without using up the token.
    package func resetPassword(
        token: String, password: String, on portalID: ID<Portal>,
        accepting purposes: Set<DeveloperToken.Purpose> = [.reset, .invite]
    ) async throws {
        let hash = try LinkSecret.hash(token)
        let email = try await kernel.database.read { tx in
            _ = try Self.passwords(of: portalID, tx)
            return try account(behind: hash, purposes, on: portalID, tx).email
        }
        try Refusal.check([PasswordRule.problem("password", password, email: email)].compactMap(\.self))
        let passwordHash = try await passwords.hash(password), now = kernel.now
        try await kernel.database.write { tx in
            let portal = try Self.passwords(of: portalID, tx)
            var developer = try account(behind: hash, purposes, on: portalID, tx)
            guard try tx.developerTokens.use(hash: hash, at: now) else { throw Self.usedUp }
            try confirm(&developer, on: portal, tx)
            developer.passwordHash = passwordHash
            developer.updatedAt = now
            try tx.developers.update(developer)
            try tx.developerTokens.useAll(of: developer.id, portal: portalID, at: now)
            try tx.developerSessions.deleteAll(of: developer.id, portal: portalID)
            let actor = Actor.developer(developer.id, portal: portalID)
            try tx.audit.record(audit("developer.password-set", developer.id, portalID, by: actor))
        }
        kernel.outboxBell.ring()
    }
}

extension Developers {
    private static let usedUp = Refusal.gone("The token has been used")

    /// The portal, when it has accounts.
    static func accounts(of id: ID<Portal>, _ tx: Transaction) throws -> Portal {
        guard let portal = try tx.portals.find(id), portal.authenticationEnabled else { throw Refusal.notFound }
        return portal
    }

    /// The portal, when developers sign in there with passwords. Refuses as invalid where they do so elsewhere.
    static func passwords(of id: ID<Portal>, _ tx: Transaction) throws -> Portal {
        let portal = try accounts(of: id, tx)
        guard portal.takesPasswords else { throw noPasswords }
        return portal
    }

    package static let noPasswords = Refusal.invalid(
        [FieldProblem("password", .invalid, "passwords are switched off")],
        detail: "Passwords are switched off on this portal.")

    private func account(
        behind hash: [UInt8], _ purposes: Set<DeveloperToken.Purpose>, on portal: ID<Portal>, _ tx: Transaction
    ) throws -> Developer {
        guard let token = try tx.developerTokens.find(hash: hash, of: portal), purposes.contains(token.purpose),
            let developer = try tx.developers.find(token.developerID, of: portal)
        else { throw Refusal.unknown("The provided token was not found") }
        if token.usedAt != nil { throw Self.usedUp }
        if token.expiresAt <= kernel.now { throw Refusal.gone("The token has expired") }
        return developer
    }

    /// Notes that the address is the developer's. The first time somebody is told: the developer that all is well, or
    /// the operators that there is somebody to approve.
    private func confirm(_ developer: inout Developer, on portal: Portal, _ tx: Transaction) throws {
        if developer.emailVerifiedAt != nil { return }
        developer.emailVerifiedAt = kernel.now
        developer.updatedAt = kernel.now
        let actor = Actor.developer(developer.id, portal: portal.id)
        try tx.audit.record(audit("developer.verified", developer.id, portal.id, by: actor))
        if developer.status == .pending {
            try mailer.announcePending(developer, on: portal, in: tx)
        } else if developer.status == .approved, portal.autoApproveDevelopers {
            try mailer.tell(developer, of: portal, in: tx)
        }
    }

    /// What somebody is mailed who signs up with an address that has an account.
    private func remind(_ known: Developer, of portal: Portal, secret: String, _ tx: Transaction) throws {
        guard try mayMail(known, tx) else { return }
        if known.passwordHash == nil, known.emailVerifiedAt == nil {
            try insertToken(secret, .confirm, for: known, tx)
            try mailer.confirm(known, on: portal, secret: secret, in: tx)
        } else {
            try insertToken(secret, .reset, for: known, tx)
            try mailer.accountExists(known, on: portal, secret: secret, in: tx)
        }
    }

    private func mayMail(_ developer: Developer, _ tx: Transaction) throws -> Bool {
        let since = kernel.now - SignInThrottle.window
        let sent = try tx.developerTokens.count(of: developer.id, portal: developer.portalID, since: since)
        return sent < Self.mostLinks
    }
}

/// Under which names requests for links are counted, apart from failed sign-ins.
private struct LinkAttempt {
    let account: String
    let address: String

    init(kind: String, _ portal: ID<Portal>, _ email: String, _ throttleKey: String) {
        account = "\(kind):\(portal):\(email)"
        address = "\(kind):\(throttleKey)"
    }
}
