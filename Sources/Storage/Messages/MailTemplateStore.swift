package import Model

extension Transaction {
    package var mailTemplates: MailTemplateStore { MailTemplateStore(tx: self) }
}

/// The e-mails that portals have put into their own words, or switched off.
package struct MailTemplateStore {
    let tx: Transaction

    /// Writes a template, whether the portal had it or not.
    package func save(_ template: MailTemplate) throws {
        try tx.run(
            .insert(
                "email_templates",
                [
                    "portal_id": "\(template.portalID)", "name": "\(template.name)", "subject": "\(template.subject)",
                    "title": "\(template.title)", "body": "\(template.body)",
                    "button_label": "\(template.buttonLabel)", "is_enabled": "\(template.isEnabled)",
                    "created_at": "\(template.createdAt)", "updated_at": "\(template.updatedAt)",
                ])
                    + """
                     ON CONFLICT (portal_id, name) DO UPDATE SET subject = excluded.subject, title = excluded.title,
                        body = excluded.body, button_label = excluded.button_label, is_enabled = excluded.is_enabled,
                        updated_at = excluded.updated_at
                    """)
    }

    /// False when there was none.
    package func delete(_ name: OutgoingMail.Template, of portal: ID<Portal>) throws -> Bool {
        try tx.run("DELETE FROM email_templates WHERE portal_id = \(portal) AND name = \(name)") == 1
    }

    package func find(_ name: OutgoingMail.Template, of portal: ID<Portal>) throws -> MailTemplate? {
        try tx.first("SELECT * FROM email_templates WHERE portal_id = \(portal) AND name = \(name)").map {
            try Self.template($0)
        }
    }

    /// All of a portal, by name.
    package func all(of portal: ID<Portal>) throws -> [MailTemplate] {
        try tx.all("SELECT * FROM email_templates WHERE portal_id = \(portal) ORDER BY name").map {
            try Self.template($0)
        }
    }

    private static func template(_ row: Row) throws -> MailTemplate {
        var template = MailTemplate(
            portalID: try row.id("portal_id"), name: try row.choice("name"), isEnabled: try row.bool("is_enabled"),
            createdAt: try row.instant("created_at"), updatedAt: try row.instant("updated_at"))
        template.subject = try row.textOrNil("subject")
        template.title = try row.textOrNil("title")
        template.body = try row.textOrNil("body")
        template.buttonLabel = try row.textOrNil("button_label")
        return template
    }
}
