import Core
import Model
import Web

/// The organization's teams and system accounts on the wire, version 3.
enum OrganizationWire {
    static let team = Shape<OperatorTeam>(
        "Team",
        [
            .init("id") { $0.id }, .init("name") { $0.name },
            .init("description") { $0.description.isEmpty ? nil : $0.description },
            .init("system_team") { $0.isPredefined }, .init("labels") { $0.labels },
            .init("created_at") { $0.createdAt }, .init("updated_at") { $0.updatedAt },
        ])

    static let account = Shape<SystemAccount>(
        "SystemAccount",
        [
            .init("id") { $0.id }, .init("name") { $0.name }, .init("description") { $0.description },
            .init("konnect_managed") { $0.isManaged }, .init("created_at") { $0.createdAt },
            .init("updated_at") { $0.updatedAt },
        ])

    static let accountToken = Shape<SystemAccountToken>(
        "SystemAccountAccessToken",
        [
            .init("id") { $0.id }, .init("name") { $0.name }, .init("created_at") { $0.createdAt },
            .init("updated_at") { $0.updatedAt }, .init("expires_at") { $0.expiresAt },
            .init(ifAny: "last_used_at") { $0.lastUsedAt },
        ])

    static let issuedAccountToken = Shape<(SystemAccountToken, Secret)>(
        "SystemAccountAccessTokenCreated",
        [
            .init("id") { $0.0.id }, .init("name") { $0.0.name }, .init("created_at") { $0.0.createdAt },
            .init("updated_at") { $0.0.updatedAt }, .init("expires_at") { $0.0.expiresAt },
            .init(ifAny: "last_used_at") { $0.0.lastUsedAt }, .init("token") { $0.1.text },
        ])

    private static let described = ValueReader<String>.text(
        TextRule(1...OperatorTeam.descriptionRule.length.upperBound))

    static func teamDraft(_ body: inout BodyReader) -> OperatorTeamDraft {
        OperatorTeamDraft(
            name: body.required("name", .text(OperatorTeam.nameRule)),
            description: body.nullable("description", described) ?? "",
            labels: body.nullable("labels", .labels) ?? [:])
    }

    static func teamChange(_ body: inout BodyReader) -> OperatorTeamChange {
        var change = OperatorTeamChange()
        change.name = body.change("name", .text(OperatorTeam.nameRule))
        if case .set(let text) = body.nullableChange("description", described) { change.description = .set(text ?? "") }
        change.labels = body.nullableChange("labels", .labels)
        return change
    }

    static func accountDraft(_ body: inout BodyReader) -> SystemAccountDraft {
        SystemAccountDraft(
            name: body.required("name", .text(SystemAccount.nameRule)),
            description: body.required("description", .text(SystemAccount.descriptionRule)),
            isManaged: body.optional("konnect_managed", .boolean) ?? false)
    }

    static func accountChange(_ body: inout BodyReader) -> SystemAccountChange {
        var change = SystemAccountChange()
        change.name = body.change("name", .text(SystemAccount.nameRule))
        change.description = body.change("description", .text(SystemAccount.descriptionRule))
        return change
    }
}
