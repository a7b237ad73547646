import HTTPTypes
package import Hummingbird

/// The way of somebody without a session over the sign-in page and back.
package struct SignInDetour {
    /// Where to go afterwards: the page that was asked for, or the one whose form was sent; nil when nobody knows.
    package let target: String?
    private let isForm: Bool

    package init(_ request: Request) {
        isForm = request.method != .get
        target = isForm ? Self.page(request.headers[.referer]) : LocalPath.checked(request.uri.string)
    }

    /// To the sign-in page; whoever sent a form learns that it went nowhere.
    package func reply(to signIn: String) -> Reply {
        let reply = Reply.redirect(to: signIn)
        guard isForm else { return reply }
        return reply.with(Flash(.warn, "Your session has ended, so nothing was sent. Sign in and send it again."))
    }

    /// The path of an address, without its host.
    private static func page(_ address: String?) -> String? {
        guard let address, let start = address.firstRange(of: "://")?.upperBound else { return nil }
        let rest = address[start...]
        guard let slash = rest.firstIndex(of: "/") else { return nil }
        return LocalPath.checked(String(rest[slash...]))
    }
}
