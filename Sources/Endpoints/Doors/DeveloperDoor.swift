package import Core
import HTTPTypes
import Hummingbird
import Model
package import Web

/// The doors of the developer API, on each portal's own host: the session cookie in, problem JSON out.
package enum DeveloperDoor {
    /// For operations that visitors may call too.
    package static func open(_ product: Product, proxies: TrustedProxies) -> Door<PortalVisitor> {
        let entrance = PortalEntrance(product)
        return Door(proxies: proxies) { request, _ in
            try checkOrigin(request)
            return try await entrance.visitor(request)
        } present: { refusal, _, requestID in
            Problem.reply(refusal, requestID: requestID, invalidTitle: "Bad Request")
        }
    }

    /// For operations that need a signed-in developer.
    package static func signedIn(_ product: Product, proxies: TrustedProxies) -> Door<PortalDeveloper> {
        let entrance = PortalEntrance(product)
        return Door(proxies: proxies) { request, _ in
            try checkOrigin(request)
            return try await entrance.developer(request)
        } present: { refusal, _, requestID in
            Problem.reply(refusal, requestID: requestID, invalidTitle: "Bad Request")
        }
    }

    /// Browsers say where a state-changing request comes from; what says nothing is no browser, and nobody's site can
    /// make it send a cookie.
    private static func checkOrigin(_ request: Request) throws {
        if request.headers[.secFetchSite] == nil, request.headers[.origin] == nil { return }
        try SameOrigin.check(request)
    }
}

/// Every route of the developer API, in two lists: what is mounted is what stands here.
package enum DeveloperAPI {
    package static func endpoints(_ product: Product) -> [Endpoint<PortalVisitor>] {
        PortalContextRoutes(product).endpoints + AccountRoutes(product).endpoints
            + CatalogRoutes(product).endpoints + SearchRoutes(product).endpoints
            + ContentRoutes(product).endpoints
    }

    package static func signedInEndpoints(_ product: Product) -> [Endpoint<PortalDeveloper>] {
        ProfileRoutes().endpoints + DeveloperApplicationRoutes(product).endpoints
            + DeveloperRegistrationRoutes(product).endpoints + DeveloperTeamRoutes(product).endpoints
            + DeveloperAnalyticsRoutes(product).endpoints
    }
}
