import Model
import Web

/// Every address of a portal's site: links, routes and tests use it.
///
/// For a route, pass the name of its parameter in braces.
package enum SiteAddress: Sendable, Equatable {
    case home
    case signIn(returnTo: String? = nil)
    case signOut
    case register, registered
    case verifyEmail(token: String? = nil)
    case resetPassword(token: String? = nil)
    case forgotPassword, linkSent
    case account
    case apis

    package var path: String {
        switch self {
        case .home: "/"
        case .signIn(let target): "/login" + Self.query("return_to", target)
        case .signOut: "/logout"
        case .register: "/register"
        case .registered: "/register/sent"
        case .verifyEmail(let token): "/verify-email" + Self.query("token", token)
        case .resetPassword(let token): "/reset-password" + Self.query("token", token)
        case .forgotPassword: "/forgot-password"
        case .linkSent: "/forgot-password/sent"
        case .account: "/account"
        case .apis: "/apis"
        }
    }

    private static func query(_ name: String, _ value: String?) -> String {
        value.map { "?\(name)=\(QueryString.encoded($0))" } ?? ""
    }
}
