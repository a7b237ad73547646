package import HTTPTypes
import Model

/// Whose `X-Forwarded-*` headers are believed, and what they say of a request.
package struct TrustedProxies: Sendable {
    private let networks: [Network]

    /// Networks in CIDR notation or single addresses. Throws a sentence that names the wrong one.
    package init(_ texts: [String]) throws {
        networks = try texts.map { text in
            guard let network = Network(text) else {
                throw TrustedProxiesError(
                    description: "\"\(text)\" is neither an address nor a network such as 10.0.0.0/8")
            }
            return network
        }
    }

    package static let none = TrustedProxies(networks: [])

    private init(networks: [Network]) {
        self.networks = networks
    }

    /// The address and scheme of the client: the last address that no trusted proxy vouches for.
    package func origin(of request: HTTPRequest, peer: String?) -> ClientOrigin {
        guard let peer, networks.contains(where: { $0.contains(peer) }) else {
            return ClientOrigin(address: peer ?? "unknown", isSecure: request.scheme == "https")
        }
        let chain = request.headerFields[values: .xForwardedFor].filter { !$0.isEmpty }.joined(separator: ",")
        // A hop without an address is somebody's, and nobody's that is trusted.
        let forwarded =
            chain.isEmpty
            ? [] : chain.split(separator: ",", omittingEmptySubsequences: false).map { $0.filter { $0 != " " } }
        let client = forwarded.reversed().first { hop in !networks.contains { $0.contains(hop) } }
        let scheme = request.headerFields[.xForwardedProto] ?? request.scheme
        return ClientOrigin(address: client ?? forwarded.first ?? peer, isSecure: scheme == "https")
    }
}

package struct TrustedProxiesError: Error, CustomStringConvertible {
    package let description: String
}

/// Where a request came from.
package struct ClientOrigin: Sendable, Equatable {
    package var address: String
    package var isSecure: Bool

    /// The key that per-address limits count by: an IPv4 address, or the /64 of an IPv6 address.
    package var throttleKey: String {
        guard let bytes = Network.bytes(of: address), bytes.count == 16 else { return address }
        return bytes.prefix(8).map { String($0, radix: 16) }.joined(separator: ":") + "/64"
    }
}

extension HTTPField.Name {
    package static let xForwardedFor = fixed("x-forwarded-for")
    package static let xForwardedProto = fixed("x-forwarded-proto")
    package static let xRequestID = fixed("x-request-id")
    package static let secFetchSite = fixed("sec-fetch-site")
    package static let retryAfterSeconds = fixed("retry-after")

    /// A name that is known to be valid.
    package static func fixed(_ name: String) -> HTTPField.Name {
        HTTPField.Name(name) ?? .contentType
    }
}
