import Hummingbird
import Web

/// Tells by the Host header which of two routers answers: a portal's site, or Console and management API.
struct HostResponder<Main: HTTPResponder, Site: HTTPResponder>: HTTPResponder
where Main.Context == AppContext, Site.Context == AppContext {
    let main: Main
    let site: Site
    let baseDomain: String
    let mainHost: String

    func respond(to request: Request, context: AppContext) async throws -> Response {
        let host = HostName.name(of: request)
        let isPortal = host != mainHost && host.hasSuffix("." + baseDomain)
        return try await isPortal
            ? site.respond(to: request, context: context) : main.respond(to: request, context: context)
    }
}
