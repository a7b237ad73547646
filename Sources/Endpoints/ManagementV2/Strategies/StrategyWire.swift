import Model
import Web

extension AuthStrategy.KindName: WireChoice {}
extension TimeToLive.Unit: WireChoice {}

/// Application auth strategies on the wire, version 2.
enum StrategyWire {
    static let shape = Shape<AuthStrategy>(
        "AppAuthStrategy",
        [
            .init("id") { $0.id }, .init("name") { $0.name }, .init("display_name") { $0.displayName },
            .init("strategy_type") { $0.kindName },
            .init("configs", as: .map(.anything)) { configs($0) }, .init("active") { $0.isActive },
            .init("dcr_provider", optional: DCRProviderWire.reference) { $0.dcrProvider },
            .init("labels") { $0.labels },
            .init("supports_multiple_credentials") { $0.keyAuth != nil },
            .init("principals", as: principalsSchema) { ["enabled": .bool($0.principalsEnabled)] },
            .init("created_at") { $0.createdAt }, .init("updated_at") { $0.updatedAt },
        ])

    private static let principalsSchema = Schema.object(name: nil, [.init("enabled", .boolean)])

    private static func configs(_ strategy: AuthStrategy) -> JSON {
        switch strategy.kind {
        case .openIDConnect(let json): return ["openid-connect": json]
        case .keyAuth(let keyAuth):
            var members: [JSON.Member] = [.init("key_names", .array(keyAuth.keyNames.map(JSON.string)))]
            if let ttl = keyAuth.timeToLive { members.append(.init("ttl", json(ttl))) }
            return ["key-auth": .object(members)]
        }
    }

    static func json(_ ttl: TimeToLive) -> JSON {
        ["value": .integer(Int64(ttl.value)), "unit": .string(ttl.unit.rawValue)]
    }

    static func draft(_ body: inout BodyReader) -> AuthStrategyDraft {
        let type: AuthStrategy.KindName = body.required("strategy_type", .choice())
        let name = body.required("name", .text(AuthStrategy.nameRule))
        let displayName = body.required("display_name", .text(AuthStrategy.displayNameRule))
        let configs = body.required("configs", .object)
        let provider = body.nullable("dcr_provider_id", .id(of: DCRProvider.self))
        let labels = body.optional("labels", .labels) ?? [:]
        let isEnabled = body.optional("principals", principals) ?? false
        return AuthStrategyDraft(
            name: name, displayName: displayName, kind: kind(type, configs, &body), labels: labels,
            principalsEnabled: isEnabled, dcrProviderID: provider)
    }

    static func change(_ body: inout BodyReader) -> AuthStrategyChange {
        body.ignore("strategy_type")
        var change = AuthStrategyChange()
        change.name = body.change("name", .text(AuthStrategy.nameRule))
        change.displayName = body.change("display_name", .text(AuthStrategy.displayNameRule))
        change.labels = body.nullableChange("labels", .labels)
        change.principalsEnabled = body.change("principals", principals)
        change.dcrProviderID = body.nullableChange("dcr_provider_id", .id())
        if let configs = body.optional("configs", .object) { change.configuration = configuration(configs, &body) }
        return change
    }

    private static let principals = ValueReader<Bool>.object(standIn: { false }) { body in
        body.required("enabled", .boolean)
    }

    /// The configuration of a type, from an object with just that one member.
    private static func kind(
        _ type: AuthStrategy.KindName, _ configs: JSON, _ body: inout BodyReader
    ) -> AuthStrategy.Kind {
        // A type or an object that is wrong itself says nothing about what should be inside.
        let isReadable = !body.problems.contains { ["strategy_type", "configs"].contains($0.field) }
        let name = type == .keyAuth ? "key-auth" : "openid-connect"
        guard isReadable, let value = only(name, in: configs, &body) else { return .keyAuth(KeyAuth()) }
        switch type {
        case .openIDConnect: return .openIDConnect(value)
        case .keyAuth:
            var keyAuth = KeyAuth()
            read(value, &body) { inner in
                keyAuth.keyNames = inner.optional("key_names", keyNames) ?? KeyAuth.defaultKeyNames
                keyAuth.timeToLive = inner.nullable("ttl", timeToLive)
            }
            return .keyAuth(keyAuth)
        }
    }

    private static func configuration(
        _ configs: JSON, _ body: inout BodyReader
    ) -> AuthStrategyChange.Configuration? {
        let name = configs["openid-connect"] == nil ? "key-auth" : "openid-connect"
        guard let value = only(name, in: configs, &body) else { return nil }
        if name == "openid-connect" { return .openIDConnect(value) }
        var names = Change<[String]>.unchanged, ttl = Change<TimeToLive?>.unchanged
        read(value, &body) { inner in
            names = inner.change("key_names", keyNames)
            ttl = inner.nullableChange("ttl", timeToLive)
        }
        return .keyAuth(keyNames: names, timeToLive: ttl)
    }

    /// The object below `name`; reports when it is missing, no object, or not alone.
    private static func only(_ name: String, in configs: JSON, _ body: inout BodyReader) -> JSON? {
        for member in configs.members ?? [] where member.name != name {
            body.report("configs.\(member.name)", .unknownProperty, "\"configs.\(member.name)\" is not allowed")
        }
        guard let value = configs[name] else {
            if configs != [:] || body.has("configs") {
                body.report("configs.\(name)", .required, "\"configs.\(name)\" is required")
            }
            return nil
        }
        guard value.members != nil else {
            body.report("configs.\(name)", .isObject, "value of \"configs.\(name)\" must be an object")
            return nil
        }
        return value
    }

    private static func read(_ value: JSON, _ body: inout BodyReader, _ reads: (inout BodyReader) -> Void) {
        guard var inner = try? BodyReader(value) else { return }
        reads(&inner)
        do {
            try inner.finish()
        } catch Refusal.invalid(let problems, _) {
            for problem in problems { body.report("configs.key-auth.\(problem.field)", problem.rule, problem.reason) }
        } catch {
            body.report("configs.key-auth", .invalid, "value of \"configs.key-auth\" is invalid")
        }
    }

    private static let keyNames = ValueReader<[String]>.array(
        .text(KeyAuth.keyNameRule), count: KeyAuth.keyNameCount)

    private static let timeToLive = ValueReader<TimeToLive>.object(standIn: { TimeToLive(1, .days) }) { body in
        let value = body.required("value", .integer(TimeToLive.values))
        return TimeToLive(value, body.required("unit", .choice()))
    }
}
