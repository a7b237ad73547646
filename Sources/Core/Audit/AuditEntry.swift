package import Model

/// An audit event for other programs, with what it says as names and values.
package struct AuditEntry: Sendable {
    private let event: AuditEvent
    private let organization: String

    package init(_ event: AuditEvent, organization: String) {
        self.event = event
        self.organization = organization
    }

    private var isAuthentication: Bool { AuditQuery.authenticationActions.contains(event.action) }
    private static let success = "success"
    private var outcome: String { event.details["outcome"]?.string ?? Self.success }
    private var resource: String { "krn:portico:\(event.target.kind)/\(event.target.id)" }

    private var principal: String {
        switch event.actor {
        case .operator(let id): id.text
        case .systemAccount(let id): id.text
        case .developer(let id, _): id.text
        case .visitor: "visitor"
        case .system: "system"
        }
    }

    /// The members of the entry in a list, without its signature.
    private var members: [JSON.Member] {
        var members: [JSON.Member] = [
            .init("type", isAuthentication ? "authentication" : "authorization"),
            .init("org_id", .string(organization)), .init("ts", .string(event.at.iso)),
            .init("principal_id", .string(principal)), .init("client_ip", .string(event.address ?? "")),
            .init("trace_id", .string(event.requestID ?? "")),
        ]
        if isAuthentication {
            members += [
                .init("successful", .bool(outcome == Self.success)), .init("outcome", .string(outcome)),
                .init("authentication_type", "basic"),
                .init("uri", ""), .init("user_agent", ""),
            ]
        } else {
            members += [
                .init("service", "portico"), .init("granted", true), .init("action", .string(event.action)),
                .init("resource", .string(resource)),
            ]
        }
        if let portal = event.portalID { members.append(.init("portal_id", .string(portal.text))) }
        return members
    }

    /// The entry in a list. The signature is over the entry without it, as JSON with its members in this order.
    package func json(signedBy key: AuditSigningKey) -> JSON {
        let plain = JSON.object(members)
        return .object(members + [.init("signature", .string(key.sign(plain.text) ?? ""))])
    }
}

/// As events are sent to destinations: one line each.
extension AuditEntry {
    private static let vendor = "Portico"
    private static let product = "Dev-Portal"
    private static let version = "1.0"

    private var kind: String { isAuthentication ? "AUTHENTICATION_TYPE_BASIC" : "Authz.\(event.target.kind)" }
    private var name: String { isAuthentication ? "AUTHENTICATION_OUTCOME_\(outcome.uppercased())" : event.action }
    /// 0 for what went well, more for what is worth a look.
    private var severity: String { outcome == Self.success ? "0" : outcome == "not_found" ? "7" : "1" }

    /// What is said beside the heading, in order.
    private var facts: [(name: String, value: String)] {
        var facts = [("rt", String(event.at.milliseconds)), ("src", event.address ?? "")]
        if isAuthentication {
            facts.append(("success", String(outcome == Self.success)))
        } else {
            facts += [("action", event.action), ("granted", "true"), ("resource", resource)]
        }
        facts += [("org_id", organization), ("principal_id", principal)]
        if let portal = event.portalID { facts.append(("portal_id", portal.text)) }
        return facts + [("trace_id", event.requestID ?? "")]
    }

    /// The line with its signature at the end, which is over the line without it.
    package func line(_ format: AuditDestination.Format, signedBy key: AuditSigningKey) -> String {
        switch format {
        case .cef:
            let plain = cef
            return "\(plain) sig=\(key.sign(plain) ?? "")"
        case .json: return signedObject(key).text
        case .cps: return JSON.object([.init("event", signedObject(key))]).text
        }
    }

    private func signedObject(_ key: AuditSigningKey) -> JSON {
        let heading = [
            ("event_ts", event.at.iso), ("event_vendor", Self.vendor), ("event_product", Self.product),
            ("event_version", Self.version), ("event_class_id", kind), ("name", name), ("severity", severity),
        ]
        let members = (heading + facts).map { JSON.Member($0.0, .string($0.1)) }
        return .object(members + [.init("sig", .string(key.sign(JSON.object(members).text) ?? ""))])
    }

    private var cef: String {
        let heading = [Self.vendor, Self.product, Self.version, kind, name, severity].map {
            Self.escaped($0, also: "|")
        }
        let extensions = facts.map { "\($0.name)=\(Self.escaped($0.value, also: "="))" }
        return "\(event.at.iso) portico CEF:0|\(heading.joined(separator: "|"))|\(extensions.joined(separator: " "))"
    }

    /// A line stays one line, whatever a value holds.
    private static func escaped(_ text: String, also sign: Unicode.Scalar) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar == "\\" || scalar == sign { result.append("\\") }
            result.append(scalar.properties.generalCategory == .control ? " " : scalar)
        }
        return String(result)
    }
}
