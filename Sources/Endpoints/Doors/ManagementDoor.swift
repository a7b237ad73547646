package import Core
import HTTPTypes
import Hummingbird
package import Model
package import Web

/// An operator or a system account who showed a token.
package struct OperatorCaller: Sendable {
    package let actor: Actor
}

/// The door of the management APIs: bearer tokens in, problem JSON out.
package enum ManagementDoor {
    package static func make(_ product: Product, proxies: TrustedProxies) -> Door<OperatorCaller> {
        Door(proxies: proxies) { request, origin in
            try await product.organizations.requireAdmitted(origin.address)
            guard let token = bearer(request.headers[.authorization]) else { throw Refusal.unauthenticated() }
            return OperatorCaller(actor: try await product.operators.authenticate(token: token))
        } present: { refusal, request, requestID in
            if let refusal, PlainRefusal.isMet(at: request.uri.path) { return PlainRefusal.reply(refusal) }
            if case .unauthenticated? = refusal, CoreEntityStranger.isMet(at: request.uri.path) {
                return CoreEntityStranger.reply
            }
            return Problem.reply(refusal, requestID: requestID)
        }
    }

    private static func bearer(_ header: String?) -> String? {
        guard let header else { return nil }
        let parts = header.split(separator: " ", maxSplits: 1)
        return parts.count == 2 && parts[0].lowercased() == "bearer" ? String(parts[1]) : nil
    }
}
