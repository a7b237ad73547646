import Foundation
import Model
import Web

/// How operators sign in, on the wire. Secrets are read, never written.
enum OperatorSignInWire {
    static let settings = Shape<OperatorSignIn>(
        "AuthenticationSettings",
        [
            .init("basic_auth_enabled") { $0.takesPasswords }, .init("oidc_auth_enabled") { $0.isEnabled(.oidc) },
            .init("saml_auth_enabled") { $0.isEnabled(.saml) }, .init("idp_mapping_enabled") { $0.groupsAssignTeams },
            .init("konnect_mapping_enabled") { $0.operatorsAssignTeams },
        ])

    static func change(_ body: inout BodyReader) -> OperatorSignInChange {
        var change = OperatorSignInChange()
        change.takesPasswords = body.change("basic_auth_enabled", .boolean)
        change.oidcEnabled = body.change("oidc_auth_enabled", .boolean)
        change.samlEnabled = body.change("saml_auth_enabled", .boolean)
        change.groupsAssignTeams = body.change("idp_mapping_enabled", .boolean)
        change.operatorsAssignTeams = body.change("konnect_mapping_enabled", .boolean)
        return change
    }

    /// `site` is where the Console answers.
    static func provider(_ site: String) -> Shape<OperatorIdentityProvider> {
        Shape(
            "IdentityProvider",
            [
                .init("id") { $0.id }, .init("type") { $0.kind }, .init("enabled") { $0.isEnabled },
                .init("login_path") { $0.loginPath }, .init("config", as: .map(.anything)) { config($0, site) },
                .init("created_at") { $0.createdAt }, .init("updated_at") { $0.updatedAt },
            ])
    }

    private static func config(_ provider: OperatorIdentityProvider, _ site: String) -> JSON {
        switch provider.configuration {
        case .oidc(let oidc): return IdentityProviderWire.config(oidc)
        case .saml(let saml):
            var members: [JSON.Member] = []
            if let url = saml.metadataURL { members.append(.init("idp_metadata_url", .string(url))) }
            if let text = saml.metadata { members.append(.init("idp_metadata_xml", .string(text))) }
            let door = "\(site)/v2/authenticate/\(provider.loginPath)/saml"
            members.append(.init("sp_metadata_url", .string("\(door)/metadata")))
            members.append(.init("sp_entity_id", .string("urn:portico:organization")))
            members.append(.init("login_url", .string("\(site)/login/\(provider.loginPath)")))
            members.append(.init("callback_url", .string("\(door)/acs")))
            return .object(members)
        }
    }

    static func draft(_ body: inout BodyReader) -> OperatorIdentityProviderDraft {
        let path = body.optional("login_path", .text(OperatorIdentityProvider.loginPathRule))
        return OperatorIdentityProviderDraft(
            IdentityProviderWire.draft(&body), loginPath: path ?? OperatorIdentityProvider.standardLoginPath)
    }

    static func change(
        _ body: inout BodyReader, of kind: IdentityProvider.Kind
    ) -> OperatorIdentityProviderChange {
        let path = body.change("login_path", .text(OperatorIdentityProvider.loginPathRule))
        return OperatorIdentityProviderChange(IdentityProviderWire.change(&body, of: kind), loginPath: path)
    }
}

/// The OpenID Connect provider alone, in the older shape.
enum FormerProviderWire {
    static let shape = Shape<OperatorIdentityProvider>(
        "IdP",
        [
            .init(ifAny: "issuer") { $0.configuration.oidc?.issuerURL }, .init("login_path") { $0.loginPath },
            .init(ifAny: "client_id") { $0.configuration.oidc?.clientID },
            .init(ifAny: "scopes") { $0.configuration.oidc?.scopes },
            .init("claim_mappings", as: .map(.string())) {
                $0.configuration.oidc.map { SignInWire.claims($0.claims) } ?? [:]
            },
        ])

    struct Update {
        let change: OperatorIdentityProviderChange
        /// What is made when there is none yet.
        let draft: OperatorIdentityProviderDraft
    }

    static func update(_ body: inout BodyReader) -> Update {
        var oidc = IdentityProviderChange.OIDC()
        oidc.issuerURL = body.change("issuer", .text(IdentityProvider.urlRule))
        oidc.clientID = body.change("client_id", .text(IdentityProvider.textRule))
        oidc.clientSecret = body.change("client_secret", .text(IdentityProvider.textRule))
        oidc.scopes = body.change("scopes", IdentityProviderWire.scopes)
        IdentityProviderWire.readClaims(&body, "claim_mappings", into: &oidc)
        let path = body.change("login_path", .text(OperatorIdentityProvider.loginPathRule))
        var change = IdentityProviderChange()
        change.configuration = .oidc(oidc)
        var fresh = IdentityProvider.OIDC(issuerURL: oidc.issuerURL.value ?? "", clientID: oidc.clientID.value ?? "")
        oidc.scopes.apply(to: &fresh.scopes)
        oidc.nameClaim.apply(to: &fresh.claims.name)
        oidc.emailClaim.apply(to: &fresh.claims.email)
        oidc.groupsClaim.apply(to: &fresh.claims.groups)
        let draft = IdentityProviderDraft(.oidc(fresh), clientSecret: oidc.clientSecret.value)
        return Update(
            change: OperatorIdentityProviderChange(change, loginPath: path),
            draft: OperatorIdentityProviderDraft(
                draft, loginPath: path.value ?? OperatorIdentityProvider.standardLoginPath))
    }

    /// What is wrong, by the names of this shape.
    static func renamed(_ problem: FieldProblem) -> FieldProblem {
        let names = ["config.issuer_url": "issuer", "config.client_id": "client_id", "config.scopes": "scopes"]
        var problem = problem
        guard let name = names[problem.field] else { return problem }
        problem.reason = problem.reason.replacing(problem.field, with: name)
        problem.field = name
        return problem
    }
}

/// Groups and teams of operators on the wire.
enum OperatorGroupWire {
    static let mapping = Shape<OperatorGroupMapping>(
        "IdpTeamGroupMapping",
        [
            .init("id") { $0.id }, .init("team_id") { $0.teamID }, .init("group") { $0.group },
            .init("created_at") { $0.createdAt }, .init("updated_at") { $0.updatedAt },
        ])
    static let teams = Shape<OperatorTeamGroups>(
        "TeamGroupMapping", [.init("team_id") { $0.teamID }, .init("groups") { $0.groups }])
    static let groups = Shape<OperatorGroupTeams>(
        "TeamMapping", [.init("group") { $0.group }, .init("team_ids") { $0.teamIDs }])

    static func draft(_ body: inout BodyReader) -> (team: ID<OperatorTeam>, group: String) {
        body.ignore("id", "created_at", "updated_at")
        return (body.required("team_id", .id()), body.required("group", .text(TeamGroupMapping.groupRule)))
    }

    static func teamGroups(_ body: inout BodyReader) -> [OperatorTeamGroups] {
        body.optional("data", .array(team)) ?? []
    }

    static func groupTeams(_ body: inout BodyReader) -> [OperatorGroupTeams] {
        body.required("mappings", .array(group, count: 0...1_000))
    }

    private static let team = ValueReader<OperatorTeamGroups>.object(
        standIn: { OperatorTeamGroups(teamID: ID(stored: ""), groups: []) }
    ) { body in
        let groups = ValueReader<[String]>.array(.text(TeamGroupMapping.groupRule), count: TeamGroupMapping.groupCount)
        return OperatorTeamGroups(
            teamID: body.required("team_id", .id()), groups: body.optional("groups", groups) ?? [])
    }

    private static let group = ValueReader<OperatorGroupTeams>.object(
        standIn: { OperatorGroupTeams(group: "", teamIDs: []) }
    ) { body in
        OperatorGroupTeams(
            group: body.required("group", .text(TeamGroupMapping.groupRule)),
            teamIDs: body.optional("team_ids", .array(.id(), count: TeamGroupMapping.groupCount)) ?? [])
    }
}

extension IdentityProvider.Configuration {
    fileprivate var oidc: IdentityProvider.OIDC? {
        if case .oidc(let oidc) = self { oidc } else { nil }
    }
}
