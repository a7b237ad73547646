package import Model
import Storage

extension Operators {
    /// Signs in with a password and gives the session's secret. The refusal is the same for an unknown address and
    /// a wrong password, and takes as long.
    package func signIn(
        email: String, password: String, throttleKey: String, browser: String? = nil
    ) async throws -> Secret {
        let email = EmailAddress.normalized(email), mailer = Mailer(kernel)
        let event = kernel.audit("operator.sign-in-failed", of: AuditTarget("operator", ""), by: .system)
        let proved = try await throttle.attempt(account: Self.account(email), address: throttleKey, browser: browser) {
            tx, tellsOwner in
            let known = try tx.operators.find(email: email)
            try tx.audit.record(event.failure(of: known?.id.text))
            if tellsOwner, let known { try mailer.warn(known, in: tx) }
        } _: {
            let found = try await find(email: email)
            return await passwords.matches(password, found?.passwordHash) ? found : nil
        }
        guard let proved else {
            throw Refusal.unauthenticated(
                title: "Invalid Credentials", "You have entered an invalid email or password.")
        }
        return try await openSession(for: proved)
    }

    /// What a browser keeps after a sign-in: with it guesses of others do not slow down the next one.
    package func browser(of email: String) throws -> String {
        try throttle.browser(of: Self.account(EmailAddress.normalized(email)))
    }

    static func account(_ email: String) -> String { "operator:\(email)" }

    /// Opens a session for an operator who has proved to be one.
    package func openSession(for account: Operator) async throws -> Secret {
        let secret = Secret.make(kernel.random), now = kernel.now
        let session = OperatorSession(
            id: kernel.newID(), operatorID: account.id, createdAt: now, lastSeenAt: now,
            expiresAt: now + Self.absoluteLimit, address: Trace.current?.address ?? "", agent: "")
        let event = kernel.audit(
            "operator.signed-in", of: AuditTarget("operator", account.id.text), by: .operator(account.id))
        try await kernel.database.write { tx in
            try tx.operatorSessions.insert(session, tokenHash: secret.hash)
            try tx.audit.record(event)
        }
        return secret
    }

    /// Whose session a cookie's secret opens; nil when it has ended, was idle too long or never was.
    package func account(session text: String) async throws -> Operator? {
        let hash = Secret.hash(text), now = kernel.now
        let found = try await kernel.database.read { tx -> (OperatorSession, Operator)? in
            guard let session = try tx.operatorSessions.find(tokenHash: hash),
                let account = try tx.operators.find(session.operatorID)
            else { return nil }
            return (session, account)
        }
        guard let (session, account) = found, session.expiresAt > now, session.lastSeenAt + Self.idleLimit > now else {
            return nil
        }
        // A minute's grain spares a write per request.
        if session.lastSeenAt + .minutes(1) < now {
            try await kernel.database.write { tx in try tx.operatorSessions.touch(session.id, at: now) }
        }
        return account
    }

    package func signOut(_ text: String) async throws {
        let hash = Secret.hash(text)
        try await kernel.database.write { tx in
            if let session = try tx.operatorSessions.find(tokenHash: hash) {
                try tx.operatorSessions.delete(session.id)
            }
        }
    }
}
