package import Core
import HTTPTypes
import Hummingbird
package import Model
package import Web

/// An operator who is signed in to the Console.
package struct ConsoleCaller: Sendable {
    package let account: Operator
    /// A message left by the request before this one.
    package let flash: Flash?
    /// Where the request points; the sidebar marks it.
    package let path: String
    /// What they may do.
    package let access: ConsoleAccess

    package var actor: Actor { .operator(account.id) }
}

/// The doors of the Console: one for signed-in operators, one for whoever opens the sign-in page.
package enum ConsoleDoor {
    package static let cookieName = "portico_console"

    package static func signedIn(_ product: Product, proxies: TrustedProxies) -> Door<ConsoleCaller> {
        Door(proxies: proxies) { request, origin in
            try SameOrigin.check(request)
            try await product.organizations.requireAdmitted(origin.address)
            guard let secret = sessionSecret(request),
                let account = try await product.operators.account(session: secret)
            else { throw Refusal.unauthenticated() }
            let path = request.uri.path
            let access = try await ConsoleAccess.load(product, .operator(account.id), path: path)
            return ConsoleCaller(account: account, flash: Flash.read(request), path: path, access: access)
        } present: { refusal, request, requestID in
            if case .unauthenticated? = refusal {
                let detour = SignInDetour(request)
                return detour.reply(to: ConsoleAddress.signIn(returnTo: detour.target ?? "/").path)
            }
            return ConsoleErrorPage.reply(refusal, requestID: requestID)
        }
    }

    package static func open(proxies: TrustedProxies) -> Door<ConsoleVisitor> {
        Door(proxies: proxies) { request, _ in
            try SameOrigin.check(request)
            return ConsoleVisitor(flash: Flash.read(request))
        } present: { refusal, _, requestID in
            ConsoleErrorPage.reply(refusal, requestID: requestID)
        }
    }

    /// The session's secret, under the name for TLS or the plain one.
    static func sessionSecret(_ request: Request) -> String? {
        request.cookieValue("__Host-\(cookieName)") ?? request.cookieValue(cookieName)
    }

    static func sessionCookie(_ secret: String?, isSecure: Bool) -> Web.Cookie {
        let name = isSecure ? "__Host-\(cookieName)" : cookieName
        guard let secret else { return .expired(name, isSecure: isSecure) }
        return Web.Cookie(name, secret, maxAge: Operators.absoluteLimit, isSecure: isSecure)
    }
}

/// Somebody who is not signed in to the Console.
package struct ConsoleVisitor: Sendable {
    package let flash: Flash?
}
