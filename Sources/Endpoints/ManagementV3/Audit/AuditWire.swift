import Core
import Foundation
import Model
import Web

extension AuditDestination.Format: WireChoice {}
extension AuditReplay.Status: WireChoice {}

/// Audit events, and where they go, on the wire.
enum AuditWire {
    static let destination = Shape<AuditDestination>(
        "AuditLogDestination",
        [
            .init("id") { $0.id }, .init("name") { $0.name }, .init("endpoint") { $0.endpoint },
            .init("log_format") { $0.format }, .init("skip_ssl_verification") { $0.skipsVerification },
            .init("created_at") { $0.createdAt }, .init("updated_at") { $0.updatedAt },
        ])

    static let webhook = Shape<AuditWebhook>(
        "AuditLogWebhook",
        [
            .init("enabled") { $0.isEnabled },
            .init(ifAny: "audit_log_destination_id") { $0.destinationID },
        ])

    /// The older form, in which the webhook holds its destination.
    static let classicWebhook = Shape<(AuditWebhook, AuditDestination?)>(
        "ClassicAuditLogWebhook",
        [
            .init("endpoint") { $0.1?.endpoint ?? "" }, .init("enabled") { $0.0.isEnabled },
            .init("log_format") { $0.1?.format ?? .cef },
            .init("skip_ssl_verification") { $0.1?.skipsVerification ?? false },
            .init("updated_at") { $0.0.updatedAt },
        ])

    static func status(_ webhook: AuditWebhook) -> JSON {
        var members: [JSON.Member] = [
            .init("webhook_status", webhook.isActive ? "active" : "inactive"),
            .init("webhook_enabled", .bool(webhook.isEnabled)),
        ]
        let delivery = webhook.delivery
        if let at = delivery.lastAttemptAt { members.append(.init("last_attempt_at", at.wire)) }
        if let code = delivery.lastCode { members.append(.init("last_response_code", code.wire)) }
        if let message = delivery.lastMessage { members.append(.init("last_response_message", .string(message))) }
        return .object(members)
    }

    static let statusSchema = Schema.object(
        name: "AuditLogWebhookStatus",
        [
            .init("webhook_status", .choice(["active", "inactive"])), .init("webhook_enabled", .boolean),
            .init("last_attempt_at", .string(format: "date-time"), isRequired: false),
            .init("last_response_code", .integer, isRequired: false),
            .init("last_response_message", .string(), isRequired: false),
        ])

    static let replay = Shape<AuditReplay?>(
        "AuditLogReplayJob",
        [
            .init("start_at") { $0?.startAt.iso ?? Self.never }, .init("end_at") { $0?.endAt.iso ?? Self.never },
            .init("status") { $0?.status ?? .unconfigured }, .init("updated_at") { $0?.updatedAt.iso ?? Self.never },
        ])

    /// What the wire calls a time that has not come.
    private static let never = "0001-01-01T00:00:00Z"

    static func draft(_ body: inout BodyReader) -> AuditDestinationDraft {
        body.ignore("id", "created_at", "updated_at")
        return AuditDestinationDraft(
            name: body.required("name", .text(AuditDestination.nameRule)),
            endpoint: body.required("endpoint", .text(AuditDestination.endpointRule)),
            authorization: body.required("authorization", .text(AuditDestination.authorizationRule)),
            format: body.required("log_format", .choice()),
            skipsVerification: body.optional("skip_ssl_verification", .boolean) ?? false)
    }

    static func change(_ body: inout BodyReader) -> AuditDestinationChange {
        body.ignore("id", "created_at", "updated_at")
        var change = AuditDestinationChange()
        change.name = body.change("name", .text(AuditDestination.nameRule))
        change.endpoint = body.change("endpoint", .text(AuditDestination.endpointRule))
        change.authorization = body.change("authorization", .text(AuditDestination.authorizationRule))
        change.format = body.change("log_format", .choice())
        change.skipsVerification = body.change("skip_ssl_verification", .boolean)
        return change
    }

    /// The destination is no null in the contracts: whoever wants none removes the webhook.
    static func webhookChange(
        _ body: inout BodyReader
    ) -> (destination: Change<ID<AuditDestination>>, isEnabled: Change<Bool>) {
        (body.change("audit_log_destination_id", .id(of: AuditDestination.self)), body.change("enabled", .boolean))
    }

    static func span(_ body: inout BodyReader) -> (Instant, Instant) {
        body.ignore("status", "updated_at")
        return (body.required("start_at", .dateTime), body.required("end_at", .dateTime))
    }
}

extension AuditEntry {
    static let schema = Schema.object(
        name: "AuditLog",
        [
            .init("type", .choice(["authorization", "authentication"])), .init("signature", .string()),
            .init("org_id", .string()), .init("ts", .string(format: "date-time")), .init("principal_id", .string()),
            .init("client_ip", .string()), .init("trace_id", .string()),
            .init("portal_id", .string(), isRequired: false), .init("action", .string(), isRequired: false),
            .init("resource", .string(), isRequired: false), .init("service", .string(), isRequired: false),
            .init("granted", .boolean, isRequired: false), .init("successful", .boolean, isRequired: false),
            .init("outcome", .string(), isRequired: false), .init("uri", .string(), isRequired: false),
            .init("authentication_type", .string(), isRequired: false),
            .init("user_agent", .string(), isRequired: false),
        ])
}

/// Places in lists as opaque text.
enum AuditCursor {
    static func text(_ event: AuditEvent) -> String {
        Data("\(event.at.milliseconds):\(event.id)".utf8).base64EncodedString()
    }

    static func read(_ text: String) -> AuditQuery.Cursor? {
        guard let data = Data(base64Encoded: text) else { return nil }
        let parts = String(decoding: data, as: UTF8.self).split(separator: ":").map(String.init)
        guard parts.count == 2, let milliseconds = Int64(parts[0]), let id = ID<AuditEvent>(parts[1]) else {
            return nil
        }
        return AuditQuery.Cursor(at: Instant(milliseconds: milliseconds), id: id)
    }

    static func offset(_ text: String) -> Int? {
        Data(base64Encoded: text).flatMap { Int(String(decoding: $0, as: UTF8.self)) }
            .flatMap { (0...1_000_000_000).contains($0) ? $0 : nil }
    }

    static func text(offset: Int) -> String { Data(String(offset).utf8).base64EncodedString() }
}
