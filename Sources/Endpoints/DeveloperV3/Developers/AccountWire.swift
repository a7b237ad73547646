import Core
import Model
import Web

/// What a portal is, for its own site.
struct PortalContext: Sendable {
    let portal: Portal
    let organization: String
    let domain: String
    let waysIn: SignInSettings
}

/// Accounts on the wire of the developer API, version 3.
enum AccountWire {
    static let profile = Shape<Developer>(
        "Developer",
        [
            .init("id") { $0.id }, .init("email") { $0.email }, .init("full_name") { $0.fullName },
            .init("created_at") { $0.createdAt }, .init("updated_at") { $0.updatedAt },
        ])

    static let confirmed = Shape<ConfirmedAddress>(
        "VerifyEmailResponse", [.init("email") { $0.email }, .init("token") { $0.token }])

    static let context = Shape<PortalContext>(
        "PortalContext",
        [
            .init("portal_id") { $0.portal.id }, .init("org_id") { $0.organization },
            .init("basic_auth_enabled") { $0.portal.takesPasswords },
            .init("oidc_auth_enabled") { $0.portal.authenticationEnabled && $0.waysIn.isEnabled(.oidc) },
            .init("saml_auth_enabled") { $0.portal.authenticationEnabled && $0.waysIn.isEnabled(.saml) },
            .init("authentication_enabled") { $0.portal.authenticationEnabled },
            .init("rbac_enabled") { $0.portal.rbacEnabled }, .init("name") { $0.portal.displayName },
            .init("canonical_domain") { $0.domain },
        ])

    static func signUp(_ body: inout BodyReader) -> SignUpDraft {
        SignUpDraft(
            email: body.required("email", .text(EmailAddress.rule)),
            fullName: body.required("full_name", .text(SignUpDraft.nameRule)))
    }

    static func token(_ body: inout BodyReader) -> String {
        body.required("token", .text(max: 100))
    }

    static func email(_ body: inout BodyReader) -> String {
        body.required("email", .text(EmailAddress.rule))
    }

    static func newPassword(_ body: inout BodyReader) -> (token: String, password: String) {
        (token(&body), body.required("password", .text(max: PasswordRule.length.upperBound)))
    }

    static func credentials(_ body: inout BodyReader) -> (email: String, password: String) {
        (
            body.required("username", .text(max: 1_024)),
            body.required("password", .text(max: PasswordRule.length.upperBound))
        )
    }

    /// Reads the credentials; missing ones are refused in the contract's own words.
    static func signIn(_ call: Call<PortalVisitor>) async throws -> (email: String, password: String) {
        var reader = try BodyReader(try await call.json())
        let read = credentials(&reader)
        do {
            try reader.finish()
        } catch .invalid(let problems, _) as Refusal where problems.allSatisfy({ $0.rule == .required }) {
            let missing = problems.map { FieldProblem($0.field, .required, "is required") }
            throw Refusal.invalid(missing, detail: "Required fields are missing")
        }
        return read
    }
}
