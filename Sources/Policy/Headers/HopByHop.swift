/// Fields that end at the next hop.
package enum HopByHop {
    /// The names that `Connection` lists, except those that only name its own options.
    static func listed(in headers: HeaderFields) -> [String] {
        var names: [String] = []
        for field in headers where ASCII.same(field.name, "connection") {
            if ASCII.same(field.value, "keep-alive") || ASCII.same(field.value, "close") { continue }
            names += ASCII.list(field.value).filter { !ASCII.same($0, "close") && !ASCII.same($0, "keep-alive") }
        }
        return names
    }

    /// Whether a `TE` value asks for trailers.
    package static func asksForTrailers(_ value: String) -> Bool {
        ASCII.list(value).contains { ASCII.same($0, "trailers") }
    }

    /// Whether `Connection` asks for this option.
    package static func connection(_ headers: HeaderFields, has option: String) -> Bool {
        for field in headers where ASCII.same(field.name, "connection") {
            if ASCII.list(field.value).contains(where: { ASCII.same($0, option) }) { return true }
        }
        return false
    }
}

/// What the client gets instead of the upstream's head.
package enum DownstreamHead {
    /// The upstream's fields without framing and what was meant for us, and with ours.
    package static func headers(
        _ upstream: HeaderFields, keepsTrailer: Bool, requestID: String
    ) -> HeaderFields {
        let listed = HopByHop.listed(in: upstream)
        var fields = HeaderFields(), via: String?
        fields.reserve(upstream.count + 6)
        for field in upstream {
            switch HeaderKind(of: field.name) {
            case .connection, .contentLength, .transferEncoding, .requestID: continue
            case .hopByHop:
                if keepsTrailer, ASCII.same(field.name, "trailer") { fields.append(field.name, field.value) }
            case .via: via = via.map { "\($0), \(field.value)" } ?? field.value
            default:
                if listed.contains(where: { ASCII.same($0, field.name) }) { continue }
                fields.append(field.name, field.value)
            }
        }
        fields.append("Via", via.map { "\($0), \(GatewayName.via)" } ?? GatewayName.via)
        fields.append("X-Kong-Request-Id", requestID)
        return fields
    }
}
