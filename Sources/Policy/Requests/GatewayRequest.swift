/// A request's head and where it came in: all that a decision is made from.
package struct GatewayRequest: Sendable {
    package var method: String
    /// As it stood in the request line.
    package var target: RequestTarget
    /// The host without its port, in lower case; empty when the request names none.
    package var host: String
    /// The port that the host field names.
    package var hostPort: Int?
    package var headers: HeaderFields
    package var secure: Bool
    /// The address of the peer, without its port.
    package var peer: String
    /// Whether what the peer forwards about its own client is believed.
    package var peerIsTrusted: Bool
    /// The port that the request came in by.
    package var port: Int
    /// The name of the TLS server name indication.
    package var sni: String?

    package init(
        method: String, target: RequestTarget, headers: HeaderFields, secure: Bool = false, peer: String = "127.0.0.1",
        peerIsTrusted: Bool = false, port: Int = 8000, sni: String? = nil
    ) {
        self.method = method
        self.target = target
        self.headers = headers
        self.secure = secure
        self.peer = peer
        self.peerIsTrusted = peerIsTrusted
        self.port = port
        self.sni = sni
        (host, hostPort) = Self.split(target.authority ?? headers.first("host") ?? "")
    }

    /// Whether a browser asks for permission before the real request.
    package var isPreflight: Bool {
        method == "OPTIONS" && headers.first("origin")?.isEmpty == false
            && headers.first("access-control-request-method") != nil
    }

    /// `Example.com:80` is `example.com` and 80; brackets of an IPv6 address stay.
    static func split(_ authority: String) -> (host: String, port: Int?) {
        let text = ASCII.lowercased(authority)
        guard let colon = text.utf8.lastIndex(of: 0x3A), !text.utf8[colon...].contains(0x5D) else { return (text, nil) }
        return (String(text[..<colon]), Int(text[text.index(after: colon)...]))
    }
}
