import Model
import Web

/// Integrations on the wire: an object for each service, null where there is none.
enum IntegrationWire {
    static let schema = Schema.object(
        name: "PortalIntegrations",
        PortalIntegrations.Kind.allCases.map { kind in
            Schema.Property(kind.rawValue, .nullable(reader(kind, isWhole: true).schema), isRequired: false)
        }, isClosed: true)

    static func json(_ integrations: PortalIntegrations) -> JSON {
        .object(
            PortalIntegrations.Kind.allCases.map { kind in
                JSON.Member(kind.rawValue, integrations[kind].map { json(kind, $0) } ?? .null)
            })
    }

    private static func json(_ kind: PortalIntegrations.Kind, _ integration: PortalIntegrations.Integration) -> JSON {
        let config = kind.fields.compactMap { field in
            integration.config[field.name].map { JSON.Member(field.name, $0) }
        }
        return [
            "enabled": .bool(integration.isEnabled), "type": .string(kind.type), "config_data": .object(config),
        ]
    }

    /// What a body says of each service; a whole one must say everything about those that it names.
    static func change(
        _ body: inout BodyReader, isWhole: Bool
    ) -> [PortalIntegrations.Kind: IntegrationChange?] {
        var changes: [PortalIntegrations.Kind: IntegrationChange?] = [:]
        for kind in PortalIntegrations.Kind.allCases {
            if case .set(let change) = body.nullableChange(kind.rawValue, reader(kind, isWhole: isWhole)) {
                changes.updateValue(change, forKey: kind)
            }
        }
        return changes
    }

    private static func reader(_ kind: PortalIntegrations.Kind, isWhole: Bool) -> ValueReader<IntegrationChange> {
        .object(standIn: { IntegrationChange() }) { body in
            var change = IntegrationChange()
            let config = config(kind, isWhole: isWhole), type = ValueReader.constant(kind.type)
            if isWhole {
                change.isEnabled = body.required("enabled", .boolean)
                _ = body.required("type", type)
                change.config = body.required("config_data", config)
            } else {
                change.isEnabled = body.optional("enabled", .boolean)
                _ = body.optional("type", type)
                change.config = body.optional("config_data", config) ?? [:]
            }
            return change
        }
    }

    private static func config(_ kind: PortalIntegrations.Kind, isWhole: Bool) -> ValueReader<[String: JSON]> {
        .object(standIn: { [:] }) { body in
            var config: [String: JSON] = [:]
            for field in kind.fields {
                switch field.value {
                case .text(let rule) where field.isRequired && isWhole:
                    config[field.name] = .string(body.required(field.name, .text(rule)))
                case .text(let rule) where field.isRequired:
                    config[field.name] = body.optional(field.name, .text(rule)).map(JSON.string)
                case .text(let rule): config[field.name] = value(body.nullableChange(field.name, .text(rule)))
                case .boolean: config[field.name] = value(body.nullableChange(field.name, .boolean))
                case .object: config[field.name] = body.optional(field.name, .object)
                }
            }
            return config
        }
    }

    /// Nil when nothing was said.
    private static func value<Value: WireValue>(_ change: Change<Value?>) -> JSON? {
        if case .set(let value) = change { value.wire } else { nil }
    }
}
