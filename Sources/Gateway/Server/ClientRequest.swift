import NIOCore
import NIOHTTP1
import Policy

/// A request that has passed the first checks.
struct ClientRequest {
    let head: GatewayRequest
    let framing: RequestFraming
    let isHTTP10: Bool
    let keepsAlive: Bool
    let expectsContinue: Bool
    let wantsTrailers: Bool
    let id: String
    let started: NIODeadline

    var elapsedMicroseconds: Int64 { (NIODeadline.now() - started).nanoseconds / 1_000 }
}

/// What is known of a connection before any request.
struct ClientAddress {
    let peer: String
    let isTrusted: Bool
    let port: Int
}

extension ClientRequest {
    /// Takes a head apart; a refusal when it is malformed or ambiguous.
    static func read(
        _ head: HTTPRequestHead, _ fields: HeaderFields, from address: ClientAddress, id: String
    ) -> Result<ClientRequest, GatewayRefusal> {
        let isHTTP10 = head.version.minor == 0
        if let refusal = RequestRules.refusal(method: head.method.rawValue, headers: fields, isHTTP10: isHTTP10) {
            return .failure(refusal)
        }
        guard let framing = RequestFraming(fields, isHTTP10: isHTTP10), let target = RequestTarget(head.uri) else {
            return .failure(.badRequest)
        }
        if let authority = target.authority, !RequestRules.isHost(authority) { return .failure(.badRequest) }
        let te = fields.first("te")
        let request = GatewayRequest(
            method: head.method.rawValue, target: target, headers: fields, peer: address.peer,
            peerIsTrusted: address.isTrusted, port: address.port)
        return .success(
            ClientRequest(
                head: request, framing: framing, isHTTP10: isHTTP10,
                // The parser stops at a request that asks for another protocol.
                keepsAlive: head.isKeepAlive && fields.first("upgrade") == nil,
                expectsContinue: !isHTTP10 && fields.first("expect").map { ASCII.same($0, "100-continue") } ?? false,
                wantsTrailers: !isHTTP10 && te.map(HopByHop.asksForTrailers) ?? false, id: id, started: .now()))
    }
}
