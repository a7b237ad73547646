import Foundation
import Model

/// How an e-mail lies in the outbox: the envelope as it is, and sealed what holds secrets of the reader.
enum MailPayload {
    static func json(_ mail: OutgoingMail, sealedBy vault: Vault) throws -> JSON {
        let secret: JSON = [
            "text": .string(mail.text), "html": .string(mail.html), "link": mail.link.map(JSON.string) ?? .null,
        ]
        let sealed = Data(try vault.seal(secret.text)).base64EncodedString()
        return [
            "template": .string(mail.template.rawValue),
            "portal_id": mail.portalID.map { .string($0.text) } ?? .null,
            "from": mailbox(mail.from), "to": mailbox(mail.to), "subject": .string(mail.subject),
            "reply_to": mail.replyTo.map(JSON.string) ?? .null,
            "sealed": .string(sealed),
        ]
    }

    /// Nil when the payload is none of ours, or was sealed under another master key.
    static func mail(_ payload: JSON, openedBy vault: Vault) -> OutgoingMail? {
        guard let template = payload["template"]?.string.flatMap(OutgoingMail.Template.init(rawValue:)),
            let from = mailbox(payload["from"]), let to = mailbox(payload["to"]),
            let subject = payload["subject"]?.string,
            let sealed = payload["sealed"]?.string.flatMap({ Data(base64Encoded: $0) }),
            let secret = vault.open(Array(sealed)).flatMap({ try? JSON(parsing: $0) }),
            let text = secret["text"]?.string, let html = secret["html"]?.string
        else { return nil }
        return OutgoingMail(
            template: template, portalID: payload["portal_id"]?.string.map(ID.init(stored:)), from: from, to: to,
            subject: subject, text: text, html: html, link: secret["link"]?.string,
            replyTo: payload["reply_to"]?.string)
    }

    private static func mailbox(_ mailbox: Mailbox) -> JSON {
        ["name": .string(mailbox.name), "address": .string(mailbox.address)]
    }

    private static func mailbox(_ json: JSON?) -> Mailbox? {
        guard let name = json?["name"]?.string, let address = json?["address"]?.string else { return nil }
        return Mailbox(name: name, address: address)
    }
}
