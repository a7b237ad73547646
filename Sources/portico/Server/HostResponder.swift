import Core
import Hummingbird
import Web

/// Tells by the Host header which of two routers answers: a portal's site, or Console and management API.
struct HostResponder<Main: HTTPResponder, Site: HTTPResponder>: HTTPResponder
where Main.Context == AppContext, Site.Context == AppContext {
    private let main: Main
    private let site: Site
    private let baseDomain: String
    private let suffix: String
    private let mainHost: String
    private let customDomains: CustomDomains

    init(main: Main, site: Site, baseDomain: String, mainHost: String, customDomains: CustomDomains) {
        (self.main, self.site, self.mainHost, self.baseDomain) = (main, site, mainHost, baseDomain)
        suffix = "." + baseDomain
        self.customDomains = customDomains
    }

    func respond(to request: Request, context: AppContext) async throws -> Response {
        let host = HostName.name(of: request)
        return try await isPortal(host)
            ? site.respond(to: request, context: context) : main.respond(to: request, context: context)
    }

    /// A custom domain whose portal cannot be looked up is answered like an unknown host.
    private func isPortal(_ host: String) async -> Bool {
        if host == mainHost || host == baseDomain { return false }
        if host.hasSuffix(suffix) { return true }
        return (try? await customDomains.isServed(host)) ?? false
    }
}
