/// The e-mails that a portal may put into its own words.
extension OutgoingMail.Template {
    package static let customizable: [OutgoingMail.Template] = [
        .confirmEmailAddress, .resetPassword, .developerInvitation, .accountAccessApproved, .accountAccessRejected,
        .accountAccessRevoked, .registrationApproved, .registrationRejected, .registrationRevoked, .keyExpiringSoon,
        .keyExpired,
    ]

    /// What the template is called in lists.
    package var label: String {
        switch self {
        case .confirmEmailAddress: "Confirm the e-mail address"
        case .resetPassword: "Reset the password"
        case .accountExists: "Account exists"
        case .accountAccessApproved: "Welcome"
        case .accountAccessRejected: "Account declined"
        case .accountAccessRevoked: "Account disabled"
        case .developerInvitation: "Invitation"
        case .developerPending: "A developer waits"
        case .registrationApproved: "Registration approved"
        case .registrationRejected: "Registration declined"
        case .registrationRevoked: "Registration revoked"
        case .registrationPending: "A registration waits"
        case .keyExpiringSoon: "Key expires soon"
        case .keyExpired: "Key expired"
        case .signInFailures: "Failed sign-ins"
        case .operatorInvitation: "Invitation of an operator"
        }
    }

    /// When it is sent.
    package var occasion: String {
        switch self {
        case .confirmEmailAddress: "Somebody has signed up."
        case .resetPassword: "A developer has asked for a new password."
        case .developerInvitation: "An operator has added a developer."
        case .accountAccessApproved: "An account has been approved."
        case .accountAccessRejected: "An account has been declined."
        case .accountAccessRevoked: "An account has been disabled."
        case .registrationApproved: "An application may use an API."
        case .registrationRejected: "A request to use an API has been declined."
        case .registrationRevoked: "An application may no longer use an API."
        case .keyExpiringSoon: "A key ends within 14 days."
        case .keyExpired: "A key has ended."
        default: ""
        }
    }

    /// What it may name.
    package var variables: [MailVariable] {
        let always: [MailVariable] = [.portalName, .portalDomain, .replyTo, .developerEmail, .developerName]
        switch self {
        case .accountAccessApproved, .accountAccessRejected, .accountAccessRevoked: return always + [.developerStatus]
        case .registrationApproved, .registrationRejected, .registrationRevoked:
            return always + [.apiName, .apiVersion, .documentationURL, .applicationName]
        case .keyExpiringSoon, .keyExpired:
            return always + [.applicationName, .credentialName, .credentialExpiry]
        default: return always
        }
    }

    /// What it says unless a portal says it in its own words.
    package var wording: MailWording {
        let hello = "Hello {{ developer_fullname }},\n\n"
        switch self {
        case .confirmEmailAddress:
            return MailWording(
                subject: "Please confirm your email address", title: "Confirm your email address",
                body: hello
                    + "please confirm your email address and choose a password for {{ portal_display_name }}:",
                buttonLabel: "Confirm email address")
        case .resetPassword:
            return MailWording(
                subject: "Reset your password",
                body: hello + "set a new password for {{ portal_display_name }} with this link:",
                buttonLabel: "Reset password")
        case .developerInvitation:
            return MailWording(
                subject: "You are invited to {{ portal_display_name }}", title: "Welcome to {{ portal_display_name }}",
                body: hello
                    + "there is an account for you on {{ portal_display_name }}. Choose a password to use it:",
                buttonLabel: "Choose a password")
        case .accountAccessApproved:
            return MailWording(
                subject: "Welcome to {{ portal_display_name }}",
                body: hello + "your account has been approved. Sign in to find and use the APIs:",
                buttonLabel: "Sign in")
        case .accountAccessRejected:
            return MailWording(
                subject: "Your account has not been approved",
                body: hello + "your request for an account on {{ portal_display_name }} has been declined.")
        case .accountAccessRevoked:
            return MailWording(
                subject: "Your access has been revoked",
                body: hello + "your account on {{ portal_display_name }} has been disabled, and its keys with it.")
        default: return furtherWording
        }
    }

    private var furtherWording: MailWording {
        switch self {
        case .registrationApproved:
            return MailWording(
                subject: "{{ application_name }} may use {{ api_name }}", title: "Your registration is approved",
                body: "{{ application_name }} may call {{ api_name }} on {{ portal_display_name }} now. "
                    + "Its keys work at once.",
                buttonLabel: "Open the application")
        case .registrationRejected:
            return MailWording(
                subject: "{{ application_name }} may not use {{ api_name }}", title: "Your registration was declined",
                body: "The request of {{ application_name }} to use {{ api_name }} on {{ portal_display_name }} "
                    + "has been declined.",
                buttonLabel: "Open the application")
        case .registrationRevoked:
            return MailWording(
                subject: "{{ application_name }} may no longer use {{ api_name }}",
                title: "Your registration was revoked",
                body: "{{ application_name }} may no longer call {{ api_name }} on {{ portal_display_name }}: "
                    + "its calls are refused.",
                buttonLabel: "Open the application")
        case .keyExpiringSoon:
            return MailWording(
                subject: "The key {{ credential_name }} of {{ application_name }} ends soon",
                title: "A key ends soon",
                body: "The key **{{ credential_name }}** of {{ application_name }} on {{ portal_display_name }} ends "
                    + "on {{ credential_expires_at }}. Make a new one in time; calls with the old one are refused "
                    + "from then on.",
                buttonLabel: "Open the application")
        case .keyExpired:
            return MailWording(
                subject: "The key {{ credential_name }} of {{ application_name }} has ended", title: "A key has ended",
                body: "The key **{{ credential_name }}** of {{ application_name }} on {{ portal_display_name }} ended "
                    + "on {{ credential_expires_at }}: calls with it are refused. Make a new one to go on.",
                buttonLabel: "Open the application")
        default: return MailWording(subject: label, body: label)
        }
    }
}

/// A template in the words of one portal. A text that is nil is the default one.
package struct MailTemplate: Sendable, Equatable {
    package var portalID: ID<Portal>
    package var name: OutgoingMail.Template
    package var subject: String?
    package var title: String?
    package var body: String?
    package var buttonLabel: String?
    /// Whether the e-mail is sent at all.
    package var isEnabled: Bool
    package var createdAt: Instant
    package var updatedAt: Instant

    package init(
        portalID: ID<Portal>, name: OutgoingMail.Template, isEnabled: Bool = true, createdAt: Instant,
        updatedAt: Instant
    ) {
        self.portalID = portalID
        self.name = name
        self.isEnabled = isEnabled
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }

    /// What the e-mail says on this portal.
    package var wording: MailWording {
        var wording = name.wording
        wording.subject = subject ?? wording.subject
        wording.title = title ?? wording.title
        wording.body = body ?? wording.body
        wording.buttonLabel = buttonLabel ?? wording.buttonLabel
        return wording
    }

    /// Another number after each change, for editors.
    package var revision: Int64 { updatedAt.milliseconds }

    package var isCustomized: Bool { subject != nil || title != nil || body != nil || buttonLabel != nil }
}

/// What to alter about a template of a portal; a text that is set to nil is the default one again.
package struct MailTemplateChange: Sendable {
    package var subject: Change<String?> = .unchanged
    package var title: Change<String?> = .unchanged
    package var body: Change<String?> = .unchanged
    package var buttonLabel: Change<String?> = .unchanged
    package var isEnabled: Change<Bool> = .unchanged
    /// The revision that the change was made from; nil overwrites whatever is there.
    package var revision: Int64?

    package init() {}

    /// The template after the change; refuses texts that break a rule.
    package func applied(to old: MailTemplate) throws -> MailTemplate {
        var template = old
        subject.apply(to: &template.subject)
        title.apply(to: &template.title)
        body.apply(to: &template.body)
        buttonLabel.apply(to: &template.buttonLabel)
        isEnabled.apply(to: &template.isEnabled)
        try Refusal.check(template.wording.problems("content"))
        return template
    }
}
