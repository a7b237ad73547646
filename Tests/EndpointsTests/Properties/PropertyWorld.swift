import Core
import Endpoints
import HTTPTypes
import Model
import TestKit
import Testing
import Web

/// A world with one of everything that resources stand below, and what drawn bodies must know of it.
struct PropertyWorld {
    let client: TestClient
    let clock: FixedClock
    let endpoints: [Endpoint<OperatorCaller>]
    let draws: Draws
    /// What stands for a parameter, by a part of the path around it. The first that fits is taken.
    private let parents: KeyValuePairs<String, String>

    /// Writes that make no resource of their own, and why. They have tests of their own.
    static let apart: [String: String] = [
        "update-api-package-operations": "a list of operations to do, whose members come from APIs",
        "update-audit-log-replay-job": "something to do, once at a time",
        "update-portal-audit-log-replay-job": "something to do, once at a time",
    ]

    /// What is written and never told.
    static let secrets: Set = ["dcr_token", "api_key", "client_secret", "oidc_client_secret", "authorization"]

    /// What is written under one name and told under another, or at another address, so that it cannot be sent back.
    static let renamed: Set = [
        "put-control-planes-id-group-memberships", "upsert-api-image", "upsert-api-package-image",
        "update-idp-team-mappings",
    ]

    /// Changes that only take what cannot be drawn: a certificate with its key.
    static let undrawable: Set = ["update-portal-custom-domain"]

    /// Bodies of which nothing is known before their type is.
    static let typed: Set = ["create-dcr-provider"]

    /// What stands at the end of the address of a resource, when it is not its id.
    private static let names = ["{emailDomain}": "domain"]

    init(_ world: World, seed: UInt64) async throws {
        let made = try await ApplicationWorld(world)
        let (person, token) = try await world.account()
        let client = world.managementAPI().client(token: token)
        func id(_ path: String, _ body: JSON) async throws -> String {
            let reply = try await client.call(.post, path, body)
            return try #require(reply.json["id"]?.string, "\(path): \(reply.text)")
        }
        let portal = "/v3/portals/\(made.portal.id)", api = made.api.id.text
        let plane = try await world.product.controlPlanes.ensureBuiltIn().id.text
        let entities = "/v2/control-planes/\(plane)/core-entities"
        let service = try await id("\(entities)/services", ["name": "orders", "host": "example.com"])
        let team = try await id("\(portal)/teams", ["name": "Partners"])
        let mapped = try await id("/v3/portals", ["name": "with groups", "authentication_enabled": true])
        let provider = try await id(
            "/v3/portals/\(mapped)/identity-providers",
            ["type": "oidc", "config": ["issuer_url": "https://id.example.com", "client_id": "portico"]])
        let known = Known(
            strategy: made.strategy.text, developer: made.developer.id.text, api: api, plane: plane, service: service,
            member: try await id("/v2/control-planes", ["name": "member"]),
            team: try await id("/v3/portals/\(mapped)/teams", ["name": "Mapped"]),
            operatorTeam: try await id("/v3/teams", ["name": "Docs"]), person: person.id.text,
            account: try await id("/v3/system-accounts", ["name": "robot", "description": "Robot"]),
            destination: try await id("/v3/audit-log-destinations", Known.destination),
            chance: FixedRandom(seed: seed &+ 1))
        let saml: JSON = ["type": "saml", "config": ["idp_metadata_url": "https://id.example.com/metadata"]]
        let operatorProvider = try await id("/v3/identity-providers", saml)
        let organization = try await client.call(.get, "/v3/organizations/me").json["id"]?.string ?? ""
        let application = try await made.application().id.text
        parents = [
            "/v3/teams/{teamId}": known.operatorTeam, "{userId}": known.person, "{accountId}": known.account,
            "{organizationId}": organization, "{idpId}": operatorProvider,
            "identity-providers/{id}/": provider, "{portalId}/identity-providers/{id}/": mapped,
            "{portalId}/identity-provider/": mapped,
            "control-planes/{controlPlaneId}/group-memberships": try await id(
                "/v2/control-planes", ["name": "group", "cluster_type": "CLUSTER_TYPE_CONTROL_PLANE_GROUP"]),
            "{controlPlaneId}": plane, "services/{ParentId}": service,
            "routes/{ParentId}": try await id("\(entities)/routes", ["name": "route", "paths": ["/orders"]]),
            "consumers/{ParentId}": try await id("\(entities)/consumers", ["username": "shop"]),
            "{portalId}": made.portal.id.text, "{apiId}": api, "{applicationId}": application,
            "{packageId}": try await id("/v3/api-packages", ["name": "Bundle"]), "{imageType}": "icon",
            "{teamId}": team, "{developerId}": known.developer,
            "{templateName}": "confirm-email-address",
        ]
        self.client = client
        clock = world.clock
        endpoints = ManagementAPI.endpoints(world.product)
        draws = Draws(random: FixedRandom(seed: seed)) { path, name in known.value(path, name) }
    }

    /// The resources of the whole table but those apart.
    var resources: [Resource] {
        Resource.all(in: endpoints).filter { Self.apart[$0.operation] == nil }
    }

    /// The path with what it stands below; nil when there is a parameter that this world does not know.
    func filled(_ path: String) -> String? {
        let filled = filled(path, else: "{}")
        return filled.contains("{") ? nil : filled
    }

    /// The path with something in place of the parameters that this world does not know.
    func filled(_ path: String, else stranger: String) -> String {
        let parts = path.split(separator: "/").map { part -> String in
            guard part.hasPrefix("{") else { return String(part) }
            return parents.first { $0.key.contains(part) && path.contains($0.key) }?.value ?? stranger
        }
        return "/" + parts.joined(separator: "/")
    }

    /// Makes one of the resource from a drawn body.
    func make(_ resource: Resource, fill: Bool) async throws -> Made {
        let writer: Endpoint<OperatorCaller>
        switch resource.birth {
        case .posted(let create): writer = create
        case .standing: writer = resource.changes.first { $0.method == .put } ?? resource.changes[0]
        }
        guard let path = filled(writer.path) else { throw Missing(operation: writer.operation, path: writer.path) }
        let body = draws.body(try #require(writer.story.requestSchema), path: writer.path, fill: fill)
        let reply = try await client.call(writer.method, path, body)
        // Some pairs of values are refused together; a drawn body never breaks the server.
        #expect(reply.status < 500, "\(writer.operation): \(body.text)")
        let isPosted = if case .posted = resource.birth { true } else { false }
        guard (200..<300).contains(reply.status) else { return Made(address: nil, id: nil, body: body, reply: reply) }
        #expect(!isPosted || reply.status == writer.story.successStatus)
        guard resource.place != .itself else { return Made(address: path, id: nil, body: body, reply: reply) }
        let name = Self.names["\(resource.path.split(separator: "/").last ?? "")"] ?? "id"
        let id = try #require(reply.json[name] ?? body[name], "\(writer.operation) tells no \(name): \(reply.text)")
        let address = resource.place == .list ? path : "\(path)/\(id.string ?? "")"
        return Made(address: address, id: id, body: body, reply: reply)
    }

    /// `parents` lacks what stands for a parameter of the path.
    struct Missing: Error {
        let operation: String
        let path: String
    }

    /// What came of a drawn body; without an address when it was refused.
    struct Made {
        let address: String?
        let id: JSON?
        let body: JSON
        let reply: TestReply
    }

    /// The resource as it is read.
    func read(_ made: Made, _ resource: Resource) async throws -> JSON {
        let address = try #require(made.address)
        let reply = try await client.call(.get, resource.place == .list ? address + "?page[size]=100" : address)
        #expect(reply.status == 200, "\(resource.operation): \(reply.text)")
        guard resource.place == .list else { return reply.json }
        return try #require(
            reply.json["data"]?.array?.first { $0["id"] == made.id }, "\(resource.operation): not in its list")
    }
}

/// What a property must be for the rest of the world.
private struct Known {
    let strategy: String
    let developer: String
    let api: String
    let plane: String
    let service: String
    let member: String
    let team: String
    let operatorTeam: String
    let person: String
    let account: String
    let destination: String
    let chance: FixedRandom

    static let destination: JSON = [
        "name": "collector", "endpoint": "https://siem.example.com/in", "authorization": "Bearer token",
        "log_format": "json",
    ]

    private static let png = """
        data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5E\
        rkJggg==
        """

    private static func description(_ number: UInt64) -> JSON {
        .string("openapi: 3.0.3\ninfo: {title: Orders, version: 1.0.\(number)}\npaths: {}")
    }

    func value(_ path: String, _ name: String) -> Draws.Known {
        let number = chance.next() % 1_000_000
        return organization(path, name, number) ?? catalog(path, name, number) ?? gateway(path, name, number) ?? portal(
            path, name, number)
            ?? (Self.absent.contains(name) ? .absent : .free)
    }

    /// What would need things that are not there.
    private static let absent: Set = [
        "id", "url", "client_id", "dcr_client_id", "dcr_provider_id", "parent_document_id", "parent_page_id",
        "client_certificate", "consumer", "service", "route", "consumer_group", "team_id", "send_invitation_email",
        "ca_certificates", "oidc_team_mapping_enabled", "headers", "snis", "sources", "destinations", "expression",
        "priority", "condition",
        "ordering", "partials", "methods",
    ]

    /// Roles and tokens are of a kind; settings that would shut the caller out stay as they are.
    private func organization(_ path: String, _ name: String, _ number: UInt64) -> Draws.Known? {
        let isGroups = path.hasPrefix("/v3/identity-provider")
        switch name {
        case "entity_type_name" where !path.contains("{portalId}"): return .value("APIs")
        case "role_name" where !path.contains("{portalId}"): return .value("Viewer")
        case "id" where path.hasSuffix("/teams/{teamId}/users"): return .value(.string(person))
        case "id" where path.hasSuffix("/teams/{teamId}/system-accounts"): return .value(.string(account))
        case "expires_at" where path.hasPrefix("/v3/users"): return .absent
        case "ttl_seconds": return .value(.integer(Int64(86_400 * (1 + number % 100))))
        case "pats_enabled", "basic_auth_enabled": return .value(true)
        case "max_expiration_period_days": return .value(.integer(Int64(200 + number % 100)))
        case "enabled" where path.contains("{organizationId}"): return .value(false)
        case "oidc_auth_enabled", "saml_auth_enabled", "idp_mapping_enabled":
            return path == "/v3/authentication-settings" ? .value(false) : nil
        case "team_id" where isGroups: return .value(.string(operatorTeam))
        case "data" where path.contains("group-mappings"):
            let team = isGroups ? operatorTeam : team
            return .value([["team_id": .string(team), "groups": ["readers", .string("writers-\(number)")]]])
        case "mappings": return .value([["group": "writers", "team_ids": [.string(operatorTeam)]]])
        case "endpoint": return .value(.string("https://siem.example.com/\(number)"))
        case "audit_log_destination_id": return .value(.string(destination))
        default: return nil
        }
    }

    private func catalog(_ path: String, _ name: String, _ number: UInt64) -> Draws.Known? {
        switch name {
        case "api_id": .value(.string(api))
        case "entity_id": .value(.string(number % 2 == 0 ? "*" : api))
        case "spec_content": .value(Self.description(number))
        case "content" where path.hasSuffix("specifications") || path.hasSuffix("specification"):
            .value(Self.description(number))
        case "spec": .value(["content": Self.description(number)])
        case "version": .value(.string(path.hasSuffix("/versions") ? "v\(number)" : "\(number).0.0"))
        case "slug": .value(.string("s-\(number)"))
        case "service" where path.hasSuffix("implementations"):
            .value(["control_plane_id": .string(plane), "id": .string(service)])
        case "data": .value(.string(Self.png))
        default: nil
        }
    }

    private func gateway(_ path: String, _ name: String, _ number: UInt64) -> Draws.Known? {
        switch name {
        case "name" where path.contains("/plugins"): .value(number % 2 == 0 ? "cors" : "key-auth")
        case "host": .value("example.com")
        case "hosts": .value(["example.com"])
        case "paths": .value([.string("/p\(number)")])
        case "protocols": .value(["http", "https"])
        case "https_redirect_status_code": .value(426)
        case "cluster_type": .value("CLUSTER_TYPE_CONTROL_PLANE")
        case "key": .value(.string("key-\(number)"))
        case "members": .value([["id": .string(member)]])
        default: nil
        }
    }

    private func portal(_ path: String, _ name: String, _ number: UInt64) -> Draws.Known? {
        switch name {
        case "auth_strategy_id", "default_application_auth_strategy_id": .value(.string(strategy))
        case "auth_strategy_ids": .value([.string(strategy)])
        case "owner": .value(["type": "developer", "id": .string(developer)])
        case "email": .value(.string("d\(number)@example.com"))
        case "configs": .value(["key-auth": ["key_names": [.string("x-key-\(number)")]]])
        case "strategy_type": .value("key_auth")
        case "id" where path.hasSuffix("/teams/{teamId}/developers"): .value(.string(developer))
        case "theme.colors.primary": .value("#aabbcc")
        case "allowed_ips": .value([.string("192.0.2.\(number % 250)/32")])
        case "type" where path.hasSuffix("identity-providers"): .value("oidc")
        case "team_id" where path.contains("group-mappings"): .value(.string(team))
        case "data.team_id": .value(.string(team))
        case "hostname", "domain", "domain_name": .value(.string("d\(number).example.com"))
        case "ssl": .value(["domain_verification_method": "http"])
        case "from_email", "reply_to_email": .value(.string("portal\(number)@example.com"))
        case "provider_type": .value("http")
        case "dcr_config":
            .value(["dcr_base_url": "https://dcr.example.com/register", "api_key": "key_of_the_bridge"])
        case "issuer", "config.issuer_url", "oidc_issuer": .value("https://id.example.com")
        case "google_tag_manager.config_data.id": .value(.string("GTM-\(number)A"))
        case "google_analytics_4.config_data.id": .value(.string("G-\(number)A"))
        default:
            // Menus have addresses of the portal, or of others.
            if name == "path" || name.hasSuffix(".path") {
                .value("/v1")
            } else {
                name.hasSuffix(".external") ? .value(false) : nil
            }
        }
    }
}
