package import Model

/// What a gateway tells browsers about who may read its answers.
package struct CORSPolicy: Sendable {
    private enum Origins: Sendable {
        case any
        /// Sent whoever asks.
        case fixed(String)
        case list([OriginPattern])
    }

    private let origins: Origins
    private let configuration: CORSConfiguration

    package init(_ configuration: CORSConfiguration) {
        self.configuration = configuration
        switch configuration.origins {
        case [], ["*"]: origins = .any
        case let entries where entries.count == 1 && OriginPattern.isPlain(entries[0]): origins = .fixed(entries[0])
        case let entries: origins = .list(entries.map(OriginPattern.init))
        }
    }

    /// The answer to a preflight request, or nil when the upstream is to answer it.
    package func preflightReply(to request: GatewayRequest) -> GatewayReply? {
        guard request.isPreflight, !configuration.preflightContinue else { return nil }
        var headers = HeaderFields()
        addOrigin(to: &headers, origin: request.headers.first("origin"))
        headers.append("Access-Control-Allow-Methods", configuration.methods.joined(separator: ","))
        if !configuration.headers.isEmpty {
            headers.append("Access-Control-Allow-Headers", configuration.headers.joined(separator: ","))
        } else if let asked = request.headers.first("access-control-request-headers"), !asked.isEmpty {
            headers.append("Access-Control-Allow-Headers", asked)
        }
        if let age = configuration.maxAge { headers.append("Access-Control-Max-Age", String(age)) }
        if configuration.privateNetwork,
            request.headers.first("access-control-request-private-network") == "true"
        {
            headers.append("Access-Control-Allow-Private-Network", "true")
        }
        return GatewayReply(status: 200, headers: headers, body: [])
    }

    /// Puts the answer's own CORS fields in the place of any that the upstream sent.
    package func apply(to headers: inout HeaderFields, for request: GatewayRequest) {
        apply(to: &headers, origin: request.headers.first("origin"), isPreflight: request.isPreflight)
    }

    /// The same, when the request is known only by its origin and kind.
    package func apply(to headers: inout HeaderFields, origin: String?, isPreflight: Bool) {
        if isPreflight, configuration.preflightContinue { return }
        if !configuration.allowOriginAbsent, origin?.isEmpty ?? true { return }
        addOrigin(to: &headers, origin: origin)
        if !configuration.exposedHeaders.isEmpty {
            headers.set("Access-Control-Expose-Headers", configuration.exposedHeaders.joined(separator: ","))
        }
    }

    private func addOrigin(to headers: inout HeaderFields, origin: String?) {
        let origin = origin.flatMap { $0.isEmpty ? nil : $0 }
        let (allowed, varies) = resolve(origin)
        if allowed == "*" {
            if configuration.credentials, let origin {
                headers.set("Access-Control-Allow-Origin", origin)
                headers.set("Access-Control-Allow-Credentials", "true")
                Self.addVary(to: &headers)
            } else {
                headers.set("Access-Control-Allow-Origin", "*")
                if varies { Self.addVary(to: &headers) }
            }
            return
        }
        if let allowed {
            headers.set("Access-Control-Allow-Origin", allowed)
        } else {
            headers.remove("Access-Control-Allow-Origin")
        }
        if configuration.credentials { headers.set("Access-Control-Allow-Credentials", "true") }
        Self.addVary(to: &headers)
    }

    /// The allowed origin, or nil for none, and whether another origin would get another answer.
    private func resolve(_ origin: String?) -> (allowed: String?, varies: Bool) {
        switch origins {
        case .any: return ("*", false)
        case .fixed(let text): return (text, true)
        case .list(let patterns):
            guard let sent = origin.map(Origin.init) else { return (nil, true) }
            for pattern in patterns where pattern.matches(sent) {
                if case .any = pattern { return ("*", true) }
                return (sent.text, true)
            }
            return (nil, true)
        }
    }

    private static func addVary(to headers: inout HeaderFields) {
        let present = headers.all("vary")
        if present.flatMap(ASCII.list).contains(where: { ASCII.same($0, "origin") || $0 == "*" }) { return }
        headers.set("Vary", (present + ["Origin"]).joined(separator: ", "))
    }
}
