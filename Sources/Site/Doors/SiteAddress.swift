package import Model
package import Rendering
import Web

/// Every address of a portal's site: links, routes and tests use it.
///
/// For a route, pass the name of its parameter in braces.
package enum SiteAddress: Sendable, Equatable {
    case home
    case signIn(returnTo: String? = nil)
    case signOut
    case register, registered, awaitingApproval
    case verifyEmail(token: String? = nil)
    case resetPassword(token: String? = nil)
    case forgotPassword, linkSent
    case account
    case apis, search(near: String? = nil)
    case api(String), useAPI(String), apiIcon(ID<API>)
    case document(String, [String])
    case reference(String, ReferencePlace, version: String? = nil, markdown: Bool = false)
    case specification(String, version: String? = nil, format: String? = nil)
    case applications, newApplication, application(String), editApplication(String), deleteApplication(String)
    case registerApplication(String), deleteRegistration(String, String)
    case newClientSecret(String)
    case newKey(String), renameKey(String, String), deleteKey(String, String)
    case teams, team(String)
    case page([String]), picture(PortalAsset.Kind, Instant), sheet(Instant), robots
    case agents, agentsFull
    case samples, signInCallback, relay(String, operation: String, version: String? = nil)
    case compare(String, from: String? = nil, to: String? = nil, markdown: Bool = false)
    case changelog(String, from: String? = nil, markdown: Bool = false)

    package var path: String {
        switch self {
        case .home: "/"
        case .signIn(let target): "/login" + Self.query("return_to", target)
        case .signOut: "/logout"
        case .register: "/register"
        case .registered: "/register/sent"
        case .awaitingApproval: "/register/waiting"
        case .verifyEmail(let token): "/verify-email" + Self.query("token", token)
        case .resetPassword(let token): "/reset-password" + Self.query("token", token)
        case .forgotPassword: "/forgot-password"
        case .linkSent: "/forgot-password/sent"
        case .account: "/account"
        case .apis: "/apis"
        case .search(let api): "/search" + Self.query("near", api)
        case .applications: "/apps"
        case .newApplication: "/apps/new"
        case .application(let id): "/apps/\(id)"
        case .editApplication(let id): "/apps/\(id)/edit"
        case .deleteApplication(let id): "/apps/\(id)/delete"
        case .registerApplication(let id): "/apps/\(id)/register"
        case .deleteRegistration(let id, let registration): "/apps/\(id)/registrations/\(registration)/delete"
        case .newKey(let id): "/apps/\(id)/keys"
        case .newClientSecret(let id): "/apps/\(id)/secret"
        case .renameKey(let id, let key): "/apps/\(id)/keys/\(key)"
        case .deleteKey(let id, let key): "/apps/\(id)/keys/\(key)/delete"
        case .teams: "/account/teams"
        case .team(let id): "/account/teams/\(id)"
        case .api(let slug): "/apis/\(slug)"
        case .useAPI(let slug): "/apis/\(slug)/use"
        case .apiIcon(let id): "/_core/apis/\(id)/icon"
        case .document(let slug, let path): "/apis/\(slug)/docs/\(path.joined(separator: "/"))"
        case .reference(let slug, let place, let version, let isMarkdown):
            Self.reference(slug, place, version, isMarkdown)
        case .page(let segments): PageSlug.path(segments)
        case .picture(let kind, let version): "/_core/portal/\(kind.rawValue)?v=\(version.milliseconds)"
        case .sheet(let version): "/_core/portal/site.css?v=\(version.milliseconds)"
        case .robots: "/robots.txt"
        case .compare(let slug, let from, let to, let isMarkdown): Self.compare(slug, from, to, isMarkdown)
        case .changelog(let slug, let from, let isMarkdown): Self.changelog(slug, from, isMarkdown)
        case .samples: "/_core/samples"
        case .signInCallback: "/_core/oauth-callback"
        case .relay(let slug, let key, let version): Self.relay(slug, key, version)
        case .agents: "/llms.txt"
        case .agentsFull: "/llms-full.txt"
        case .specification(let slug, let version, let format): Self.specification(slug, version, format)
        }
    }

    private static func reference(
        _ slug: String, _ place: ReferencePlace, _ version: String?, _ isMarkdown: Bool
    ) -> String {
        place.address(
            below: "/apis/\(slug)/reference", ending: isMarkdown ? ".md" : "",
            query: version.map { [("version", $0)] } ?? [])
    }

    private static func compare(_ slug: String, _ from: String?, _ to: String?, _ isMarkdown: Bool) -> String {
        "/apis/\(slug)/compare\(isMarkdown ? ".md" : "")" + query([("from", from), ("to", to)])
    }

    private static func changelog(_ slug: String, _ from: String?, _ isMarkdown: Bool) -> String {
        "/apis/\(slug)/changelog\(isMarkdown ? ".md" : "")" + query("from", from)
    }

    private static func specification(_ slug: String, _ version: String?, _ format: String?) -> String {
        "/apis/\(slug)/specification" + query([("version", version), ("format", format)])
    }

    private static func relay(_ slug: String, _ key: String, _ version: String?) -> String {
        "/apis/\(slug)/reference/operations/\(QueryString.encoded(key))/relay" + query("version", version)
    }

    private static func query(_ pairs: [(name: String, value: String?)]) -> String {
        let given = pairs.compactMap { pair in pair.value.map { "\(pair.name)=\(QueryString.encoded($0))" } }
        return given.isEmpty ? "" : "?" + given.joined(separator: "&")
    }

    private static func query(_ name: String, _ value: String?) -> String {
        value.map { "?\(name)=\(QueryString.encoded($0))" } ?? ""
    }
}
