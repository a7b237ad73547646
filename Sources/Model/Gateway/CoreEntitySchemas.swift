extension CoreEntity.Kind {
    /// What an entity of this kind may hold.
    package var schema: EntitySchema {
        switch self {
        case .service: .service
        case .route: .route
        case .plugin: .plugin
        case .consumer: .consumer
        case .keyAuth: .keyAuth
        }
    }
}

extension EntitySchema {
    private static let anyText = TextRule(0...8_192)
    private static let name = TextRule(
        1...128,
        pattern: TextRule.Pattern(#"^[\p{L}\p{N}._~-]+$"#) { text in
            text.unicodeScalars.allSatisfy {
                $0.properties.isAlphabetic || $0.properties.numericType != nil || "._~-".unicodeScalars.contains($0)
            }
        })
    private static let protocols = [
        "grpc", "grpcs", "http", "https", "tcp", "tls", "tls_passthrough", "udp", "ws", "wss",
    ]
    private static let milliseconds: ClosedRange<Int64> = 1...2_147_483_646

    static let service = EntitySchema(
        [
            Field("name", .text(name)), Field("protocol", .choice(protocols), standard: "http"),
            Field("host", .text(TextRule(1...255)), isRequired: true),
            Field("port", .integer(0...65_535), standard: 80), Field("path", .text(anyText)),
            Field("retries", .integer(0...32_767), standard: 5),
            Field("connect_timeout", .integer(milliseconds), standard: 60_000),
            Field("write_timeout", .integer(milliseconds), standard: 60_000),
            Field("read_timeout", .integer(milliseconds), standard: 60_000),
            Field("enabled", .boolean, standard: true), Field("tags", .texts),
            Field("ca_certificates", .texts), Field("client_certificate", .reference),
            Field("tls_verify", .boolean), Field("tls_verify_depth", .integer(0...64)), Field("tls_sans", .object),
        ],
        check: { body in
            var problems: [FieldProblem] = []
            if let path = body["path"]?.string, !path.hasPrefix("/") {
                problems.append(FieldProblem("path", .matchesRegex, "path must begin with a slash"))
            }
            let host = body["host"]?.string ?? ""
            if host.contains(where: { $0.isWhitespace || $0 == "/" || $0 == "?" || $0 == "#" || $0 == "@" }) {
                problems.append(FieldProblem("host", .invalid, "host must be a host name or an address"))
            }
            return problems
        })

    static let route = EntitySchema(
        [
            Field("name", .text(name)), Field("protocols", .choices(protocols), standard: ["http", "https"]),
            Field("methods", .texts), Field("hosts", .texts), Field("paths", .texts), Field("headers", .map),
            Field("snis", .texts), Field("sources", .objects), Field("destinations", .objects),
            Field("expression", .text(anyText)), Field("priority", .integer(0...70_368_744_177_663)),
            Field("https_redirect_status_code", .numbers([301, 302, 307, 308, 426]), standard: 426),
            Field("regex_priority", .integer(-1_000_000...1_000_000), standard: 0),
            Field("strip_path", .boolean, standard: true),
            Field("path_handling", .choice(["v0", "v1"]), standard: "v0"),
            Field("preserve_host", .boolean, standard: false),
            Field("request_buffering", .boolean, standard: true),
            Field("response_buffering", .boolean, standard: true), Field("tags", .texts),
            Field("service", .reference),
        ],
        check: { body in
            for field in ["expression", "priority", "sources", "destinations"] where !body[field].isNothing {
                return [FieldProblem(field, .invalid, "this gateway chooses no route by its \"\(field)\"")]
            }
            let matches = ["methods", "hosts", "paths", "headers", "snis"]
            if matches.allSatisfy({ body[$0].isNothing }) {
                return [
                    FieldProblem("paths", .required, "a route needs at least one of methods, hosts, headers or paths")
                ]
            }
            for path in body["paths"]?.array ?? [] {
                if let text = path.string, !text.hasPrefix("/"), !text.hasPrefix("~") {
                    return [
                        FieldProblem("paths", .matchesRegex, "paths begin with a slash, or ~ for a regular expression")
                    ]
                }
            }
            return []
        })

    static let plugin = EntitySchema([
        Field("name", .text(TextRule(1...128)), isRequired: true), Field("instance_name", .text(name)),
        Field("enabled", .boolean, standard: true), Field("config", .object, standard: [:]),
        Field("protocols", .choices(protocols), standard: ["grpc", "grpcs", "http", "https"]),
        Field("service", .reference), Field("route", .reference), Field("consumer", .reference),
        Field("consumer_group", .reference), Field("condition", .text(TextRule(0...1_024))),
        Field("ordering", .object), Field("partials", .objects), Field("tags", .texts),
    ])

    static let consumer = EntitySchema(
        [
            Field("username", .text(TextRule(1...255))), Field("custom_id", .text(TextRule(1...255))),
            Field("tags", .texts),
        ],
        check: { body in
            body["username"].isNothing && body["custom_id"].isNothing
                ? [FieldProblem("username", .required, "a consumer needs a username or a custom_id")] : []
        })
}

extension EntitySchema {
    static let keyAuth = EntitySchema([
        Field("key", .text(TextRule(1...1_024))), Field("consumer", .reference, isRequired: true),
        Field("ttl", .integer(0...100_000_000)), Field("tags", .texts),
    ])
}

extension Optional where Wrapped == JSON {
    /// Absent, null, or empty.
    fileprivate var isNothing: Bool {
        switch self {
        case nil, .null?, .array([])?, .object([])?, .string("")?: true
        default: false
        }
    }
}
