import Core
import Model
import Web

/// Registrations on the wire, version 3, as operators see them.
enum RegistrationWire {
    static let shape = Shape<RegistrationDetail>(
        "ApplicationRegistration",
        [
            .init("id") { $0.id }, .init("created_at") { $0.registration.createdAt },
            .init("updated_at") { $0.registration.updatedAt }, .init("status") { $0.registration.status },
            .init("api", as: apiSchema) { detail in
                [
                    "id": detail.registration.apiID.wire, "name": .string(detail.apiName),
                    "version": detail.apiVersion.wire, "entity_type": .string(detail.apiKind.rawValue),
                ]
            },
            .init("application", as: referenceSchema) { detail in
                ["id": detail.registration.applicationID.wire, "name": .string(detail.applicationName)]
            },
            .init(ifAny: "consumer") { $0.consumer.map(consumer) },
        ])

    private static func consumer(_ consumer: RegistrationConsumer) -> JSON {
        var members: [JSON.Member] = [
            .init("id", consumer.id.wire), .init("control_plane_id", consumer.controlPlaneID.wire),
        ]
        if let name = consumer.username { members.append(.init("username", .string(name))) }
        if let id = consumer.customID { members.append(.init("custom_id", .string(id))) }
        return .object(members)
    }

    /// Those for one API.
    static let ofAPI = Shape<RegistrationDetail>(
        "APIRegistration",
        [
            .init("id") { $0.id }, .init("status") { $0.registration.status },
            .init("portal", as: referenceSchema) { detail in
                ["id": detail.registration.portalID.wire, "name": .string(detail.portalName)]
            },
            .init("application", as: applicationSchema) { application($0) },
        ])

    static func draft(_ body: inout BodyReader) -> (api: ID<API>, status: Registration.Status?) {
        let api: ID<API> = body.required("api_id", .id())
        return (api, body.optional("status", .choice([.approved, .pending])))
    }

    private static let referenceSchema = Schema.object(
        name: nil, [.init("id", .string(format: "uuid")), .init("name", .string())])
    private static let apiSchema = Schema.object(
        name: nil,
        [
            .init("id", .string(format: "uuid")), .init("name", .string()), .init("version", .nullable(.string())),
            .init("entity_type", .choice(["api", "api_package"])),
        ])
    private static let applicationSchema = Schema.object(
        name: nil,
        [
            .init("id", .string(format: "uuid")), .init("name", .string()),
            .init("description", .string(), isRequired: false), .init("owner", ApplicationWire.ownerSchema),
        ])

    private static func application(_ detail: RegistrationDetail) -> JSON {
        var members: [JSON.Member] = [
            .init("id", detail.registration.applicationID.wire), .init("name", .string(detail.applicationName)),
        ]
        if let description = detail.applicationDescription {
            members.append(.init("description", .string(description)))
        }
        members.append(.init("owner", ApplicationWire.json(detail.owner)))
        return .object(members)
    }
}

/// Credentials on the wire: the same for operators and developers, and never with the key.
enum CredentialWire {
    static func shape(_ credentials: Credentials) -> Shape<Credential> {
        Shape(
            "ApplicationCredential",
            [
                .init("type", as: .choice(["api_key"])) { _ in "api_key" }, .init("id") { $0.id },
                .init("display_name") { $0.displayName },
                .init("status", as: .choice(Credential.Status.allCases.map(\.rawValue))) {
                    .string(credentials.status(of: $0).rawValue)
                },
                .init("expires_at") { $0.expiresAt }, .init("created_at") { $0.createdAt },
            ])
    }
}
