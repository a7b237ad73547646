import Core
import Model
import Web

/// Applications on the wire, version 3, as developers see their own.
enum DeveloperApplicationWire {
    static let strategyPageSchema = Schema.object(
        name: nil, [.init("data", .array(ApplicationStrategyWire.schema)), .init("meta", PageMeta.schema)])

    /// A strategy as a portal offers it.
    static func json(_ strategy: AuthStrategy) -> JSON {
        let name = strategy.displayName.isEmpty ? strategy.name : strategy.displayName
        var members = ApplicationStrategyWire.json(strategy, named: name).members ?? []
        members.append(.init("supports_multiple_credentials", .bool(strategy.keyAuth != nil)))
        return .object(members)
    }

    static let shape = Shape<ApplicationDetail>(
        "Application",
        [
            .init("id") { $0.id }, .init("name") { $0.application.name },
            .init("description") { $0.application.description },
            .init("redirect_uri") { $0.application.redirectURI },
            .init("auth_strategy", as: ApplicationStrategyWire.schema) { json($0.strategy) },
            .init("team_id") { $0.application.owner.teamID }, .init("created_at") { $0.application.createdAt },
            .init("updated_at") { $0.application.updatedAt },
        ])

    private static let withClient = shape.adding(
        [.init("client_id") { $0.application.clientID ?? "" }], name: "ClientApplication")

    static let schema = Schema.oneOf([shape.schema, withClient.schema])
    static let pageSchema = Schema.object(
        name: nil, [.init("data", .array(schema)), .init("meta", PageMeta.schema)])

    static func json(_ detail: ApplicationDetail) -> JSON {
        detail.application.clientID == nil ? shape.json(detail) : withClient.json(detail)
    }

    /// An application beside an API, with what became of its wish to call it.
    static func json(_ candidate: (detail: ApplicationDetail, registration: Registration?)) -> JSON {
        let application = candidate.detail.application, strategy = candidate.detail.strategy
        let name = strategy.displayName.isEmpty ? strategy.name : strategy.displayName
        return [
            "id": application.id.wire, "name": .string(application.name),
            "registration_id": candidate.registration?.id.wire ?? .null,
            "registration_status": candidate.registration?.status.wire ?? .null,
            "auth_strategy": ApplicationStrategyWire.json(strategy, named: name),
            "created_at": application.createdAt.wire, "updated_at": application.updatedAt.wire,
        ]
    }

    static let candidatePageSchema = Schema.object(
        name: nil, [.init("data", .array(candidateSchema)), .init("meta", PageMeta.schema)])

    private static let candidateSchema = Schema.object(
        name: "ApplicationBesideApi",
        [
            .init("id", .string(format: "uuid")), .init("name", .string()),
            .init("registration_id", .nullable(.string(format: "uuid"))),
            .init("registration_status", .nullable(Registration.Status.schema)),
            .init("auth_strategy", ApplicationStrategyWire.schema),
            .init("created_at", .string(format: "date-time")), .init("updated_at", .string(format: "date-time")),
        ])

    static func draft(_ body: inout BodyReader) -> ApplicationDraft {
        var draft = ApplicationDraft(name: body.required("name", .text(Application.nameRule)))
        draft.description = body.nullable("description", .text(Application.descriptionRule))
        draft.clientID = body.optional("client_id", .text(Application.clientIDRule))
        draft.redirectURI = body.nullable("redirect_uri", .text(Application.redirectURIRule))
        draft.strategyID = body.nullable("auth_strategy_id", .id())
        draft.owner = body.nullable("team_id", .id(of: Team.self)).map(Application.Owner.team)
        refuseScopes(&body)
        return draft
    }

    static func change(_ body: inout BodyReader) -> ApplicationChange {
        var change = ApplicationChange()
        change.name = body.change("name", .text(Application.nameRule))
        change.description = body.nullableChange("description", .text(Application.descriptionRule))
        change.clientID = body.change("client_id", .text(Application.clientIDRule))
        change.redirectURI = body.nullableChange("redirect_uri", .text(Application.redirectURIRule))
        // Null is what an application of one developer says already: ownership only moves to a team.
        if let team = body.nullable("team_id", .id(of: Team.self)) { change.owner = .set(.team(team)) }
        refuseScopes(&body)
        return change
    }

    private static func refuseScopes(_ body: inout BodyReader) {
        let scopes = body.optional("scopes", .array(.text(max: 128), count: 0...50)) ?? []
        if !scopes.isEmpty { body.report("scopes", .invalid, "scopes need a strategy with a DCR provider") }
    }
}

/// Registrations on the wire, version 3, as developers see their own.
enum DeveloperRegistrationWire {
    static let shape = Shape<RegistrationDetail>(
        "ApplicationRegistration",
        [
            .init("id") { $0.id }, .init("created_at") { $0.registration.createdAt },
            .init("updated_at") { $0.registration.updatedAt }, .init("status") { $0.registration.status },
            .init("api_name") { $0.apiName }, .init("api_id") { $0.registration.apiID },
            .init("api_slug") { $0.apiSlug }, .init("application_id") { $0.registration.applicationID },
        ])
}

/// A key on the wire, in the only answer that ever carries it.
enum IssuedCredentialWire {
    static func shape(_ credentials: Credentials) -> Shape<Credentials.Issued> {
        let plain = CredentialWire.shape(credentials)
        return Shape(
            "IssuedCredential",
            [
                .init("type", as: .choice(["api_key"])) { _ in "api_key" }, .init("id") { $0.credential.id },
                .init("display_name") { $0.credential.displayName }, .init("credential") { $0.key },
                .init("status", as: .choice(Credential.Status.allCases.map(\.rawValue))) {
                    plain.json($0.credential)["status"] ?? .null
                },
                .init("expires_at") { $0.credential.expiresAt }, .init("created_at") { $0.credential.createdAt },
            ])
    }
}
