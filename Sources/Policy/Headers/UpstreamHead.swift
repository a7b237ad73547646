import Model

/// The name that the gateway goes by in headers.
package enum GatewayName {
    package static let server = "portico"
    package static let via = "1.1 portico/0.1"
}

/// What the upstream gets instead of the client's head.
package struct UpstreamHead: Sendable {
    package let path: String
    package let headers: HeaderFields

    /// Framing fields are left out: they belong to whoever sends the body.
    package init(_ request: GatewayRequest, _ decision: GatewayDecision, route: CompiledRoute, requestID: String) {
        let rewritten = route.rewriting.upstreamPath(request.target.path, matchedLength: decision.matchedLength)
        let hidden = route.keyAuth?.hiddenNames ?? []
        path = Self.path(rewritten, route.keyAuth?.configuration.inQuery ?? false ? hidden : [], request.target.query)
        var pass = UpstreamFields(request, hidden: (route.gate?.hiddenNames ?? []) + hidden)
        pass.copy(request.headers)
        let host = route.route.preserveHost ? request.target.authority ?? request.headers.first("host") : nil
        let prefix = route.rewriting.strippedPrefix(request.target.path, matchedLength: decision.matchedLength)
        pass.finish(request, host: host ?? route.upstreamHost, strippedPrefix: prefix, requestID: requestID)
        if let caller = decision.caller {
            pass.identify(caller, as: decision.standIn)
        } else if let consumer = decision.consumer {
            pass.identify(consumer)
        }
        headers = pass.fields
    }

    /// The path with the query, without the parameters that carry keys.
    private static func path(_ path: String, _ hidden: [String], _ query: String?) -> String {
        guard let query else { return path }
        let left = hidden.reduce(query) { query, name in
            KeyLocator.parameter(name, in: query) == nil ? query : KeyLocator.query(query, without: name)
        }
        return left.isEmpty && !query.isEmpty ? path : "\(path)?\(left)"
    }
}

/// One pass over the client's fields, and then our own.
private struct UpstreamFields {
    var fields = HeaderFields()
    private let hidden: [String]
    private let listed: [String]
    private let trusts: Bool
    private var kept: Set<HeaderKind> = []
    private var forwardedFor: String?
    private var via: String?
    private var wantsTrailers = false

    init(_ request: GatewayRequest, hidden: [String]) {
        self.hidden = hidden
        trusts = request.peerIsTrusted
        listed = HopByHop.listed(in: request.headers)
        fields.reserve(request.headers.count + 18)
    }

    mutating func copy(_ headers: HeaderFields) {
        for field in headers {
            let kind = HeaderKind(of: field.name)
            if kind == .other {
                if listed.contains(where: { ASCII.same($0, field.name) }) { continue }
                if hidden.contains(where: { KeyLocator.isHeader(field.name, named: $0) }) { continue }
                fields.append(field.name, field.value)
            } else {
                take(field, kind)
            }
        }
    }

    private mutating func take(_ field: HeaderFields.Field, _ kind: HeaderKind) {
        switch kind {
        case .forwardedFor: forwardedFor = forwardedFor.map { "\($0), \(field.value)" } ?? field.value
        case .via: via = via.map { "\($0), \(field.value)" } ?? field.value
        case .te: wantsTrailers = wantsTrailers || HopByHop.asksForTrailers(field.value)
        case .forwardedProto, .forwardedHost, .forwardedPort, .forwardedPath, .forwardedPrefix, .realIP:
            if trusts, kept.insert(kind).inserted { fields.append(field.name, field.value) }
        default: break
        }
    }

    mutating func finish(_ request: GatewayRequest, host: String, strippedPrefix: String?, requestID: String) {
        fields.append("Host", host)
        fields.append("Connection", "keep-alive")
        if wantsTrailers { fields.append("TE", "trailers") }
        fields.append("Via", via.map { "\($0), \(GatewayName.via)" } ?? GatewayName.via)
        fields.append("X-Forwarded-For", forwardedFor.map { "\($0), \(request.peer)" } ?? request.peer)
        add(.realIP, "X-Real-IP", request.peer)
        add(.forwardedProto, "X-Forwarded-Proto", request.secure ? "https" : "http")
        add(.forwardedHost, "X-Forwarded-Host", request.host)
        add(.forwardedPort, "X-Forwarded-Port", String(request.port))
        add(.forwardedPath, "X-Forwarded-Path", request.target.rawPath)
        if let strippedPrefix { add(.forwardedPrefix, "X-Forwarded-Prefix", strippedPrefix) }
        fields.append("X-Kong-Request-Id", requestID)
    }

    private mutating func add(_ kind: HeaderKind, _ name: String, _ value: String) {
        if !kept.contains(kind) { fields.append(name, value) }
    }

    /// Who calls, for the upstream: as a consumer the application itself, or the one that stands for it.
    mutating func identify(_ caller: Caller, as consumer: ConsumerCaller?) {
        let application = caller.application
        fields.append("X-Application-Id", application.id.text)
        fields.append("X-Application-Name", Self.harmless(application.name))
        fields.append("X-Portal-Id", application.portalID.text)
        if let developer = application.developerID { fields.append("X-Developer-Id", developer.text) }
        fields.append("X-Credential-Identifier", caller.credentialID.text)
        if let consumer { return name(consumer) }
        fields.append("X-Consumer-ID", application.id.text)
        fields.append("X-Consumer-Username", Self.harmless(application.slug))
        if let reference = application.referenceID {
            fields.append("X-Consumer-Custom-ID", Self.harmless(reference))
        }
    }

    mutating func identify(_ consumer: ConsumerCaller) {
        name(consumer)
        if let credential = consumer.credentialID {
            fields.append("X-Credential-Identifier", credential.text)
        } else {
            fields.append("X-Anonymous-Consumer", "true")
        }
    }

    private mutating func name(_ consumer: ConsumerCaller) {
        fields.append("X-Consumer-ID", consumer.id.text)
        if let name = consumer.username { fields.append("X-Consumer-Username", Self.harmless(name)) }
        if let id = consumer.customID { fields.append("X-Consumer-Custom-ID", Self.harmless(id)) }
    }

    /// A name that people chose must not end the line that it stands in.
    private static func harmless(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 < 32 || $0 == 127 }) else { return text }
        return String(decoding: text.utf8.map { $0 < 32 || $0 == 127 ? 32 : $0 }, as: UTF8.self)
    }
}
