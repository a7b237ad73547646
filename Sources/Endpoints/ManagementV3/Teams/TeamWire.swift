import Model
import Web

extension TeamRole.Name: WireChoice {}
extension TeamRole.Region: WireChoice {}

/// Teams, their members and their roles on the wire, version 3.
enum TeamWire {
    static let shape = Shape<Team>(
        "Team",
        [
            .init("id") { $0.id }, .init("name") { $0.name },
            // Empty when nobody has described the team, although the contract promises some text.
            .init(ifAny: "description") { $0.description.isEmpty ? nil : $0.description },
            .init("can_own_applications") { $0.canOwnApplications }, .init("created_at") { $0.createdAt },
            .init("updated_at") { $0.updatedAt },
        ])

    static let member = Shape<TeamMember>(
        "TeamDeveloper",
        [
            .init("id") { $0.id }, .init("email") { $0.email }, .init("full_name") { $0.fullName },
            .init("active") { $0.isActive }, .init("created_at") { $0.createdAt },
            .init("updated_at") { $0.updatedAt },
        ])

    static let role = Shape<TeamRole>(
        "AssignedRole",
        [
            .init("id") { $0.id }, .init("role_name") { $0.name },
            .init("entity_id", as: .string()) { .string($0.scope.text) },
            .init("entity_type_name", as: .choice([TeamRole.entityTypeName])) { _ in
                .string(TeamRole.entityTypeName)
            },
            .init("entity_region") { $0.region },
        ])

    static func draft(_ body: inout BodyReader) -> TeamDraft {
        ignoreReadOnly(&body)
        return TeamDraft(
            name: body.required("name", .text(Team.nameRule)),
            description: body.nullable("description", description) ?? "",
            canOwnApplications: body.optional("can_own_applications", .boolean) ?? false)
    }

    static func change(_ body: inout BodyReader) -> TeamChange {
        ignoreReadOnly(&body)
        var change = TeamChange()
        change.name = body.change("name", .text(Team.nameRule))
        change.description = body.change("description", description)
        change.canOwnApplications = body.change("can_own_applications", .boolean)
        return change
    }

    static func roleDraft(_ body: inout BodyReader) -> TeamRoleDraft {
        body.ignore("id")
        let name: TeamRole.Name = body.required("role_name", .choice())
        let scope = body.required("entity_id", scope)
        _ = body.required("entity_type_name", .constant(TeamRole.entityTypeName))
        return TeamRoleDraft(name: name, scope: scope, region: body.required("entity_region", .choice()))
    }

    private static let description = ValueReader<String>.text(TextRule(1...Team.descriptionRule.length.upperBound))

    private static func ignoreReadOnly(_ body: inout BodyReader) {
        body.ignore("id", "created_at", "updated_at")
    }

    private static let scope = ValueReader<TeamRole.Scope>(
        schema: .string(), standIn: { .everyAPI }
    ) { field, json in
        if json.string == "*" { return .success(.everyAPI) }
        guard let id = json.string.flatMap({ ID<API>($0) }) else {
            return .failure(.init(field, .isUUID, "\"\(field)\" must be a valid UUID or *"))
        }
        return .success(.api(id))
    }
}

/// The two roles that a team may have, as a fixed document.
enum PortalRolesWire {
    static let schema = Schema.map(.anything)

    static let document: JSON = [
        "services": [
            "name": "Services",
            "roles": [
                "apiviewer": [
                    "name": .string(TeamRole.Name.viewer.rawValue),
                    "description":
                        "API Viewers have read-only access to the documentation of a service in a portal",
                ],
                "apiconsumer": [
                    "name": .string(TeamRole.Name.consumer.rawValue),
                    "description": "API Consumers can make calls to the given service",
                ],
            ],
        ]
    ]
}
