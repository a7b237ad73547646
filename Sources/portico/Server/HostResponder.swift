import Hummingbird
import Web

/// Tells by the Host header which of two routers answers: a portal's site, or Console and management API.
struct HostResponder<Main: HTTPResponder, Site: HTTPResponder>: HTTPResponder
where Main.Context == AppContext, Site.Context == AppContext {
    private let main: Main
    private let site: Site
    private let suffix: String
    private let mainHost: String

    init(main: Main, site: Site, baseDomain: String, mainHost: String) {
        (self.main, self.site, self.mainHost) = (main, site, mainHost)
        suffix = "." + baseDomain
    }

    func respond(to request: Request, context: AppContext) async throws -> Response {
        let host = HostName.name(of: request)
        let isPortal = host != mainHost && host.hasSuffix(suffix)
        return try await isPortal
            ? site.respond(to: request, context: context) : main.respond(to: request, context: context)
    }
}
