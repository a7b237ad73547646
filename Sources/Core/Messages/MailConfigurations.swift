package import Model
import Storage

/// Whom the e-mails of a portal come from.
extension PortalMails {
    /// Refuses `notFound` when the portal has no configuration of its own.
    package func configuration(of portal: ID<Portal>, as actor: Actor) async throws -> MailConfiguration {
        return try await kernel.database.lookup { tx in
            try actor.may(.view, .portal(portal), in: tx)
            guard let found = try tx.mailConfigurations.find(of: portal) else { throw Refusal.notFound }
            return found
        }
    }

    /// Refuses a conflict when the portal has one, and domains that the organisation does not have.
    package func configure(
        _ portal: ID<Portal>, _ change: MailConfigurationChange, as actor: Actor
    ) async throws -> MailConfiguration {
        let new = try change.applied(to: blank(portal))
        let event = self.event("mail-configuration.created", portal.text, portal, actor)
        try await kernel.database.write { tx in
            try actor.may(.update, .portal(portal), in: tx)
            _ = try Self.portal(portal, tx)
            try Self.check(new, tx)
            try tx.mailConfigurations.insert(new)
            try tx.audit.record(event)
        }
        return new
    }

    /// Alters what the change names, and nothing else. With `creating` a portal without a configuration gets one.
    package func reconfigure(
        _ portal: ID<Portal>, _ change: MailConfigurationChange, creating: Bool = false, as actor: Actor
    ) async throws -> MailConfiguration {
        let now = kernel.now, blank = blank(portal)
        let event = self.event("mail-configuration.updated", portal.text, portal, actor)
        return try await kernel.database.write { tx in
            try actor.may(.update, .portal(portal), in: tx)
            _ = try Self.portal(portal, tx)
            guard let old = try tx.mailConfigurations.find(of: portal) else {
                guard creating else { throw Refusal.notFound }
                let new = try change.applied(to: blank)
                try Self.check(new, tx)
                try tx.mailConfigurations.insert(new)
                try tx.audit.record(event)
                return new
            }
            var configuration = try change.applied(to: old)
            if configuration == old { return old }
            try Self.check(configuration, tx)
            configuration.updatedAt = now
            try tx.mailConfigurations.update(configuration)
            try tx.audit.record(event)
            return configuration
        }
    }

    /// Back to the product's own sender.
    package func unconfigure(_ portal: ID<Portal>, as actor: Actor) async throws {
        let event = self.event("mail-configuration.deleted", portal.text, portal, actor)
        try await kernel.database.write { tx in
            try actor.may(.update, .portal(portal), in: tx)
            guard try tx.mailConfigurations.delete(of: portal) else { throw Refusal.notFound }
            try tx.audit.record(event)
        }
    }

    private func blank(_ portal: ID<Portal>) -> MailConfiguration {
        MailConfiguration(id: kernel.newID(), portalID: portal, createdAt: kernel.now, updatedAt: kernel.now)
    }

    private static func check(_ configuration: MailConfiguration, _ tx: Transaction) throws {
        if let domain = configuration.domain, try tx.mailDomains.find(domain) == nil {
            throw Refusal.invalid("domain_name", .missingReference, "E-mail domain not found")
        }
    }
}
