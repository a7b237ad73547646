package import Model
import Storage

/// The two secrets of a session: one for every request, one that renews both.
package struct SessionSecrets: Sendable, Equatable {
    package let access: Secret
    package let refresh: Secret
}

extension Developers {
    /// Signs in with a password. The refusal is the same for an unknown address and a wrong password, and takes as
    /// long; who knows the password is told that the account waits for approval.
    package func signIn(
        email: String, password: String, on portalID: ID<Portal>, throttleKey: String, browser: String? = nil
    ) async throws -> SessionSecrets {
        let email = EmailAddress.normalized(email), mailer = mailer
        let account = Self.account(email, portalID)
        let failed = kernel.audit(
            "developer.sign-in-failed", of: AuditTarget("developer", ""), portal: portalID,
            by: .visitor(portal: portalID))
        let proved = try await throttle.attempt(account: account, address: throttleKey, browser: browser) {
            tx, tellsOwner in
            let known = try tx.developers.find(email: email, of: portalID)
            try tx.audit.record(failed.failure(of: known?.id.text))
            guard tellsOwner, let portal = try tx.portals.find(portalID), let known, known.passwordHash != nil
            else { return }
            try mailer.warn(known, on: portal, in: tx)
        } _: {
            let known = try await kernel.database.read { tx in
                _ = try Self.passwords(of: portalID, tx)
                return try tx.developers.find(email: email, of: portalID)
            }
            return await passwords.matches(password, known?.passwordHash) ? known : nil
        }
        guard let known = proved else {
            throw Refusal.unauthenticated(
                title: "Invalid Credentials", "You have entered an invalid email or password.")
        }
        let (secrets, session) = newSession(for: known)
        let event = audit("developer.signed-in", known.id, portalID, by: .developer(known.id, portal: portalID))
        try await kernel.database.write { tx in
            // Between the look at the password and now an operator may have said no.
            guard let current = try tx.developers.find(known.id, of: portalID), current.status == .approved,
                current.passwordHash == known.passwordHash
            else { throw Self.approvalRequired }
            try tx.developerSessions.insert(session)
            try tx.audit.record(event)
        }
        return secrets
    }

    /// What a browser keeps after a sign-in: with it guesses of others do not slow down the next one.
    package func browser(of email: String, on portal: ID<Portal>) throws -> String {
        try throttle.browser(of: Self.account(EmailAddress.normalized(email), portal))
    }

    private static func account(_ email: String, _ portal: ID<Portal>) -> String { "developer:\(portal):\(email)" }

    /// The approved developer whose session this is on the portal; nil when it has ended, was idle for too long, or
    /// never was.
    package func session(_ access: String, on portal: Portal) async throws -> Developer? {
        guard portal.authenticationEnabled else { return nil }
        let hash = Secret.hash(access), now = kernel.now, portalID = portal.id
        let found = try await kernel.database.read { tx -> (DeveloperSession, Developer)? in
            guard let session = try tx.developerSessions.find(accessHash: hash, of: portalID),
                let developer = try tx.developers.find(session.developerID, of: portalID)
            else { return nil }
            return (session, developer)
        }
        guard let (session, developer) = found, session.isAlive(at: now), developer.status == .approved else {
            return nil
        }
        // A minute's grain spares a write per request.
        if session.lastSeenAt + .minutes(1) < now {
            try await kernel.database.write { tx in try tx.developerSessions.touch(session.id, at: now) }
        }
        return developer
    }

    /// Gives a session new secrets; the old ones end. Refuses as unauthenticated when there is no such session.
    package func refresh(_ refresh: String, on portalID: ID<Portal>) async throws -> SessionSecrets {
        let hash = Secret.hash(refresh), now = kernel.now
        let secrets = SessionSecrets(access: .make(kernel.random), refresh: .make(kernel.random))
        try await kernel.database.write { tx in
            _ = try Self.accounts(of: portalID, tx)
            guard var session = try tx.developerSessions.find(refreshHash: hash, of: portalID),
                session.isAlive(at: now),
                try tx.developers.find(session.developerID, of: portalID)?.status == .approved
            else { throw Refusal.unauthenticated() }
            session.accessHash = secrets.access.hash
            session.refreshHash = secrets.refresh.hash
            session.lastSeenAt = now
            guard try tx.developerSessions.rotate(session, from: hash) else { throw Refusal.unauthenticated() }
        }
        return secrets
    }

    /// Ends the sessions that have one of these secrets.
    package func signOut(_ secrets: [String], on portalID: ID<Portal>) async throws {
        let hashes = secrets.map { Secret.hash($0) }
        if hashes.isEmpty { return }
        try await kernel.database.write { tx in
            for hash in hashes { try tx.developerSessions.delete(secretHash: hash, of: portalID) }
        }
    }

    /// Removes sessions and links that have ended.
    package func prune() async throws {
        let now = kernel.now
        try await kernel.database.write { tx in
            try tx.developerSessions.deleteExpired(at: now)
            try tx.developerTokens.prune(expiredBefore: now - .days(30))
        }
    }

    package static let approvalRequired = Refusal.unauthenticated(
        title: "Approval Required", "Your account is pending approval for access.")

    private func newSession(for developer: Developer) -> (SessionSecrets, DeveloperSession) {
        let secrets = SessionSecrets(access: .make(kernel.random), refresh: .make(kernel.random)), now = kernel.now
        let session = DeveloperSession(
            id: kernel.newID(), portalID: developer.portalID, developerID: developer.id,
            accessHash: secrets.access.hash, refreshHash: secrets.refresh.hash, createdAt: now, lastSeenAt: now,
            expiresAt: now + DeveloperSession.absoluteLimit, address: Trace.current?.address)
        return (secrets, session)
    }
}
