import Model
import Web

extension IdentityProvider.Kind: WireChoice {}

/// How developers sign in to a portal, on the wire.
enum SignInWire {
    private static let shape = Shape<SignInSettings>(
        "PortalAuthenticationSettings",
        [
            .init("basic_auth_enabled") { $0.signIn.passwordsEnabled },
            .init("oidc_auth_enabled") { $0.isEnabled(.oidc) }, .init("saml_auth_enabled") { $0.isEnabled(.saml) },
            .init("oidc_team_mapping_enabled") { $0.signIn.groupsAssignTeams },
            .init("idp_mapping_enabled") { $0.signIn.groupsAssignTeams },
            .init("konnect_mapping_enabled") { $0.signIn.operatorsAssignTeams },
        ])

    static let schema = shape.schema

    /// A portal without an OpenID Connect provider has no `oidc_config` at all.
    static func json(_ settings: SignInSettings) -> JSON {
        var members = shape.json(settings).members ?? []
        if let oidc = settings.provider(.oidc)?.oidc {
            let config: JSON = [
                "issuer": .string(oidc.issuerURL), "client_id": .string(oidc.clientID), "scopes": oidc.scopes.wire,
                "claim_mappings": claims(oidc.claims),
            ]
            members.append(.init("oidc_config", config))
        }
        return .object(members)
    }

    static func change(_ body: inout BodyReader) -> SignInChange {
        var change = SignInChange()
        change.passwordsEnabled = body.change("basic_auth_enabled", .boolean)
        change.operatorsAssignTeams = body.change("konnect_mapping_enabled", .boolean)
        let former = body.change("oidc_team_mapping_enabled", .boolean)
        change.groupsAssignTeams = body.change("idp_mapping_enabled", .boolean)
        if change.groupsAssignTeams == .unchanged { change.groupsAssignTeams = former }
        change.oidcEnabled = body.change("oidc_auth_enabled", .boolean)
        change.samlEnabled = body.change("saml_auth_enabled", .boolean)
        var oidc = IdentityProviderChange.OIDC()
        oidc.issuerURL = body.change("oidc_issuer", .text(IdentityProvider.urlRule))
        oidc.clientID = body.change("oidc_client_id", .text(IdentityProvider.textRule))
        oidc.clientSecret = body.change("oidc_client_secret", .text(IdentityProvider.textRule))
        oidc.scopes = body.change("oidc_scopes", IdentityProviderWire.scopes)
        IdentityProviderWire.readClaims(&body, "oidc_claim_mappings", into: &oidc)
        let names = ["oidc_issuer", "oidc_client_id", "oidc_client_secret", "oidc_scopes", "oidc_claim_mappings"]
        if names.contains(where: { body.has($0) }) { change.oidc = oidc }
        return change
    }

    static func claims(_ claims: IdentityProvider.ClaimMappings) -> JSON {
        ["name": .string(claims.name), "email": .string(claims.email), "groups": .string(claims.groups)]
    }
}

/// Identity providers of a portal on the wire. Secrets are read, never written.
enum IdentityProviderWire {
    static let metadataPath = "/api/v2/developer/authenticate/saml/metadata"
    static let callbackPath = "/api/v2/developer/authenticate/saml/acs"

    static let shape = Shape<IdentityProvider>(
        "PortalIdentityProvider",
        [
            .init("id") { $0.id }, .init("type") { $0.kind }, .init("enabled") { $0.isEnabled },
            .init("config", as: .map(.anything)) { config($0) }, .init("created_at") { $0.createdAt },
            .init("updated_at") { $0.updatedAt },
        ])

    static let scopes = ValueReader<[String]>.array(
        .text(IdentityProvider.textRule), count: IdentityProvider.scopeCount)

    static func config(_ oidc: IdentityProvider.OIDC) -> JSON {
        [
            "issuer_url": .string(oidc.issuerURL), "client_id": .string(oidc.clientID),
            "scopes": oidc.scopes.wire, "claim_mappings": SignInWire.claims(oidc.claims),
        ]
    }

    private static func config(_ provider: IdentityProvider) -> JSON {
        switch provider.configuration {
        case .oidc(let oidc): return config(oidc)
        case .saml(let saml):
            var members: [JSON.Member] = []
            if let url = saml.metadataURL { members.append(.init("idp_metadata_url", .string(url))) }
            if let text = saml.metadata { members.append(.init("idp_metadata_xml", .string(text))) }
            members.append(.init("sp_metadata_url", .string(metadataPath)))
            members.append(.init("sp_entity_id", .string("urn:portico:portal:\(provider.portalID)")))
            members.append(.init("callback_url", .string(callbackPath)))
            return .object(members)
        }
    }

    static func draft(_ body: inout BodyReader) -> IdentityProviderDraft {
        body.ignore("id", "created_at", "updated_at")
        let kind: IdentityProvider.Kind = body.required("type", .choice())
        let isEnabled = body.optional("enabled", .boolean) ?? false
        switch kind {
        case .oidc:
            let read = body.required("config", oidcDraft)
            return IdentityProviderDraft(.oidc(read.oidc), clientSecret: read.secret, isEnabled: isEnabled)
        case .saml: return IdentityProviderDraft(.saml(body.required("config", samlDraft)), isEnabled: isEnabled)
        }
    }

    /// The kind is that of the provider; which one it is shows in the names of the fields.
    static func change(_ body: inout BodyReader, of kind: IdentityProvider.Kind) -> IdentityProviderChange {
        body.ignore("id", "type", "created_at", "updated_at")
        var change = IdentityProviderChange()
        change.isEnabled = body.change("enabled", .boolean)
        switch kind {
        case .oidc: change.configuration = body.optional("config", oidcChange).map { .oidc($0) }
        case .saml: change.configuration = body.optional("config", samlChange).map { .saml($0) }
        }
        return change
    }

    private typealias OIDCDraft = (oidc: IdentityProvider.OIDC, secret: String?)

    private static let oidcDraft = ValueReader<OIDCDraft>.object(
        standIn: { (IdentityProvider.OIDC(issuerURL: "", clientID: ""), nil) }
    ) { body in
        var oidc = IdentityProvider.OIDC(
            issuerURL: body.required("issuer_url", .text(IdentityProvider.urlRule)),
            clientID: body.required("client_id", .text(IdentityProvider.textRule)))
        let secret = body.optional("client_secret", .text(IdentityProvider.textRule))
        oidc.scopes = body.optional("scopes", scopes) ?? IdentityProvider.OIDC.defaultScopes
        var change = IdentityProviderChange.OIDC()
        readClaims(&body, "claim_mappings", into: &change)
        change.nameClaim.apply(to: &oidc.claims.name)
        change.emailClaim.apply(to: &oidc.claims.email)
        change.groupsClaim.apply(to: &oidc.claims.groups)
        return (oidc, secret)
    }

    private static let oidcChange = ValueReader<IdentityProviderChange.OIDC>.object(
        standIn: { IdentityProviderChange.OIDC() }
    ) { body in
        var oidc = IdentityProviderChange.OIDC()
        oidc.issuerURL = body.change("issuer_url", .text(IdentityProvider.urlRule))
        oidc.clientID = body.change("client_id", .text(IdentityProvider.textRule))
        oidc.clientSecret = body.change("client_secret", .text(IdentityProvider.textRule))
        oidc.scopes = body.change("scopes", scopes)
        readClaims(&body, "claim_mappings", into: &oidc)
        return oidc
    }

    /// Claims of a body; what it does not name stays as it is.
    static func readClaims(_ body: inout BodyReader, _ name: String, into oidc: inout IdentityProviderChange.OIDC) {
        guard let read = body.optional(name, claims) else { return }
        oidc.nameClaim = read.nameClaim
        oidc.emailClaim = read.emailClaim
        oidc.groupsClaim = read.groupsClaim
    }

    private static let claims = ValueReader<IdentityProviderChange.OIDC>.object(
        standIn: { IdentityProviderChange.OIDC() }
    ) { body in
        var claims = IdentityProviderChange.OIDC()
        claims.nameClaim = body.change("name", .text(IdentityProvider.textRule))
        claims.emailClaim = body.change("email", .text(IdentityProvider.textRule))
        claims.groupsClaim = body.change("groups", .text(IdentityProvider.textRule))
        return claims
    }

    private static let samlDraft = ValueReader<IdentityProvider.SAML>.object(
        standIn: { IdentityProvider.SAML() }
    ) { body in
        body.ignore("sp_metadata_url", "sp_entity_id", "login_url", "callback_url")
        return IdentityProvider.SAML(
            metadataURL: body.nullable("idp_metadata_url", .text(IdentityProvider.urlRule)),
            metadata: body.nullable("idp_metadata_xml", .text(IdentityProvider.metadataRule)))
    }

    private static let samlChange = ValueReader<IdentityProviderChange.SAML>.object(
        standIn: { IdentityProviderChange.SAML() }
    ) { body in
        body.ignore("sp_metadata_url", "sp_entity_id", "login_url", "callback_url")
        var saml = IdentityProviderChange.SAML()
        saml.metadataURL = body.nullableChange("idp_metadata_url", .text(IdentityProvider.urlRule))
        saml.metadata = body.nullableChange("idp_metadata_xml", .text(IdentityProvider.metadataRule))
        return saml
    }
}

/// Groups and teams on the wire.
enum TeamGroupWire {
    static let mapping = Shape<TeamGroupMapping>(
        "PortalIdpTeamGroupMapping",
        [
            .init("id") { $0.id }, .init("team_id") { $0.teamID }, .init("group") { $0.group },
            .init("created_at") { $0.createdAt }, .init("updated_at") { $0.updatedAt },
        ])

    static let groups = Shape<TeamGroups>(
        "PortalTeamGroupMapping", [.init("team_id") { $0.teamID }, .init("groups") { $0.groups }])

    static func draft(_ body: inout BodyReader) -> (team: ID<Team>, group: String) {
        body.ignore("id", "created_at", "updated_at")
        return (body.required("team_id", .id()), body.required("group", .text(TeamGroupMapping.groupRule)))
    }

    static func update(_ body: inout BodyReader) -> [TeamGroups] {
        body.optional("data", .array(team)) ?? []
    }

    private static let team = ValueReader<TeamGroups>.object(
        standIn: { TeamGroups(teamID: ID(stored: ""), groups: []) }
    ) { body in
        let groups = ValueReader<[String]>.array(
            .text(TeamGroupMapping.groupRule), count: TeamGroupMapping.groupCount)
        return TeamGroups(teamID: body.required("team_id", .id()), groups: body.optional("groups", groups) ?? [])
    }
}
