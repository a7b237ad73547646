/// What the gateway knows about a request field by its name.
enum HeaderKind: UInt8 {
    case other
    case host, connection, contentLength, transferEncoding, te, expect, via
    /// Means something to the next hop only.
    case hopByHop
    /// Says who calls: only the gateway may.
    case identity
    case forwardedFor, forwardedProto, forwardedHost, forwardedPort, forwardedPath, forwardedPrefix, realIP
    case requestID

    /// Underscores count as hyphens, because servers behind us may fold them: `Content_Length` must not frame a body
    /// there, nor `X_Consumer_ID` name a caller.
    init(of name: String) {
        self = Self.table.kind(of: name)
    }

    private static let table = HeaderTable([
        ("host", .host), ("connection", .connection), ("content-length", .contentLength),
        ("transfer-encoding", .transferEncoding), ("te", .te), ("expect", .expect), ("via", .via),
        ("keep-alive", .hopByHop), ("proxy", .hopByHop), ("proxy-connection", .hopByHop), ("upgrade", .hopByHop),
        ("http2-settings", .hopByHop), ("trailer", .hopByHop),
        ("x-application-id", .identity), ("x-application-name", .identity), ("x-developer-id", .identity),
        ("x-portal-id", .identity), ("x-credential-identifier", .identity), ("x-consumer-id", .identity),
        ("x-consumer-username", .identity), ("x-consumer-custom-id", .identity),
        ("x-consumer-groups", .identity), ("x-authenticated-groups", .identity),
        ("x-anonymous-consumer", .identity), ("x-ace-operation-id", .identity),
        ("x-forwarded-for", .forwardedFor), ("x-forwarded-proto", .forwardedProto),
        ("x-forwarded-host", .forwardedHost), ("x-forwarded-port", .forwardedPort),
        ("x-forwarded-path", .forwardedPath), ("x-forwarded-prefix", .forwardedPrefix), ("x-real-ip", .realIP),
        ("x-kong-request-id", .requestID),
    ])
}

/// Names by length, so that most are told apart without a comparison.
private struct HeaderTable {
    private var byLength: [[(name: [UInt8], kind: HeaderKind)]]

    init(_ entries: [(String, HeaderKind)]) {
        let longest = entries.map(\.0.utf8.count).max() ?? 0
        byLength = Array(repeating: [], count: longest + 1)
        for (name, kind) in entries { byLength[name.utf8.count].append((Array(name.utf8), kind)) }
    }

    func kind(of name: String) -> HeaderKind {
        let bytes = name.utf8
        guard bytes.count < byLength.count else { return .other }
        for candidate in byLength[bytes.count] where Self.matches(bytes, candidate.name) {
            return candidate.kind
        }
        return .other
    }

    private static func matches(_ bytes: String.UTF8View, _ name: [UInt8]) -> Bool {
        var index = 0
        for byte in bytes {
            let expected = name[index]
            guard ASCII.lower(byte) == expected || (byte == 0x5F && expected == 0x2D) else { return false }
            index += 1
        }
        return true
    }
}
