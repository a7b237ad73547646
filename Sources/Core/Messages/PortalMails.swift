package import Model
import Storage

/// The e-mails of a portal: whom they come from, and what they say.
package struct PortalMails: Sendable {
    let kernel: Kernel
    private let mailer: Mailer

    package init(_ kernel: Kernel) {
        self.kernel = kernel
        mailer = Mailer(kernel)
    }

    /// The templates that the portal has put into its own words or switched off.
    package func templates(of portal: ID<Portal>, as actor: Actor) async throws -> [MailTemplate] {
        return try await kernel.database.read { tx in
            try actor.may(.view, .portal(portal), in: tx)
            _ = try Self.portal(portal, tx)
            return try tx.mailTemplates.all(of: portal)
        }
    }

    /// A template as the portal has it: in its own words, or the default ones.
    package func template(
        _ name: OutgoingMail.Template, of id: ID<Portal>, as actor: Actor
    ) async throws -> MailTemplate {
        try Self.check(name)
        return try await kernel.database.read { tx in
            try actor.may(.view, .portal(id), in: tx)
            let portal = try Self.portal(id, tx)
            return try tx.mailTemplates.find(name, of: id) ?? Self.standard(name, of: portal)
        }
    }

    /// Alters what the change names, and nothing else. Refuses a conflict when the change was made from a revision that
    /// is no longer the current one.
    package func update(
        _ name: OutgoingMail.Template, of id: ID<Portal>, _ change: MailTemplateChange, as actor: Actor
    ) async throws -> MailTemplate {
        try Self.check(name)
        let now = kernel.now, event = self.event("mail-template.updated", name.rawValue, id, actor)
        return try await kernel.database.write { tx in
            try actor.may(.update, .portal(id), in: tx)
            let portal = try Self.portal(id, tx), known = try tx.mailTemplates.find(name, of: id)
            let old = known ?? Self.standard(name, of: portal)
            if let revision = change.revision, revision != old.revision { throw Refusal.newerEdit }
            var template = try change.applied(to: old)
            if template == old { return old }
            if known == nil { template.createdAt = now }
            // No two changes are of one revision, however fast they come.
            template.updatedAt = max(now, old.updatedAt + .milliseconds(1))
            try tx.mailTemplates.save(template)
            try tx.audit.record(event)
            return template
        }
    }

    /// Back to the default words; refuses `notFound` when the portal has them.
    package func reset(_ name: OutgoingMail.Template, of portal: ID<Portal>, as actor: Actor) async throws {
        try Self.check(name)
        let event = self.event("mail-template.reset", name.rawValue, portal, actor)
        try await kernel.database.write { tx in
            try actor.may(.update, .portal(portal), in: tx)
            _ = try Self.portal(portal, tx)
            guard try tx.mailTemplates.delete(name, of: portal) else { throw Refusal.notFound }
            try tx.audit.record(event)
        }
    }

    /// What an e-mail with these words would be like, with examples for the developer's part.
    package func preview(
        _ wording: MailWording, as name: OutgoingMail.Template, of id: ID<Portal>, by actor: Actor
    ) async throws -> MailContent {
        try Self.check(name)
        let reader = Mailbox(name: MailVariable.developerName.example, address: MailVariable.developerEmail.example)
        return try await kernel.database.read { tx in
            try actor.may(.view, .portal(id), in: tx)
            return try sample(wording, name, on: try Self.portal(id, tx), to: reader, tx)
        }
    }

    /// Sends an e-mail with these words to the operator who asks.
    package func sendTest(
        _ wording: MailWording, as name: OutgoingMail.Template, of id: ID<Portal>, by actor: Actor
    ) async throws {
        try Self.check(name)
        try Refusal.check(wording.problems("content"))
        let event = self.event("mail-template.tested", name.rawValue, id, actor)
        try await kernel.database.write { tx in
            try actor.may(.update, .portal(id), in: tx)
            let portal = try Self.portal(id, tx)
            guard case .operator(let asking) = actor, let reader = try tx.operators.find(asking) else {
                throw Refusal.forbidden("Only an operator has an e-mail address that a test can be sent to")
            }
            let mailbox = Mailbox(name: reader.name, address: reader.email)
            let content = try sample(wording, name, on: portal, to: mailbox, tx)
            try mailer.enqueue(name, content, to: mailbox, about: portal, in: tx)
            try tx.audit.record(event)
        }
        kernel.outboxBell.ring()
    }

    private func sample(
        _ wording: MailWording, _ name: OutgoingMail.Template, on portal: Portal, to reader: Mailbox,
        _ tx: Transaction
    ) throws -> MailContent {
        let examples = Dictionary(uniqueKeysWithValues: name.variables.map { ($0, $0.example) })
        let real = mailer.values(for: reader, on: portal, try mailer.sender(of: portal, tx))
        let hasButton = !name.wording.buttonLabel.isEmpty || !wording.buttonLabel.isEmpty
        return MailContent(
            wording, examples.merging(real) { _, real in real },
            link: hasButton ? mailer.link(to: "/", on: portal) : nil, note: nil)
    }

    /// Only those that the contract names may be put into other words.
    private static func check(_ name: OutgoingMail.Template) throws {
        guard OutgoingMail.Template.customizable.contains(name) else { throw Refusal.notFound }
    }

    private static func standard(_ name: OutgoingMail.Template, of portal: Portal) -> MailTemplate {
        MailTemplate(portalID: portal.id, name: name, createdAt: portal.createdAt, updatedAt: portal.createdAt)
    }

    static func portal(_ id: ID<Portal>, _ tx: Transaction) throws -> Portal {
        guard let portal = try tx.portals.find(id) else { throw Refusal.notFound }
        return portal
    }

    func event(_ action: String, _ target: String, _ portal: ID<Portal>, _ actor: Actor) -> AuditEvent {
        kernel.audit(action, of: AuditTarget("mail", target), portal: portal, by: actor)
    }
}
