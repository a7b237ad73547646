package import Model
import Storage

extension Operators {
    /// Replaces the password of the operator who acts, and ends all of their sessions but the one whose secret is
    /// given. Refuses a wrong current password as invalid, guesses as `signIn` does, and passwords that break the rule.
    package func changePassword(
        from current: String, to password: String, keeping session: String?, throttleKey: String, as actor: Actor
    ) async throws {
        guard case .operator(let id) = actor, let known = try await find(id) else { throw Refusal.notFound }
        try Refusal.check([PasswordRule.problem("password", password, email: known.email)].compactMap(\.self))
        let mailer = Mailer(kernel), target = AuditTarget("operator", id.text)
        let refused = kernel.audit("operator.password-refused", of: target, by: actor)
        let proved = try await throttle.attempt(account: Self.account(known.email), address: throttleKey, browser: nil)
        {
            tx, tellsOwner in
            try tx.audit.record(refused.failure(of: id.text))
            if tellsOwner { try mailer.warn(known, in: tx) }
        } _: {
            await passwords.matches(current, known.passwordHash) ? known : nil
        }
        guard proved != nil else {
            throw Refusal.invalid("current_password", .invalid, "This is not your current password")
        }
        let passwordHash = try await passwords.hash(password), now = kernel.now
        let kept = session.map(Secret.hash), event = kernel.audit("operator.password-changed", of: target, by: actor)
        try await kernel.database.write { tx in
            var account = try Self.find(id, tx)
            guard account.passwordHash == known.passwordHash else {
                throw Refusal.conflict("The password has just been changed elsewhere")
            }
            account.passwordHash = passwordHash
            account.updatedAt = now
            try tx.operators.update(account)
            try tx.operatorSessions.deleteAll(
                of: id, except: try kept.flatMap { try tx.operatorSessions.find(tokenHash: $0) }?.id)
            try tx.audit.record(event)
        }
    }
}
