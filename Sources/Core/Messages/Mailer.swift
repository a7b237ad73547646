package import Model
import Rendering
package import Storage

/// An e-mail to a developer, in the words of its portal: what it names, and where its button leads.
struct MailLetter {
    var template: OutgoingMail.Template
    var values: [MailVariable: String] = [:]
    var link: String?
    var note: String?
}

/// Whom e-mails come from, and where answers go.
struct MailSender {
    var from: Mailbox
    var replyTo: String?
}

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
        try enqueue(template, content, to: reader, from: try sender(of: portal, tx), about: portal, in: tx)
    }

    /// Puts a letter to a developer into the outbox, unless the portal has switched it off.
    func enqueue(_ letter: MailLetter, to reader: Mailbox, about portal: Portal, in tx: Transaction) throws {
        let own = try tx.mailTemplates.find(letter.template, of: portal.id)
        if own?.isEnabled == false { return }
        let sender = try sender(of: portal, tx)
        let values = values(for: reader, on: portal, sender).merging(letter.values) { _, own in own }
        let content = MailContent(
            own?.wording ?? letter.template.wording, values, link: letter.link, note: letter.note)
        try enqueue(letter.template, content, to: reader, from: sender, about: portal, in: tx)
    }

    /// What every letter may name.
    func values(for reader: Mailbox, on portal: Portal, _ sender: MailSender) -> [MailVariable: String] {
        [
            .portalName: portal.displayName,
            .portalDomain: portal.customHost?.name ?? kernel.settings.domain(of: portal),
            .developerEmail: reader.address, .developerName: reader.name,
            .replyTo: sender.replyTo ?? sender.from.address,
        ]
    }

    /// Puts an e-mail into the outbox; one about no portal is signed with its sender's name.
    func enqueue(
        _ template: OutgoingMail.Template, _ content: MailContent, to reader: Mailbox, from sender: MailSender,
        about portal: Portal?, in tx: Transaction
    ) throws {
        let signature = portal?.displayName ?? sender.from.name
        let mail = OutgoingMail(
            template: template, portalID: portal?.id, from: sender.from, to: reader, subject: content.subject,
            text: content.text(signature: signature), html: content.html(signature: signature).text,
            link: content.button?.link, replyTo: sender.replyTo)
        let payload = try MailPayload.json(mail, sealedBy: kernel.vault)
        try tx.outbox.enqueue(
            OutboxEntry(id: kernel.newID(), kind: OutgoingMail.kind, payload: payload, createdAt: kernel.now))
    }

    /// Whom the e-mails of a portal come from: as the portal says, else as the whole product does. A domain serves once
    /// it is verified.
    func sender(of portal: Portal, _ tx: Transaction) throws -> MailSender {
        let fallback = kernel.settings.sender(for: portal)
        guard let own = try tx.mailConfigurations.find(of: portal.id), own.isEnabled else {
            return MailSender(from: fallback)
        }
        var from = Mailbox(name: own.fromName ?? fallback.name, address: fallback.address)
        if let domain = own.domain {
            if try tx.mailDomains.find(domain)?.status == .success {
                from.address = own.fromEmail ?? "no-reply@\(domain)"
            }
        } else if let address = own.fromEmail {
            from.address = address
        }
        return MailSender(from: from, replyTo: own.replyTo)
    }

    /// Puts an e-mail from the organization into the outbox.
    package func enqueue(
        _ template: OutgoingMail.Template, _ content: MailContent, to reader: Mailbox, in tx: Transaction
    ) throws {
        let name = "Portico"
        let sender = kernel.settings.mailFrom ?? Mailbox(name: name, address: "no-reply@\(kernel.settings.baseDomain)")
        let mail = OutgoingMail(
            template: template, portalID: nil, from: sender, to: reader, subject: content.subject,
            text: content.text(signature: name), html: content.html(signature: name).text, link: content.button?.link)
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

    /// Tells every operator who may do something about it on the portal.
    package func notifyOperators(
        _ template: OutgoingMail.Template, _ content: MailContent, about portal: Portal, who act: Act,
        in tx: Transaction
    ) throws {
        for reader in try tx.operators.all() where reader.isActive {
            guard try Actor.operator(reader.id).acts(on: .portal(portal.id), in: tx).contains(act) else { continue }
            let mailbox = Mailbox(name: reader.name, address: reader.email)
            try enqueue(template, content, to: mailbox, about: portal, in: tx)
        }
    }
}

extension ProductSettings {
    /// Whom the e-mails of a portal come from, unless it says so itself.
    func sender(for portal: Portal) -> Mailbox {
        guard let mailFrom else { return Mailbox(name: portal.displayName, address: "no-reply@\(baseDomain)") }
        return Mailbox(name: mailFrom.name.isEmpty ? portal.displayName : mailFrom.name, address: mailFrom.address)
    }
}
