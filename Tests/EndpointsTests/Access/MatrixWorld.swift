import Core
import Model
import Storage
import TestKit
import Web

/// One of everything that roles are given on, and what a request for an operation on it looks like.
struct MatrixWorld: Sendable {
    let world: World
    let portal: Portal
    let api: API
    let strategy: AuthStrategy
    let plane: ControlPlane
    let registration: RegistrationDetail
    let developer: Developer
    let team: OperatorTeam
    let person: Operator
    let account: SystemAccount
    /// The role that each of these three has on the portal, by the beginning of its address.
    let roles: [String: AssignedRole]
    let organization: String
    let bundle: API
    let provider: DCRProvider
    let signIn: IdentityProvider
    let operatorSignIn: OperatorIdentityProvider

    init(_ world: World, _ name: String) async throws {
        let slug = Slug.make(name)
        let application = try await ApplicationWorld(world, name, email: "\(slug)-developer@example.com")
        self.world = world
        portal = application.portal
        api = application.api
        developer = application.developer
        registration = try await application.register(try await application.application())
        let root = world.root, product = world.product
        let draft = AuthStrategyDraft(name: "\(name) keys", displayName: "Keys", kind: .keyAuth(KeyAuth()))
        strategy = try await product.strategies.create(draft, as: root)
        plane = try await product.controlPlanes.create(ControlPlaneDraft(name: name), as: root)
        team = try await product.operatorTeams.create(OperatorTeamDraft(name: name), as: root)
        person = try await product.operators.invite(email: "\(slug)-member@example.com", as: root)
        account = try await product.systemAccounts.create(SystemAccountDraft(name: name), as: root)
        bundle = try await product.packages.create(APIDraft(name: "\(name) package"), as: root).api
        provider = try await product.dcrProviders.create(
            DCRProviderDraft(name: name, kind: .kongIdentity, issuer: "https://login.example.com"), as: root)
        signIn = try await product.identityProviders.create(
            IdentityProviderDraft(.oidc(.init(issuerURL: "https://login.example.com", clientID: "portico"))),
            on: portal.id, as: root)
        let operatorProviders = product.operatorIdentityProviders
        let saml = IdentityProvider.Configuration.saml(.init(metadataURL: "https://login.example.com/metadata"))
        if let known = try await operatorProviders.list(ListQuery(), as: root).first {
            operatorSignIn = known
        } else {
            operatorSignIn = try await operatorProviders.create(
                OperatorIdentityProviderDraft(IdentityProviderDraft(saml)), as: root)
        }
        organization = try await product.organizations.mine(as: root).id
        let viewer = AssignedRoleDraft(.portals, "Viewer", on: portal.id.text)
        let holders: [(String, RoleHolder)] = [
            ("teams", .team(team.id)), ("users", .operator(person.id)), ("system-accounts", .systemAccount(account.id)),
        ]
        var roles: [String: AssignedRole] = [:]
        for (name, holder) in holders {
            roles[name] = try await product.assignedRoles.assign(viewer, to: holder, as: root)
        }
        self.roles = roles
        try await furnish()
    }

    /// What a reader finds even if whoever came before them was not allowed to make it.
    private func furnish() async throws {
        let root = world.root, product = world.product, icon = "data:image/png;base64,\(Self.picture)"
        _ = try await product.apiIcons.put(dataURI: icon, of: api.id, as: root)
        _ = try await product.packageIcons.put(dataURI: icon, of: bundle.id, as: root)
        _ = try await product.packageContents.setSpecification(Self.content, of: bundle.id, as: root)
        _ = try await product.packagePublications.publish(bundle.id, to: portal.id, PublicationDraft(), as: root)
        var sender = MailConfigurationChange()
        sender.fromName = .set("Docs")
        _ = try await product.portalMails.configure(portal.id, sender, as: root)
        for kind in PortalAsset.Kind.allCases {
            try await product.customizations.putAsset(kind, dataURI: icon, on: portal.id, as: root)
        }
    }

    /// The entities that a role of a kind is given on.
    func entities(_ kind: ResourceKind) -> [String] {
        switch kind {
        case .portals: [portal.id.text]
        case .apis: [api.id.text, bundle.id.text]
        case .strategies: [strategy.id.text]
        case .controlPlanes: [plane.id.text]
        case .dcrProviders: [provider.id.text]
        case .auditLogs, .organization: [AssignedRole.everyEntity]
        }
    }

    /// The path of an operation on these; what there is none of gets an id that nothing has.
    func path(_ pattern: String) -> String {
        let parts = pattern.split(separator: "/").map(String.init)
        var known = [
            "portalId": portal.id.text, "apiId": api.id.text, "authStrategyId": strategy.id.text,
            "controlPlaneId": plane.id.text, "applicationId": registration.registration.applicationID.text,
            "registrationId": registration.id.text, "developerId": developer.id.text, "imageType": "icon",
            "id": strategy.id.text, "userId": person.id.text, "accountId": account.id.text,
            "organizationId": organization, "packageId": bundle.id.text, "dcrProviderId": provider.id.text,
            "emailDomain": "example.org", "templateName": "app-registration-approved",
        ]
        if let role = roles[parts[1]] { known["roleId"] = role.id.text }
        if pattern.contains("identity-providers") { known["id"] = signIn.id.text }
        if pattern.hasPrefix("/v3/identity-providers") {
            known["id"] = operatorSignIn.id.text
            known["idpId"] = operatorSignIn.id.text
        }
        if parts[1] == "teams" { known["teamId"] = team.id.text }
        return pattern.split(separator: "/", omittingEmptySubsequences: false).map { part in
            guard part.hasPrefix("{") else { return String(part) }
            return known[String(part.dropFirst().dropLast())] ?? world.product.kernel.newID(API.self).text
        }.joined(separator: "/")
    }

    /// A body that the operation takes: made from its description, or by hand where a value must name something.
    func body(_ endpoint: Endpoint<some Any>) -> JSON {
        if let body = handmade(endpoint.operation) { return body }
        guard let describe = endpoint.story.body else { return [:] }
        return BodyReader.describe(describe).sample
    }

    private func handmade(_ operation: String) -> JSON? {
        switch operation {
        case "create-api-implementation":
            ["control_plane": ["control_plane_id": .string(plane.id.text)]]
        case "create-api-version": ["version": "9", "spec": ["content": .string(Self.content)]]
        case "create-app-auth-strategy", "replace-app-auth-strategy":
            [
                "name": .string("\(world.product.kernel.newID(API.self))"), "display_name": "Keys",
                "strategy_type": "key_auth", "configs": ["key-auth": [:]],
            ]
        case "assign-role-to-portal-teams":
            [
                "role_name": "API Viewer", "entity_id": "*", "entity_type_name": "Services", "entity_region": "*",
            ]
        case "update-api-package-operations":
            [["op": "remove", "path": "operations/00000000-0000-7000-8000-00000000abcd"]]
        case "update-application-registration": ["status": "approved"]
        case let name where name.contains("group-memberships"): ["members": []]
        case "create-api-spec", "validate-specification": ["content": .string(Self.content)]
        case "create-service", "upsert-service": ["name": "s", "url": "http://example.com"]
        case "upsert-api-image", "upsert-api-package-image", "replace-portal-asset-logo",
            "replace-portal-asset-favicon":
            ["data": .string("data:image/png;base64,\(Self.picture)")]
        case "teams-assign-role", "users-assign-role", "post-system-accounts-accountId-assigned-roles":
            [
                "role_name": "Product Publisher", "entity_type_name": "Portals", "entity_id": .string(portal.id.text),
                "entity_region": "*",
            ]
        case "add-user-to-team": ["id": .string(person.id.text)]
        case "post-teams-teamId-system-accounts": ["id": .string(account.id.text)]
        default: setting(operation)
        }
    }

    /// The same, of settings.
    private func setting(_ operation: String) -> JSON? {
        switch operation {
        case "create-identity-provider":
            ["type": "oidc", "config": ["issuer_url": "https://login.example.com", "client_id": "portico"]]
        case "update-idp-configuration": ["issuer": "https://login.example.com", "client_id": "portico"]
        case "patch-team-group-mappings": ["data": []]
        case "update-idp-team-mappings": ["mappings": []]
        case "create-portal-identity-provider":
            ["type": "saml", "config": ["idp_metadata_url": "https://login.example.com/metadata"]]
        case "create-dcr-provider":
            [
                "name": "idp", "provider_type": "http", "issuer": "https://login.example.com",
                "dcr_config": ["dcr_base_url": "https://dcr.example.com", "api_key": "abcdefghijklmnop"],
            ]
        case "update-audit-log-webhook":
            [
                "endpoint": "https://siem.example.com/in", "authorization": "Bearer secret", "log_format": "cef",
                "enabled": false,
            ]
        case "create-audit-log-destination":
            [
                "name": "siem", "endpoint": "https://siem.example.com/in", "authorization": "Bearer secret",
                "log_format": "cef",
            ]
        case "update-audit-log-replay-job", "update-portal-audit-log-replay-job":
            [
                "start_at": .string((world.clock.now - .hours(2)).iso),
                "end_at": .string((world.clock.now - .hours(1)).iso),
            ]
        case "create-portal-ip-allow-list", "put-portal-ip-allow-list": ["allowed_ips": ["192.0.2.1"]]
        case "create-email-domain": ["domain": "mail.example.com"]
        case "create-portal-custom-domain":
            [
                "hostname": "docs.example.com", "enabled": true,
                "ssl": ["domain_verification_method": "http"],
            ]
        default: nil
        }
    }

    private static let picture = """
        iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==
        """
    private static let content = #"{"openapi":"3.0.3","info":{"title":"T","version":"9"},"paths":{}}"#
}

extension Schema {
    /// The smallest value that the schema takes.
    var sample: JSON {
        switch self {
        case .string("uuid"?, _, _): "00000000-0000-7000-8000-00000000abcd"
        case .string("date-time"?, _, _): "2030-01-01T00:00:00Z"
        case .string("email"?, _, _): "someone@example.com"
        case .string(_, _, let pattern?) where pattern.contains("@"): "someone@example.com"
        case .string(_, let length, _): .string(String(repeating: "a", count: max(length?.lowerBound ?? 0, 2)))
        case .choice(let choices): .string(choices[0])
        case .boolean: true
        case .integer, .number: 1
        case .integerIn(let range): .integer(Int64(range.lowerBound))
        case .anything, .map: [:]
        case .array(let items, _): .array([items.sample])
        case .nullable: .null
        case .named(_, let schema): schema.sample
        case .oneOf(let schemas): schemas.first?.sample ?? .null
        case .object(_, let properties, _):
            .object(properties.filter(\.isRequired).map { JSON.Member($0.name, $0.schema.sample) })
        }
    }
}
