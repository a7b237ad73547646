package import Model
import Web

/// Every address of the Console; routes, links and tests use it.
package enum ConsoleAddress: Sendable {
    case home, signIn(returnTo: String), signOut, setUp(token: String), search
    case account, newPassword, newToken, revokeToken(ID<PersonalAccessToken>)
    case organization, invite, person(ID<Operator>), invitation(token: String)
    case organizationRoles, organizationTokens, organizationSettings, tokenSettings, addressSettings
    case operatorTeams, operatorTeam(ID<OperatorTeam>), systemAccounts, systemAccount(ID<SystemAccount>)
    case auditLog, auditSending(AuditScope), auditReplay(AuditScope)
    case newAuditDestination, auditDestination(ID<AuditDestination>), deleteAuditDestination(ID<AuditDestination>)
    case portals, newPortal, portal(ID<Portal>), portalAppearance(ID<Portal>)
    case portalPages(ID<Portal>), portalPage(ID<Portal>, ID<PortalPage>), defaultContent(ID<Portal>)
    case snippets(ID<Portal>), snippet(ID<Portal>, ID<Snippet>)
    case gateway, newControlPlane, controlPlane(ID<ControlPlane>)
    case coreEntities(ID<ControlPlane>, CoreEntity.Kind)
    case newCoreEntity(ID<ControlPlane>, CoreEntity.Kind, for: ID<API>? = nil, on: ID<CoreEntity>? = nil)
    case coreEntity(ID<ControlPlane>, CoreEntity), deleteCoreEntity(ID<ControlPlane>, CoreEntity)
    case gatewayToken(ID<ControlPlane>)
    case linkAPI(ID<API>), unlinkAPI(ID<API>)
    case apis, newAPI, previewAPI, previewMarkdown, api(ID<API>), editAPI(ID<API>), deleteAPI(ID<API>)
    case apiIcon(ID<API>), deleteAPIIcon(ID<API>), apiSpecification(ID<API>), apiVersion(ID<API>, ID<APIVersion>)
    case compareVersions(ID<API>, from: ID<APIVersion>? = nil, to: ID<APIVersion>? = nil)
    case apiDocuments(ID<API>), apiDocument(ID<API>, ID<APIDocument>), apiGateway(ID<API>)
    case apiPortals(ID<API>), unpublishAPI(ID<API>, ID<Portal>)
    case versionSource(ID<API>, ID<APIVersion>)
    case packages, newPackage, packageOperations(ID<API>), packageOperation(ID<API>, ID<GatewayOperation>)
    case generatePackageDescription(ID<API>)
    case portalAPIs(ID<Portal>), unpublishFromPortal(ID<Portal>, ID<API>)
    case developers(ID<Portal>), newDeveloper(ID<Portal>), developer(ID<Portal>, ID<Developer>)
    case developerStatus(ID<Portal>, ID<Developer>), deleteDeveloper(ID<Portal>, ID<Developer>)
    case messages, message(ID<OutboxEntry>), retryMessage(ID<OutboxEntry>)
    case dcrProviders, newDCRProvider(DCRProvider.Kind), dcrProvider(ID<DCRProvider>)
    case applicationAuth, newStrategy, strategy(ID<AuthStrategy>), deleteStrategy(ID<AuthStrategy>)
    case portalSettings(ID<Portal>), portalSecurity(ID<Portal>), deletePortal(ID<Portal>)
    case portalSignIn(ID<Portal>), newIdentityProvider(ID<Portal>, IdentityProvider.Kind)
    case identityProvider(ID<Portal>, ID<IdentityProvider>), portalDomain(ID<Portal>)
    case portalEmails(ID<Portal>), portalEmail(ID<Portal>, OutgoingMail.Template), mailDomains
    case portalAllowList(ID<Portal>), allowListEntry(ID<Portal>, ID<IPAllowEntry>)
    case registrations(ID<Portal>), registration(ID<Portal>, ID<Registration>)
    case teams(ID<Portal>), newTeam(ID<Portal>), team(ID<Portal>, ID<Team>)
    case applications(ID<Portal>), application(ID<Portal>, ID<Application>)
    case applicationOwner(ID<Portal>, ID<Application>), deleteApplication(ID<Portal>, ID<Application>)

    package var path: String {
        generalPath ?? organizationPath ?? portalPath ?? settingsPath ?? accessPath ?? gatewayPath ?? catalogPath
            ?? packagePath ?? auditPath ?? "/"
    }

    private var generalPath: String? {
        switch self {
        case .home: "/"
        case .signIn(let place): place == "/" ? "/sign-in" : "/sign-in?return_to=\(QueryString.encoded(place))"
        case .signOut: "/sign-out"
        case .setUp(let token): "/setup?token=\(QueryString.encoded(token))"
        case .search: "/search"
        case .account: "/account"
        case .newPassword: "/account/password"
        case .newToken: "/account/tokens"
        case .revokeToken(let id): "/account/tokens/\(id)/revoke"
        case .messages: "/messages"
        case .message(let id): "/messages/\(id)"
        case .retryMessage(let id): "/messages/\(id)/retry"
        case .applicationAuth: "/application-auth"
        default: nil
        }
    }

    private var organizationPath: String? {
        switch self {
        case .organization: "/organization"
        case .invite: "/organization/people"
        case .person(let id): "/organization/people/\(id)"
        case .invitation(let token): "/invitation?token=\(QueryString.encoded(token))"
        case .organizationRoles: "/organization/roles"
        case .organizationTokens: "/organization/tokens"
        case .organizationSettings: "/organization/settings"
        case .tokenSettings: "/organization/settings/tokens"
        case .addressSettings: "/organization/settings/addresses"
        case .operatorTeams: "/organization/teams"
        case .operatorTeam(let id): "/organization/teams/\(id)"
        case .systemAccounts: "/organization/system-accounts"
        case .systemAccount(let id): "/organization/system-accounts/\(id)"
        default: nil
        }
    }

    private var portalPath: String? {
        switch self {
        case .portals: "/portals"
        case .newPortal: "/portals/new"
        case .portal(let id): "/portals/\(id)"
        case .portalAppearance(let id): "/portals/\(id)/appearance"
        case .portalPages(let id): "/portals/\(id)/pages"
        case .portalPage(let portal, let id): "/portals/\(portal)/pages/\(id)"
        case .defaultContent(let id): "/portals/\(id)/pages/defaults"
        case .snippets(let id): "/portals/\(id)/snippets"
        case .snippet(let portal, let id): "/portals/\(portal)/snippets/\(id)"
        case .developers(let portal): "/portals/\(portal)/developers"
        case .newDeveloper(let portal): "/portals/\(portal)/developers/new"
        case .developer(let portal, let id): "/portals/\(portal)/developers/\(id)"
        case .developerStatus(let portal, let id): "/portals/\(portal)/developers/\(id)/status"
        case .deleteDeveloper(let portal, let id): "/portals/\(portal)/developers/\(id)/delete"
        case .portalAPIs(let id): "/portals/\(id)/apis"
        case .unpublishFromPortal(let id, let api): "/portals/\(id)/apis/\(api)/unpublish"
        default: nil
        }
    }

    private var settingsPath: String? {
        switch self {
        case .portalSettings(let id): "/portals/\(id)/settings"
        case .portalSecurity(let id): "/portals/\(id)/settings/security"
        case .deletePortal(let id): "/portals/\(id)/delete"
        case .portalSignIn(let id): "/portals/\(id)/settings/sign-in"
        case .newIdentityProvider(let id, let kind): "/portals/\(id)/settings/sign-in/new-\(kind.rawValue)"
        case .identityProvider(let portal, let id): "/portals/\(portal)/settings/sign-in/\(id)"
        case .portalDomain(let id): "/portals/\(id)/settings/domain"
        case .portalEmails(let id): "/portals/\(id)/settings/emails"
        case .portalEmail(let id, let name): "/portals/\(id)/settings/emails/\(name.rawValue)"
        case .mailDomains: "/mail-domains"
        case .portalAllowList(let id): "/portals/\(id)/settings/ip-allow-list"
        case .allowListEntry(let portal, let id): "/portals/\(portal)/settings/ip-allow-list/\(id)"
        default: nil
        }
    }

    private var gatewayPath: String? {
        switch self {
        case .gateway: "/gateway"
        case .newControlPlane: "/gateway/new"
        case .controlPlane(let id): "/gateway/\(id)"
        case .coreEntities(let plane, let kind): "/gateway/\(plane)/\(kind.rawValue)s"
        case .newCoreEntity(let plane, let kind, let api, let service):
            "/gateway/\(plane)/\(kind.rawValue)s/new"
                + (api.map { "?api=\($0)" + (service.map { "&service=\($0)" } ?? "") } ?? "")
        case .coreEntity(let plane, let entity): "/gateway/\(plane)/\(entity.kind.rawValue)s/\(entity.id)"
        case .deleteCoreEntity(let plane, let entity):
            "/gateway/\(plane)/\(entity.kind.rawValue)s/\(entity.id)/delete"
        case .gatewayToken(let id): "/gateway/\(id)/tokens"
        default: nil
        }
    }

    private var catalogPath: String? {
        switch self {
        case .linkAPI(let id): "/apis/\(id)/gateway"
        case .unlinkAPI(let id): "/apis/\(id)/gateway/unlink"
        case .apis: "/apis"
        case .newAPI: "/apis/new"
        case .previewAPI: "/apis/preview"
        case .previewMarkdown: "/preview/markdown"
        case .api(let id): "/apis/\(id)"
        case .editAPI(let id): "/apis/\(id)/edit"
        case .deleteAPI(let id): "/apis/\(id)/delete"
        case .apiIcon(let id): "/apis/\(id)/icon"
        case .deleteAPIIcon(let id): "/apis/\(id)/icon/delete"
        case .apiSpecification(let id): "/apis/\(id)/specification"
        case .apiVersion(let id, let version): "/apis/\(id)/specification/\(version)"
        case .compareVersions(let id, let from, let to):
            "/apis/\(id)/compare"
                + (from.flatMap { from in to.map { "?from=\(from)&to=\($0)" } } ?? to.map { "?to=\($0)" } ?? "")
        case .apiDocuments(let id): "/apis/\(id)/documents"
        case .apiDocument(let id, let document): "/apis/\(id)/documents/\(document)"
        case .apiGateway(let id): "/apis/\(id)/gateway"
        case .apiPortals(let id): "/apis/\(id)/portals"
        case .unpublishAPI(let id, let portal): "/apis/\(id)/portals/\(portal)/unpublish"
        default: nil
        }
    }

    private var packagePath: String? {
        switch self {
        case .versionSource(let id, let version): "/apis/\(id)/specification/\(version)/source"
        case .packages: "/packages"
        case .newPackage: "/packages/new"
        case .packageOperations(let id): "/packages/\(id)/operations"
        case .packageOperation(let id, let operation): "/packages/\(id)/operations/\(operation)"
        case .generatePackageDescription(let id): "/packages/\(id)/specification/generate"
        default: nil
        }
    }

    /// The same place of an entry of the catalog of either kind: packages have pages as APIs do.
    package func path(_ kind: API.Kind) -> String {
        let path = self.path
        return kind == .package && path.hasPrefix("/apis") ? "/packages" + path.dropFirst(5) : path
    }

    private var accessPath: String? {
        switch self {
        case .newStrategy: "/application-auth/new"
        case .dcrProviders: "/dcr-providers"
        case .newDCRProvider(let kind): "/dcr-providers/new/\(kind.rawValue)"
        case .dcrProvider(let id): "/dcr-providers/\(id)"
        case .strategy(let id): "/application-auth/\(id)"
        case .deleteStrategy(let id): "/application-auth/\(id)/delete"
        case .registrations(let portal): "/portals/\(portal)/registrations"
        case .registration(let portal, let id): "/portals/\(portal)/registrations/\(id)"
        case .teams(let portal): "/portals/\(portal)/teams"
        case .newTeam(let portal): "/portals/\(portal)/teams/new"
        case .team(let portal, let id): "/portals/\(portal)/teams/\(id)"
        case .applications(let portal): "/portals/\(portal)/applications"
        case .application(let portal, let id): "/portals/\(portal)/applications/\(id)"
        case .applicationOwner(let portal, let id): "/portals/\(portal)/applications/\(id)/owner"
        case .deleteApplication(let portal, let id): "/portals/\(portal)/applications/\(id)/delete"
        default: nil
        }
    }
}
