import Model
import Storage

/// The e-mails about registrations.
extension Mailer {
    /// Tells everybody who may use the application what became of its registration; pending is no news.
    func tell(about detail: RegistrationDetail, in tx: Transaction) throws {
        guard let portal = try tx.portals.find(detail.registration.portalID),
            let application = try tx.applications.find(detail.registration.applicationID, on: portal.id),
            let letter = letter(about: detail, on: portal)
        else { return }
        let query = ListQuery(page: PageRequest(size: PageRequest.maximumSize))
        for developer in try tx.applications.developers(of: application.application, query).items
        where developer.isActive {
            let reader = Mailbox(name: developer.fullName, address: developer.email)
            try enqueue(letter, to: reader, about: portal, in: tx)
        }
    }

    /// Tells the operators that a registration waits; who asks stands in the e-mail only where the portal allows it.
    func announcePending(_ detail: RegistrationDetail, on portal: Portal, in tx: Transaction) throws {
        let who = portal.notificationsShowDeveloperPII ? detail.ownerName : "A developer"
        let content = MailContent(
            subject: "A registration waits for approval", title: "A registration waits for approval",
            paragraphs: [
                "\(who) asks to use \(detail.apiName) on \(portal.displayName) "
                    + "with the application \(detail.applicationName)."
            ],
            button: .init("Review the request", to: consoleLink(to: "/portals/\(portal.id)/registrations")))
        try notifyOperators(.registrationPending, content, about: portal, who: .decideRegistrations, in: tx)
    }

    private func letter(about detail: RegistrationDetail, on portal: Portal) -> MailLetter? {
        guard let template = detail.registration.status.news else { return nil }
        return MailLetter(
            template: template,
            values: [
                .applicationName: detail.applicationName, .apiName: detail.apiName,
                .apiVersion: detail.apiVersion ?? "",
                .documentationURL: link(to: "/apis/\(detail.apiSlug)", on: portal),
            ], link: link(to: "/apps/\(detail.registration.applicationID)", on: portal))
    }
}

extension Registration.Status {
    /// The e-mail that tells of it; being pending is no news.
    fileprivate var news: OutgoingMail.Template? {
        switch self {
        case .pending: nil
        case .approved: .registrationApproved
        case .rejected: .registrationRejected
        case .revoked: .registrationRevoked
        }
    }
}
