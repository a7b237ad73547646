package import Model

/// The plugins that the gateway runs, and their configurations.
package enum Plugins {
    /// Refuses what the gateway would not run: plugins that it does not know, for whom it knows none, and
    /// configurations that it cannot read.
    static func check(_ fields: JSON) throws {
        let name = fields["name"]?.string ?? "", names = Self.fields.keys.sorted()
        guard names.contains(name) else {
            let reason = "this gateway runs no plugin \"\(name)\", only \(names.joined(separator: " and "))"
            throw Refusal.invalid("name", .oneOf(names), reason)
        }
        let unread = ["consumer", "consumer_group", "condition", "ordering", "partials"]
        try Refusal.check(
            unread.filter { fields[$0].map { !$0.isNull } ?? false }.map { field in
                FieldProblem(field, .invalid, "this gateway runs no plugin by its \"\(field)\"")
            })
        _ = try behaviour(fields)
    }

    /// A field of a plugin's configuration.
    package struct Field: Sendable {
        package enum Kind: String, Sendable {
            case set, boolean, integer, string
        }

        package let name: String
        package let kind: Kind
        package let standard: JSON

        init(_ name: String, _ kind: Kind, _ standard: JSON = .null) {
            self.name = name
            self.kind = kind
            self.standard = standard
        }
    }

    /// The configuration of each plugin that the gateway runs.
    static let fields: [String: [Field]] = [
        "cors": [
            Field("origins", .set), Field("methods", .set, .array(CORSConfiguration.defaultMethods.map(JSON.string))),
            Field("headers", .set), Field("exposed_headers", .set), Field("max_age", .integer),
            Field("credentials", .boolean, false), Field("private_network", .boolean, false),
            Field("preflight_continue", .boolean, false), Field("allow_origin_absent", .boolean, true),
        ],
        "key-auth": [
            Field("key_names", .set, ["apikey"]), Field("key_in_header", .boolean, true),
            Field("key_in_query", .boolean, true), Field("key_in_body", .boolean, false),
            Field("hide_credentials", .boolean, true), Field("anonymous", .string),
            Field("run_on_preflight", .boolean, true), Field("realm", .string),
        ],
    ]

    /// What a plugin does; nil for those that the gateway does not know.
    static func behaviour(_ fields: JSON) throws -> GatewayConfiguration.Plugin.Behaviour? {
        let config = fields["config"] ?? [:]
        return switch fields["name"]?.string {
        case "cors": .cors(try cors(config))
        case "key-auth": .keyAuth(try keyAuth(config))
        default: nil
        }
    }

    /// The configuration of the `key-auth` plugin.
    static func keyAuth(_ config: JSON) throws -> KeyAuthConfiguration {
        var reader = ConfigReader(config)
        var keyAuth = KeyAuthConfiguration()
        keyAuth.keyNames = reader.texts("key_names") ?? keyAuth.keyNames
        keyAuth.inHeader = reader.boolean("key_in_header") ?? true
        keyAuth.inQuery = reader.boolean("key_in_query") ?? true
        keyAuth.hidesCredentials = reader.boolean("hide_credentials") ?? true
        keyAuth.anonymous = reader.text("anonymous")
        keyAuth.runsOnPreflight = reader.boolean("run_on_preflight") ?? true
        keyAuth.realm = reader.text("realm")
        if reader.boolean("key_in_body") ?? false {
            reader.problems.append(
                FieldProblem("config.key_in_body", .invalid, "keys are looked for in headers and queries only"))
        }
        let isGood = keyAuth.keyNames.allSatisfy { name in
            !name.isEmpty && name.utf8.allSatisfy { isNameByte($0) }
        }
        if keyAuth.keyNames.isEmpty || !isGood {
            reader.problems.append(
                FieldProblem("config.key_names", .invalid, "key names are made of letters, digits, - and _"))
        }
        if let realm = keyAuth.realm, !realm.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C }) {
            reader.problems.append(FieldProblem("config.realm", .invalid, "a realm has no quotes and no backslashes"))
        }
        try Refusal.check(reader.problems)
        return keyAuth
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 48...57, 65...90, 97...122, 0x2D, 0x5F: true
        default: false
        }
    }

    /// The configuration of the `cors` plugin.
    static func cors(_ config: JSON) throws -> CORSConfiguration {
        var reader = ConfigReader(config)
        var cors = CORSConfiguration()
        cors.origins = reader.texts("origins") ?? []
        cors.methods = reader.texts("methods") ?? CORSConfiguration.defaultMethods
        cors.headers = reader.texts("headers") ?? []
        cors.exposedHeaders = reader.texts("exposed_headers") ?? []
        cors.maxAge = reader.integer("max_age")
        cors.credentials = reader.boolean("credentials") ?? false
        cors.privateNetwork = reader.boolean("private_network") ?? false
        cors.preflightContinue = reader.boolean("preflight_continue") ?? false
        cors.allowOriginAbsent = reader.boolean("allow_origin_absent") ?? true
        try Refusal.check(reader.problems)
        return cors
    }
}

/// Reads a plugin's configuration and collects what is wrong with it.
private struct ConfigReader {
    let config: JSON
    var problems: [FieldProblem] = []

    init(_ config: JSON) {
        self.config = config
    }

    private func value(_ name: String) -> JSON? {
        config[name].flatMap { $0.isNull ? nil : $0 }
    }

    mutating func texts(_ name: String) -> [String]? {
        guard let value = value(name) else { return nil }
        let texts = value.array?.compactMap(\.string)
        if texts == nil || texts?.count != value.array?.count {
            problems.append(FieldProblem("config.\(name)", .isArray, "\"config.\(name)\" must be an array of strings"))
        }
        return texts
    }

    mutating func boolean(_ name: String) -> Bool? {
        guard let value = value(name) else { return nil }
        if value.bool == nil {
            problems.append(FieldProblem("config.\(name)", .isBoolean, "\"config.\(name)\" must be true or false"))
        }
        return value.bool
    }

    mutating func text(_ name: String) -> String? {
        guard let value = value(name) else { return nil }
        if value.string == nil {
            problems.append(
                FieldProblem("config.\(name)", .isString, "value of \"config.\(name)\" must be a utf-8 string"))
        }
        return value.string
    }

    mutating func integer(_ name: String) -> Int? {
        guard let value = value(name) else { return nil }
        if value.integer == nil {
            problems.append(FieldProblem("config.\(name)", .isInteger, "\"config.\(name)\" must be an integer"))
        }
        return value.integer.map(Int.init)
    }
}
