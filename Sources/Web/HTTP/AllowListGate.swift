package import Core
package import Hummingbird
package import Model

/// Turns away whoever stands at a portal's door with an address that is not on its list: before anything is looked up
/// or taken from memory. Our own styles and scripts stay open, for the page that says so.
package struct AllowListGate: RouterMiddleware {
    package typealias Context = AppContext

    private let lists: IPAllowLists
    private let proxies: TrustedProxies
    private let headers: SecurityHeaders
    private let page: @Sendable (Refusal, _ address: String) -> Reply

    package init(
        _ lists: IPAllowLists, proxies: TrustedProxies, headers: SecurityHeaders,
        page: @escaping @Sendable (Refusal, _ address: String) -> Reply
    ) {
        self.lists = lists
        self.proxies = proxies
        self.headers = headers
        self.page = page
    }

    package func handle(
        _ request: Request, context: AppContext, next: (Request, AppContext) async throws -> Response
    ) async throws -> Response {
        let path = request.uri.path
        if path.hasPrefix("/_core/assets/") { return try await next(request, context) }
        let list: IPAllowList?
        do {
            list = try await lists.enforced(on: HostName.name(of: request))
        } catch let refusal as Refusal {
            return answer(Problem.reply(refusal, requestID: context.id), context)
        }
        guard let list else { return try await next(request, context) }
        let address = proxies.origin(of: request.head, peer: context.peer?.ipAddress).address
        if list.admits(address) { return try await next(request, context) }
        let refusal = Refusal.forbidden("This portal is not open to your address, \(address).")
        let reply = path.hasPrefix("/api/") ? Problem.reply(refusal, requestID: context.id) : page(refusal, address)
        return answer(reply.with(.cacheControl, "no-store"), context)
    }

    private func answer(_ reply: Reply, _ context: AppContext) -> Response {
        var response = reply.response
        headers.set(on: &response, requestID: context.id)
        return response
    }
}
