/// A way to prove who calls.
package struct SecurityScheme: Sendable, Equatable {
    package enum Place: String, Sendable { case header, query, cookie }

    package struct Flow: Sendable, Equatable {
        /// `authorizationCode`, `clientCredentials`, `implicit`, `password`.
        package var name: String
        package var authorizationURL: String?
        package var tokenURL: String?
        package var scopes: [Scope]
        /// What the token endpoint wants beside the usual.
        package var extras: [Extra] = []
    }

    /// A parameter that a token request brings along.
    package struct Extra: Sendable, Equatable {
        package var name: String
        package var label: String
        package var description: String?
        package var isRequired: Bool
        /// Left out of the request when nothing is filled in.
        package var isOmittedIfEmpty: Bool
    }

    package struct Scope: Sendable, Equatable {
        package var name: String
        package var description: String
    }

    package enum Mechanism: Sendable, Equatable {
        case apiKey(name: String, place: Place)
        case basic
        case bearer(format: String?)
        /// Another scheme of the Authorization header.
        case http(scheme: String)
        case oauth2([Flow])
        case openIDConnect(url: String)
        case mutualTLS
        /// One of the ways of brokers.
        case broker(Broker)
        case unknown(String)
    }

    /// How brokers let applications in.
    package enum Broker: String, Sendable {
        case userPassword, apiKey, certificate = "X509", symmetricEncryption, asymmetricEncryption
        case plain, scramSha256, scramSha512, gssapi
    }

    /// The name by which operations ask for it.
    package var name: String
    package var mechanism: Mechanism
    package var description: String?

    static func read(
        _ root: DocumentNode?, kind: APIDescription.Kind, references: References
    ) -> [SecurityScheme] {
        let list = kind == .openAPI2 ? root?["securityDefinitions"] : root?["components"]?["securitySchemes"]
        return (list?.members ?? []).prefix(100).map { name, written in
            SecurityScheme(references.resolve(written).node, name: name, kind: kind)
        }
    }

    init(_ node: DocumentNode, name: String, kind: APIDescription.Kind) {
        self.name = name
        mechanism = Self.mechanism(node, kind: kind)
        description = node["description"]?.words
    }

    private static func mechanism(_ node: DocumentNode, kind: APIDescription.Kind) -> Mechanism {
        switch node["type"]?.text {
        case let type? where kind == .asyncAPI && Broker(rawValue: type) != nil:
            return Broker(rawValue: type).map(Mechanism.broker) ?? .unknown(type)
        case "apiKey", "httpApiKey":
            return .apiKey(
                name: node["name"]?.text ?? "Authorization",
                place: node["in"]?.text.flatMap(Place.init(rawValue:)) ?? .header)
        case "basic": return .basic
        case "http":
            switch node["scheme"]?.text?.lowercased() {
            case "basic": return .basic
            case "bearer", nil: return .bearer(format: node["bearerFormat"]?.text)
            case .some(let other): return .http(scheme: other)
            }
        case "oauth2":
            let written = kind == .openAPI2 ? [flow2(node)] : flows(node["flows"])
            return .oauth2(written.map { withExtras($0, node) })
        case "openIdConnect": return .openIDConnect(url: node["openIdConnectUrl"]?.text ?? "")
        case "mutualTLS": return .mutualTLS
        case let other: return .unknown(other ?? "")
        }
    }

    private static func flows(_ node: DocumentNode?) -> [Flow] {
        (node?.members ?? []).filter { !$0.name.hasPrefix("x-") }.prefix(10).map { flow($0.name, $0.value) }
    }

    private static func flow2(_ node: DocumentNode) -> Flow {
        let names = ["accessCode": "authorizationCode", "application": "clientCredentials"]
        let written = node["flow"]?.text ?? ""
        return flow(names[written] ?? written, node)
    }

    private static func flow(_ name: String, _ node: DocumentNode) -> Flow {
        Flow(
            name: name, authorizationURL: node["authorizationUrl"]?.text, tokenURL: node["tokenUrl"]?.text,
            scopes: ((node["scopes"] ?? node["availableScopes"])?.members ?? []).prefix(500).map {
                Scope(name: $0.name, description: $0.value.text ?? "")
            })
    }

    /// The extension stands beside the flows, or in the flow itself.
    private static func withExtras(_ flow: Flow, _ node: DocumentNode) -> Flow {
        let name = "x-kong-client-credentials-config"
        guard flow.name == "clientCredentials", let config = node["flows"]?[flow.name]?[name] ?? node[name] else {
            return flow
        }
        var flow = flow
        flow.extras = (config["extraTokenRequestParameters"]?.items ?? []).prefix(20).compactMap { extra in
            guard let name = extra["name"]?.words else { return nil }
            return Extra(
                name: name, label: extra["label"]?.words ?? name,
                description: extra["description"]?.words, isRequired: extra["required"]?.bool ?? false,
                isOmittedIfEmpty: extra["omitIfEmpty"]?.bool ?? false)
        }
        return flow
    }
}
