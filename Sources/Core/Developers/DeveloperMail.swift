import Model
import Storage

/// The e-mails about accounts.
extension Mailer {
    func confirm(_ developer: Developer, on portal: Portal, secret: String, in tx: Transaction) throws {
        let content = MailContent(
            subject: "Please confirm your email address", title: "Confirm your email address",
            paragraphs: [
                "Hello \(developer.fullName),",
                "please confirm your email address and choose a password for \(portal.displayName):",
            ],
            button: .init("Confirm email address", to: link(to: "/verify-email?token=\(secret)", on: portal)),
            note: "The link works once, within 24 hours. If you have not signed up, there is nothing to do.")
        try enqueue(.confirmEmailAddress, content, to: developer.mailbox, about: portal, in: tx)
    }

    func reset(_ developer: Developer, on portal: Portal, secret: String, in tx: Transaction) throws {
        let content = MailContent(
            subject: "Reset your password", title: "Reset your password",
            paragraphs: [
                "Hello \(developer.fullName),", "set a new password for \(portal.displayName) with this link:",
            ],
            button: .init("Reset password", to: link(to: "/reset-password?token=\(secret)", on: portal)),
            note: "The link works once, within an hour. If you have not asked for it, your password stays as it is.")
        try enqueue(.resetPassword, content, to: developer.mailbox, about: portal, in: tx)
    }

    func accountExists(_ developer: Developer, on portal: Portal, secret: String, in tx: Transaction) throws {
        let content = MailContent(
            subject: "You already have an account", title: "You already have an account",
            paragraphs: [
                "Hello \(developer.fullName),",
                "somebody, probably you, tried to sign up for \(portal.displayName) with this email address. "
                    + "It has an account already. If you do not know the password any more, set a new one:",
            ],
            button: .init("Reset password", to: link(to: "/reset-password?token=\(secret)", on: portal)),
            note: "The link works once, within an hour. If this was not you, there is nothing to do.")
        try enqueue(.accountExists, content, to: developer.mailbox, about: portal, in: tx)
    }

    func invite(_ developer: Developer, to portal: Portal, secret: String, in tx: Transaction) throws {
        let content = MailContent(
            subject: "You are invited to \(portal.displayName)", title: "Welcome to \(portal.displayName)",
            paragraphs: [
                "Hello \(developer.fullName),",
                "there is an account for you on \(portal.displayName). Choose a password to use it:",
            ],
            button: .init("Choose a password", to: link(to: "/reset-password?token=\(secret)", on: portal)),
            note: "The link works once, within 7 days.")
        try enqueue(.developerInvitation, content, to: developer.mailbox, about: portal, in: tx)
    }

    /// Tells a developer about their status; being pending is no news.
    func tell(_ developer: Developer, of portal: Portal, in tx: Transaction) throws {
        let name = portal.displayName, hello = "Hello \(developer.fullName),"
        switch developer.status {
        case .pending: return
        case .approved:
            let content = MailContent(
                subject: "Welcome to \(name)", title: "Welcome to \(name)",
                paragraphs: [hello, "your account has been approved. Sign in to find and use the APIs:"],
                button: .init("Sign in", to: link(to: "/login", on: portal)))
            try enqueue(.accountAccessApproved, content, to: developer.mailbox, about: portal, in: tx)
        case .rejected:
            let content = MailContent(
                subject: "Your account has not been approved", title: "Your account has not been approved",
                paragraphs: [hello, "your request for an account on \(name) has been declined."])
            try enqueue(.accountAccessRejected, content, to: developer.mailbox, about: portal, in: tx)
        case .revoked:
            let content = MailContent(
                subject: "Your access has been revoked", title: "Your access has been revoked",
                paragraphs: [hello, "your account on \(name) has been disabled, and its keys with it."])
            try enqueue(.accountAccessRevoked, content, to: developer.mailbox, about: portal, in: tx)
        }
    }

    /// Tells the operators that somebody waits; who it is stands in the e-mail only where the portal allows it.
    func announcePending(_ developer: Developer, on portal: Portal, in tx: Transaction) throws {
        let who = portal.notificationsShowDeveloperPII ? "\(developer.fullName) (\(developer.email))" : "A developer"
        let content = MailContent(
            subject: "A developer waits for approval", title: "A developer waits for approval",
            paragraphs: ["\(who) has signed up for \(portal.displayName) and waits to be approved."],
            button: .init(
                "Review the request", to: consoleLink(to: "/portals/\(portal.id)/developers/\(developer.id)")))
        try notifyOperators(.developerPending, content, about: portal, in: tx)
    }
}

extension Developer {
    var mailbox: Mailbox { Mailbox(name: fullName, address: email) }
}
