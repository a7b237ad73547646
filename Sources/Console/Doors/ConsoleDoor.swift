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

    package var actor: Actor { .operator(account.id) }
}

/// The doors of the Console: one for signed-in operators, one for whoever opens the sign-in page.
package enum ConsoleDoor {
    package static let cookieName = "portico_console"

    package static func signedIn(_ product: Product, proxies: TrustedProxies) -> Door<ConsoleCaller> {
        Door(proxies: proxies) { request, _ in
            try SameOrigin.check(request)
            guard let secret = sessionSecret(request),
                let account = try await product.operators.account(session: secret)
            else { throw Refusal.unauthenticated() }
            return ConsoleCaller(account: account, flash: Flash.read(request), path: request.uri.path)
        } present: { refusal, request, requestID in
            if case .unauthenticated? = refusal {
                return .redirect(to: ConsoleAddress.signIn(returnTo: request.uri.string).path)
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
