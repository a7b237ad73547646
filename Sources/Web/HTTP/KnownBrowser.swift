import Core
package import Hummingbird

/// The cookie by which a browser shows where it signs in that it has done so before; see `SignInThrottle`.
package enum KnownBrowser {
    private static let name = "portico_browser"

    /// What the browser was given.
    package static func read(_ request: Request) -> String? {
        request.cookieValue(name)
    }

    /// Only the address that signs in gets it back, so that other pages stay the same for everybody.
    package static func cookie(_ text: String, path: String, isSecure: Bool) -> Cookie {
        Cookie(name, text, path: path, maxAge: SignInThrottle.browserLife, isSecure: isSecure)
    }
}
