import Model
import Storage

/// The e-mails about accounts.
extension Mailer {
    func confirm(_ developer: Developer, on portal: Portal, secret: String, in tx: Transaction) throws {
        let letter = MailLetter(
            template: .confirmEmailAddress, link: link(to: "/verify-email?token=\(secret)", on: portal),
            note: "The link works once, within 24 hours. If you have not signed up, there is nothing to do.")
        try enqueue(letter, to: developer.mailbox, about: portal, in: tx)
    }

    func reset(_ developer: Developer, on portal: Portal, secret: String, in tx: Transaction) throws {
        let letter = MailLetter(
            template: .resetPassword, link: link(to: "/reset-password?token=\(secret)", on: portal),
            note: "The link works once, within an hour. If you have not asked for it, your password stays as it is.")
        try enqueue(letter, to: developer.mailbox, about: portal, in: tx)
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

    /// Tells a developer that somebody tries passwords on their account.
    func warn(_ developer: Developer, on portal: Portal, in tx: Transaction) throws {
        let content = MailContent.guessing(
            at: portal.displayName, .init("Set a new password", to: link(to: "/forgot-password", on: portal)))
        try enqueue(.signInFailures, content, to: developer.mailbox, about: portal, in: tx)
    }

    /// Tells an operator the same.
    func warn(_ account: Operator, in tx: Transaction) throws {
        let content = MailContent.guessing(at: "Portico", .init("Open the Console", to: consoleLink(to: "/")))
        let name = kernel.settings.mailFrom?.name ?? "", product = name.isEmpty ? "Portico" : name
        let address = kernel.settings.mailFrom?.address ?? "no-reply@\(kernel.settings.baseDomain)"
        try enqueue(
            .signInFailures, content, to: Mailbox(name: account.name, address: account.email),
            from: MailSender(from: Mailbox(name: product, address: address)), about: nil, in: tx)
    }

    func invite(_ developer: Developer, to portal: Portal, secret: String, in tx: Transaction) throws {
        let letter = MailLetter(
            template: .developerInvitation, link: link(to: "/reset-password?token=\(secret)", on: portal),
            note: "The link works once, within 7 days.")
        try enqueue(letter, to: developer.mailbox, about: portal, in: tx)
    }

    /// Tells a developer about their status; being pending is no news.
    func tell(_ developer: Developer, of portal: Portal, in tx: Transaction) throws {
        guard let template = developer.status.news else { return }
        let letter = MailLetter(
            template: template, values: [.developerStatus: developer.status.rawValue],
            link: developer.status == .approved ? link(to: "/login", on: portal) : nil)
        try enqueue(letter, to: developer.mailbox, about: portal, in: tx)
    }

    /// Tells the operators that somebody waits; who it is stands in the e-mail only where the portal allows it.
    func announcePending(_ developer: Developer, on portal: Portal, in tx: Transaction) throws {
        let who = portal.notificationsShowDeveloperPII ? "\(developer.fullName) (\(developer.email))" : "A developer"
        let content = MailContent(
            subject: "A developer waits for approval", title: "A developer waits for approval",
            paragraphs: ["\(who) has signed up for \(portal.displayName) and waits to be approved."],
            button: .init(
                "Review the request", to: consoleLink(to: "/portals/\(portal.id)/developers/\(developer.id)")))
        try notifyOperators(.developerPending, content, about: portal, who: .manageDevelopers, in: tx)
    }
}

extension MailContent {
    fileprivate static func guessing(at place: String, _ button: Button) -> MailContent {
        MailContent(
            subject: "Somebody tries to guess your password", title: "Somebody tries to guess your password",
            paragraphs: [
                "More than a hundred attempts to sign in to your account at \(place) have failed within a day. None "
                    + "of them found your password.",
                "Until they stop, signing in takes some seconds longer, except in browsers in which you have signed "
                    + "in before. Nothing is locked. If your password is short, or one that you use elsewhere, choose "
                    + "another.",
            ], button: button)
    }
}

extension Developer.Status {
    /// The e-mail that tells of it.
    fileprivate var news: OutgoingMail.Template? {
        switch self {
        case .pending: nil
        case .approved: .accountAccessApproved
        case .rejected: .accountAccessRejected
        case .revoked: .accountAccessRevoked
        }
    }
}

extension Developer {
    var mailbox: Mailbox { Mailbox(name: fullName, address: email) }
}
