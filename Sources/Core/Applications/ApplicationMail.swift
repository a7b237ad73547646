import Model
import Storage

/// The e-mails about registrations.
extension Mailer {
    /// Tells everybody who may use the application what became of its registration; pending is no news.
    func tell(about detail: RegistrationDetail, in tx: Transaction) throws {
        guard let portal = try tx.portals.find(detail.registration.portalID),
            let application = try tx.applications.find(detail.registration.applicationID, on: portal.id),
            let (template, content) = letter(about: detail, on: portal)
        else { return }
        let query = ListQuery(page: PageRequest(size: PageRequest.maximumSize))
        for developer in try tx.applications.developers(of: application.application, query).items
        where developer.isActive {
            let reader = Mailbox(name: developer.fullName, address: developer.email)
            try enqueue(template, content, to: reader, about: portal, in: tx)
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
        try notifyOperators(.registrationPending, content, about: portal, in: tx)
    }

    private func letter(
        about detail: RegistrationDetail, on portal: Portal
    ) -> (OutgoingMail.Template, MailContent)? {
        let application = detail.applicationName, api = detail.apiName, name = portal.displayName
        let page = link(to: "/apps/\(detail.registration.applicationID)", on: portal)
        switch detail.registration.status {
        case .pending: return nil
        case .approved:
            return (
                .registrationApproved,
                MailContent(
                    subject: "\(application) may use \(api)", title: "Your registration is approved",
                    paragraphs: ["\(application) may call \(api) on \(name) now. Its keys work at once."],
                    button: .init("Open the application", to: page))
            )
        case .rejected:
            return (
                .registrationRejected,
                MailContent(
                    subject: "\(application) may not use \(api)", title: "Your registration was declined",
                    paragraphs: ["The request of \(application) to use \(api) on \(name) has been declined."],
                    button: .init("Open the application", to: page))
            )
        case .revoked:
            return (
                .registrationRevoked,
                MailContent(
                    subject: "\(application) may no longer use \(api)", title: "Your registration was revoked",
                    paragraphs: ["\(application) may no longer call \(api) on \(name): its calls are refused."],
                    button: .init("Open the application", to: page))
            )
        }
    }
}
