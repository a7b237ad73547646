/// What an e-mail says: texts with variables such as `{{ developer_fullname }}`; the body is Markdown.
package struct MailWording: Sendable, Equatable {
    package var subject: String
    package var title: String
    package var body: String
    /// Empty for e-mails without a button.
    package var buttonLabel: String

    package init(subject: String, title: String? = nil, body: String, buttonLabel: String = "") {
        self.subject = subject
        self.title = title ?? subject
        self.body = body
        self.buttonLabel = buttonLabel
    }
}

extension MailWording {
    package static let subjectRule = TextRule(1...1_024)
    package static let bodyRule = TextRule(1...4_096)
    package static let buttonRule = TextRule(0...128)

    package func problems(_ field: String) -> [FieldProblem] {
        [
            Self.subjectRule.problem("\(field).subject", subject), Self.subjectRule.problem("\(field).title", title),
            Self.bodyRule.problem("\(field).body", body), Self.buttonRule.problem("\(field).button_label", buttonLabel),
        ].compactMap(\.self)
    }

    /// The names between double braces, in order; unknown ones too.
    package var placeholders: [String] {
        [subject, title, body, buttonLabel].flatMap { text in MailText.pieces(text).compactMap(\.placeholder) }
    }
}

/// A text with placeholders.
package enum MailText {
    package enum Piece: Equatable, Sendable {
        case text(String)
        /// The name, without braces and spaces, and as it was written.
        case placeholder(String, source: String)

        var placeholder: String? {
            if case .placeholder(let name, _) = self { name } else { nil }
        }
    }

    /// The parts of a text: what stands between double braces is a placeholder, when it looks like a name.
    package static func pieces(_ text: String) -> [Piece] {
        var pieces: [Piece] = [], plain = "", rest = text[...]
        while let open = rest.firstRange(of: "{{") {
            guard let close = rest[open.upperBound...].firstRange(of: "}}") else { break }
            let inside = rest[open.upperBound..<close.lowerBound].filter { $0 != " " }
            plain += rest[..<open.lowerBound]
            let isName =
                !inside.isEmpty
                && inside.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_.".contains($0)) }
            let source = String(rest[open.lowerBound..<close.upperBound])
            if isName {
                if !plain.isEmpty { pieces.append(.text(plain)) }
                plain = ""
                pieces.append(.placeholder(String(inside), source: source))
            } else {
                plain += source
            }
            rest = rest[close.upperBound...]
        }
        plain += rest
        return plain.isEmpty ? pieces : pieces + [.text(plain)]
    }

    /// The text with values in place of the placeholders that have one; the others stay as they were written.
    package static func filled(_ text: String, _ value: (String) -> String?) -> String {
        pieces(text).map { piece in
            switch piece {
            case .text(let text): text
            case .placeholder(let name, let source): value(name) ?? source
            }
        }.joined()
    }
}

/// What an e-mail may name.
package enum MailVariable: String, Sendable, CaseIterable {
    case portalName = "portal_display_name"
    case portalDomain = "portal_domain"
    case developerEmail = "developer_email"
    case developerName = "developer_fullname"
    case replyTo = "dev_portal_reply_to"
    case developerStatus = "developer_status"
    case documentationURL = "api_documentation_url"
    case apiName = "api_name"
    case apiVersion = "api_version"
    case applicationName = "application_name"
    case credentialName = "credential_name"
    case credentialExpiry = "credential_expires_at"

    /// Where the button leads, for texts that name the address themselves.
    package static let link = "confirmation_link"

    package var summary: String {
        switch self {
        case .portalName: "The name of the portal"
        case .portalDomain: "The host name of the portal"
        case .developerEmail: "The e-mail address of the developer"
        case .developerName: "The full name of the developer"
        case .replyTo: "The address that answers go to"
        case .developerStatus: "The state of the developer's account"
        case .documentationURL: "The address of the API's pages"
        case .apiName: "The name of the API"
        case .apiVersion: "The version of the API"
        case .applicationName: "The name of the application"
        case .credentialName: "The name of the key"
        case .credentialExpiry: "When the key ends"
        }
    }

    package var example: String {
        switch self {
        case .portalName: "Contrail Developers"
        case .portalDomain: "developers.example.com"
        case .developerEmail: "ada@example.com"
        case .developerName: "Ada Lovelace"
        case .replyTo: "support@example.com"
        case .developerStatus: "approved"
        case .documentationURL: "https://developers.example.com/apis/flights"
        case .apiName: "Flights"
        case .apiVersion: "v2"
        case .applicationName: "Trip planner"
        case .credentialName: "Production"
        case .credentialExpiry: "2027-03-01"
        }
    }

    /// The templates in which it has a value.
    package var scope: [OutgoingMail.Template] {
        OutgoingMail.Template.customizable.filter { $0.variables.contains(self) }
    }
}
