import HTTPTypes
package import Hummingbird

// A flash travels in a cookie: one request leaves it for the page that the next one shows.
extension Flash {
    package static let cookieName = "portico_flash"

    /// The message that the request's cookie carries.
    package static func read(_ request: Request) -> Flash? {
        guard let value = request.cookieValue(cookieName) else { return nil }
        let parts = value.split(separator: ".", maxSplits: 1)
        guard parts.count == 2, let tone = UI.Tone(rawValue: String(parts[0])) else { return nil }
        return Flash(tone, QueryString.decoded(parts[1]))
    }

    var cookie: Cookie {
        Cookie(Self.cookieName, "\(tone.rawValue).\(QueryString.encoded(text))", maxAge: .seconds(30), isSecure: false)
    }
}

extension Reply {
    /// Leaves a message for the next page.
    package func with(_ flash: Flash) -> Reply {
        with(flash.cookie)
    }

    /// Takes the message away, once a page has shown it.
    package func clearing(_ flash: Flash?) -> Reply {
        flash == nil ? self : with(Cookie.expired(Flash.cookieName, isSecure: false))
    }
}
