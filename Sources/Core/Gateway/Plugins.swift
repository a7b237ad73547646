import Model

/// The plugins that the gateway runs, and their configurations.
enum Plugins {
    /// Refuses a configuration that the gateway could not run. Plugins that it does not know are stored and ignored.
    static func check(_ fields: JSON) throws {
        if fields["name"]?.string == "cors" { _ = try cors(fields["config"] ?? [:]) }
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

    mutating func integer(_ name: String) -> Int? {
        guard let value = value(name) else { return nil }
        if value.integer == nil {
            problems.append(FieldProblem("config.\(name)", .isInteger, "\"config.\(name)\" must be an integer"))
        }
        return value.integer.map(Int.init)
    }
}
