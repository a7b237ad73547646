package import Model
import Rendering
package import Storage

/// Writes e-mails into the outbox, in the transaction of the change that causes them.
///
/// Ring `kernel.outboxBell` after the commit.
package struct Mailer: Sendable {
    let kernel: Kernel

    package init(_ kernel: Kernel) {
        self.kernel = kernel
    }

    /// Puts an e-mail about a portal into the outbox.
    package func enqueue(
        _ template: OutgoingMail.Template, _ content: MailContent, to reader: Mailbox, about portal: Portal,
        in tx: Transaction
    ) throws {
        let sender = kernel.settings.sender(for: portal)
        let mail = OutgoingMail(
            template: template, portalID: portal.id, from: sender, to: reader, subject: content.subject,
            text: content.text(signature: portal.displayName), html: content.html(signature: portal.displayName).text,
            link: content.button?.link)
        let payload = try MailPayload.json(mail, sealedBy: kernel.vault)
        try tx.outbox.enqueue(
            OutboxEntry(id: kernel.newID(), kind: OutgoingMail.kind, payload: payload, createdAt: kernel.now))
    }

    /// An address on a portal's site, for the button of an e-mail.
    package func link(to path: String, on portal: Portal) -> String {
        kernel.settings.siteURL(of: portal) + path
    }

    /// An address in the Console.
    package func consoleLink(to path: String) -> String {
        kernel.settings.publicURL.text + path
    }

    /// Tells every operator.
    package func notifyOperators(
        _ template: OutgoingMail.Template, _ content: MailContent, about portal: Portal, in tx: Transaction
    ) throws {
        for reader in try tx.operators.all() {
            let mailbox = Mailbox(name: reader.name, address: reader.email)
            try enqueue(template, content, to: mailbox, about: portal, in: tx)
        }
    }
}

extension ProductSettings {
    /// Whom the e-mails of a portal come from.
    func sender(for portal: Portal) -> Mailbox {
        guard let mailFrom else { return Mailbox(name: portal.displayName, address: "no-reply@\(baseDomain)") }
        return Mailbox(name: mailFrom.name.isEmpty ? portal.displayName : mailFrom.name, address: mailFrom.address)
    }
}
