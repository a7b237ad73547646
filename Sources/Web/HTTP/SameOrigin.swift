import HTTPTypes
package import Hummingbird
import Model

/// Refuses requests that another site made a browser send.
package enum SameOrigin {
    /// Passes what changes nothing, and what a browser says comes from this host. Refuses the rest, so that no form
    /// needs a token.
    package static func check(_ request: Request) throws {
        if request.method == .get || request.method == .head { return }
        if let site = request.headers[.secFetchSite] {
            if site == "same-origin" || site == "none" { return }
        } else if let origin = request.headers[.origin], let host = request.head.authority,
            origin.split(separator: "/", maxSplits: 2).last.map(String.init) == host
        {
            return
        }
        throw Refusal.forbidden("This form was sent from another site. Open the page here and try again.")
    }
}
