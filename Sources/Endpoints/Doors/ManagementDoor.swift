package import Core
import HTTPTypes
import Hummingbird
package import Model
package import Web

/// An operator who showed a token, or the Console's session on the same host.
package struct OperatorCaller: Sendable {
    package let actor: Actor
}

/// The door of the management APIs: bearer tokens in, problem JSON out.
package enum ManagementDoor {
    package static func make(_ product: Product, proxies: TrustedProxies) -> Door<OperatorCaller> {
        Door(proxies: proxies) { request, _ in
            guard let token = bearer(request.headers[.authorization]) else { throw Refusal.unauthenticated() }
            return OperatorCaller(actor: .operator(try await product.operators.authenticate(token: token)))
        } present: { refusal, _, requestID in
            Problem.reply(refusal, requestID: requestID)
        }
    }

    private static func bearer(_ header: String?) -> String? {
        guard let header else { return nil }
        let parts = header.split(separator: " ", maxSplits: 1)
        return parts.count == 2 && parts[0].lowercased() == "bearer" ? String(parts[1]) : nil
    }
}
