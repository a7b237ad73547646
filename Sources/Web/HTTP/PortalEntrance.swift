package import Core
package import Hummingbird
import Model

/// Finds out whose portal a request is for, and who is signed in on it.
package struct PortalEntrance: Sendable {
    private let portals: Portals
    private let developers: Developers

    package init(_ product: Product) {
        portals = product.portals
        developers = product.developers
    }

    /// Anybody on a portal's host. A cookie that is no session of this portal counts as none. Refuses `notFound` when
    /// the Host header names no portal.
    package func visitor(_ request: Request) async throws -> PortalVisitor {
        guard let (portal, look) = try await portals.find(host: HostName.name(of: request)) else {
            throw Refusal.notFound
        }
        let secret = request.cookieValue(SessionCookies.access)
        let developer = try await secret.asyncFlatMap { try await developers.session($0, on: portal) }
        return PortalVisitor(portal: portal, developer: developer, flash: Flash.read(request), look: look)
    }

    /// Somebody who is signed in. Refuses visitors as unauthenticated, and everybody on portals without accounts.
    package func developer(_ request: Request) async throws -> PortalDeveloper {
        let visitor = try await visitor(request)
        guard visitor.portal.authenticationEnabled else { throw Refusal.notFound }
        guard let developer = visitor.developer else { throw Refusal.unauthenticated() }
        return PortalDeveloper(
            portal: visitor.portal, developer: developer, flash: visitor.flash, look: visitor.look)
    }
}

/// The cookies that a developer's session lives in.
package enum SessionCookies {
    package static let access = "portalaccesstoken"
    package static let refresh = "portalrefreshtoken"
    /// Covers the refresh operation of every version of the developer API, and no page.
    private static let refreshPath = "/api"

    package static func set(_ secrets: SessionSecrets, isSecure: Bool) -> [Cookie] {
        [
            Cookie(
                access, secrets.access.text, maxAge: DeveloperSession.absoluteLimit, isSecure: isSecure),
            Cookie(
                refresh, secrets.refresh.text, path: refreshPath, maxAge: DeveloperSession.absoluteLimit,
                isSecure: isSecure),
        ]
    }

    package static func cleared(isSecure: Bool) -> [Cookie] {
        [.expired(access, isSecure: isSecure), .expired(refresh, path: refreshPath, isSecure: isSecure)]
    }
}

extension Reply {
    package func with(_ cookies: [Cookie]) -> Reply {
        cookies.reduce(self) { $0.with($1) }
    }
}

extension Optional where Wrapped: Sendable {
    fileprivate func asyncFlatMap<Value>(
        _ transform: (Wrapped) async throws -> Value?
    ) async rethrows -> Value? {
        guard let self else { return nil }
        return try await transform(self)
    }
}
