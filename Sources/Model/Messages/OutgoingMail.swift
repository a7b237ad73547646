/// An e-mail that is on its way to one reader.
package struct OutgoingMail: Sendable, Equatable {
    package static let kind = "email"

    /// What an e-mail is about; the names are those of the management API, where it has one.
    package enum Template: String, Sendable, CaseIterable {
        case confirmEmailAddress = "confirm-email-address"
        case resetPassword = "reset-password"
        case accountExists = "account-exists"
        case accountAccessApproved = "account-access-approved"
        case accountAccessRejected = "account-access-rejected"
        case accountAccessRevoked = "account-access-revoked"
        case developerInvitation = "developer-invitation"
        case developerPending = "developer-pending"
        case registrationApproved = "app-registration-approved"
        case registrationRejected = "app-registration-rejected"
        case registrationRevoked = "app-registration-revoked"
        case registrationPending = "app-registration-pending"
        case keyExpiringSoon = "api-key-expiring-soon"
        case keyExpired = "api-key-expired"
        case signInFailures = "sign-in-failures"
        case operatorInvitation = "operator-invitation"
    }

    package var template: Template
    package var portalID: ID<Portal>?
    package var from: Mailbox
    package var to: Mailbox
    /// Where answers go; nil: to the sender.
    package var replyTo: String?
    package var subject: String
    package var text: String
    package var html: String
    /// Where the button of the e-mail leads.
    package var link: String?

    package init(
        template: Template, portalID: ID<Portal>?, from: Mailbox, to: Mailbox, subject: String, text: String,
        html: String, link: String?, replyTo: String? = nil
    ) {
        self.replyTo = replyTo
        self.template = template
        self.portalID = portalID
        self.from = from
        self.to = to
        self.subject = subject
        self.text = text
        self.html = html
        self.link = link
    }
}

/// A name and an e-mail address.
package struct Mailbox: Sendable, Equatable {
    package var name: String
    package var address: String

    package init(name: String, address: String) {
        self.name = name
        self.address = address
    }

    /// Reads `name@example.com` or `Docs <docs@example.com>`; nil for anything else.
    package init?(_ text: String) {
        guard let open = text.lastIndex(of: "<"), text.hasSuffix(">") else {
            guard EmailAddress.problem("", text) == nil else { return nil }
            self.init(name: "", address: text)
            return
        }
        let address = String(text[text.index(after: open)...].dropLast())
        guard EmailAddress.problem("", address) == nil else { return nil }
        let name = text[..<open].reversed().drop { $0 == " " || $0 == "\"" }.reversed().drop { $0 == "\"" }
        self.init(name: String(name), address: address)
    }
}

/// An e-mail as the Console lists it.
package struct MailRecord: Sendable, Equatable {
    /// How far an e-mail has come.
    package enum State: String, Sendable, CaseIterable {
        case queued, sent
        /// Tried in vain, and to be tried again.
        case failed
        /// Given up after days.
        case undeliverable
    }

    package static let list = ListRules(filters: ["state": .choice(State.allCases.map(\.rawValue))])

    package var id: ID<OutboxEntry>
    package var mail: OutgoingMail
    package var attempts: Int
    package var nextAttemptAt: Instant
    package var lastError: String?
    package var createdAt: Instant
    package var sentAt: Instant?
    package var gaveUpAt: Instant?

    package init(
        id: ID<OutboxEntry>, mail: OutgoingMail, attempts: Int, nextAttemptAt: Instant, lastError: String?,
        createdAt: Instant, sentAt: Instant?, gaveUpAt: Instant? = nil
    ) {
        self.gaveUpAt = gaveUpAt
        self.id = id
        self.mail = mail
        self.attempts = attempts
        self.nextAttemptAt = nextAttemptAt
        self.lastError = lastError
        self.createdAt = createdAt
        self.sentAt = sentAt
    }

    package var state: State {
        if sentAt != nil { return .sent }
        if gaveUpAt != nil { return .undeliverable }
        return lastError == nil ? .queued : .failed
    }
}
