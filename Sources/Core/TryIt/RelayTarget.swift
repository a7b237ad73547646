import Rendering

/// Where a relayed request would go, taken apart so that nothing in the address can mean two things.
struct RelayTarget: Equatable {
    /// `https://api.example.com:8443`, in lower case.
    let origin: String
    let path: String

    /// Nil for anything but a plain address over HTTP: no account, no backslash, no step upwards.
    init?(_ address: String) {
        let isPlain = address.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x5C && $0 != 0x23 }
        guard isPlain, address.utf8.count <= 8_192, let scheme = address.firstRange(of: "://") else { return nil }
        let rest = address[scheme.upperBound...]
        let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        let authority = rest[..<end].lowercased(), name = address[..<scheme.lowerBound].lowercased()
        guard ["http", "https"].contains(name), !authority.isEmpty, authority.utf8.allSatisfy(Self.isOfHost) else {
            return nil
        }
        let tail = rest[end...].prefix { $0 != "?" }
        let steps = tail.split(separator: "/", omittingEmptySubsequences: false).map {
            $0.lowercased().replacing("%2e", with: ".")
        }
        guard !steps.contains("."), !steps.contains("..") else { return nil }
        origin = "\(name)://\(authority)"
        path = tail.isEmpty ? "/" : String(tail)
    }

    /// Letters, digits, dots, hyphens, a port, and what IPv6 addresses are written with.
    private static func isOfHost(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x61...0x7A, 0x2D, 0x2E, 0x3A, 0x5B, 0x5D, 0x5F: true
        default: false
        }
    }

    /// Whether one of the servers is this one. A variable of a server stands for what the description lists, or for
    /// its default when it lists nothing.
    func belongs(to servers: [APIServer]) -> Bool {
        servers.contains { server in
            Self.addresses(of: server).contains { address in
                guard let base = RelayTarget(address), base.origin == origin else { return false }
                var prefix = base.path[...]
                while prefix.hasSuffix("/") { prefix.removeLast() }
                return path == prefix || path.hasPrefix(prefix + "/")
            }
        }
    }

    /// The server's address with all choices of its variables, as far as they can be counted.
    private static func addresses(of server: APIServer) -> [String] {
        var addresses = [server.template]
        for variable in server.variables {
            let values = variable.choices.isEmpty ? [variable.value] : variable.choices + [variable.value]
            addresses = addresses.flatMap { address in
                values.map { address.replacing("{\(variable.name)}", with: $0) }
            }
            addresses = Array(addresses.prefix(2_000))
        }
        return addresses
    }

    private static let kept: Set<String> = [
        "host", "connection", "content-length", "transfer-encoding", "keep-alive", "te", "trailer", "upgrade", "expect",
        "proxy-authorization", "proxy-connection", "forwarded", "via", "accept-encoding",
    ]

    /// Whether a header goes along: not those that belong to one connection, and none that would make two of one.
    static func isForwarded(_ header: RelayRequest.Header) -> Bool {
        let name = header.name.lowercased()
        let isName =
            !name.isEmpty
            && name.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x61...0x7A, 0x21, 0x23...0x27, 0x2A, 0x2B, 0x2D, 0x2E, 0x5E...0x60, 0x7C, 0x7E: true
                default: false
                }
            }
        let isValue = header.value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
        return isName && isValue && !kept.contains(name) && !name.hasPrefix("x-forwarded-")
    }
}
