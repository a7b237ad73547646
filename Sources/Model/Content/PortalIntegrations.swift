/// Third-party services that a portal's pages load.
package struct PortalIntegrations: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        case equalWeb = "equal_web", analytics = "google_analytics_4", tagManager = "google_tag_manager"

        /// What the wire calls the category.
        package var type: String {
            switch self {
            case .equalWeb: "accessibility"
            case .analytics: "analytics"
            case .tagManager: "tracking"
            }
        }
    }

    /// One service, switched on or off, with what it was told.
    package struct Integration: Sendable, Equatable {
        package var isEnabled: Bool
        /// By the names in `Kind.fields`.
        package var config: [String: JSON]

        package init(isEnabled: Bool, config: [String: JSON]) {
            self.isEnabled = isEnabled
            self.config = config
        }
    }

    package var all: [Kind: Integration]

    package init(_ all: [Kind: Integration] = [:]) {
        self.all = all
    }

    package subscript(kind: Kind) -> Integration? {
        get { all[kind] }
        set { all[kind] = newValue }
    }

    /// Those that are switched on.
    package var enabled: PortalIntegrations {
        PortalIntegrations(all.filter(\.value.isEnabled))
    }
}

extension PortalIntegrations.Kind {
    /// One field of a configuration.
    package struct Field: Sendable {
        package enum Value: Sendable {
            case text(TextRule), boolean, object
        }

        package let name: String
        package let value: Value
        package let isRequired: Bool

        init(_ name: String, _ value: Value, required: Bool = false) {
            self.name = name
            self.value = value
            isRequired = required
        }
    }

    package var fields: [Field] {
        switch self {
        case .tagManager: Self.tagManagerFields
        case .analytics: Self.analyticsFields
        case .equalWeb: Self.equalWebFields
        }
    }

    private static let words = Field.Value.text(TextRule(0...100))

    private static let tagManagerFields = [
        Field("id", .text(TextRule(5...20, pattern: key(after: "GTM-", dashes: false))), required: true),
        Field("l", words), Field("preview", words), Field("cookies_win", .boolean), Field("debug", .boolean),
        Field("npa", .boolean), Field("data_layer", words), Field("env_name", words),
        Field("auth_referrer_policy", words),
    ]

    private static let analyticsFields = [
        Field("id", .text(TextRule(5...20, pattern: key(after: "G-", dashes: true))), required: true),
        Field("l", words),
    ]

    private static let equalWebFields = [
        Field("site_key", .text(TextRule(32...32, pattern: key(after: "", dashes: false))), required: true),
        Field("widget_config", .object),
    ]

    private static func key(after prefix: String, dashes: Bool) -> TextRule.Pattern {
        TextRule.Pattern("^\(prefix)[A-Za-z0-9\(dashes ? "-" : "")]+$") { text in
            let rest = text.utf8.dropFirst(prefix.utf8.count)
            return text.hasPrefix(prefix) && !rest.isEmpty
                && rest.allSatisfy { byte in
                    switch byte {
                    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
                    default: dashes && byte == 0x2D
                    }
                }
        }
    }
}

extension PortalIntegrations {
    /// What one of them lacks or has wrong.
    package func problems() -> [FieldProblem] {
        Kind.allCases.flatMap { kind -> [FieldProblem] in
            guard let integration = all[kind] else { return [] }
            return kind.fields.compactMap { field in
                let name = "\(kind.rawValue).config_data.\(field.name)"
                guard let value = integration.config[field.name] else {
                    return field.isRequired ? FieldProblem(name, .required, "\"\(name)\" is required") : nil
                }
                guard case .text(let rule) = field.value else { return nil }
                return rule.problem(name, value.string ?? "")
            }
        }
    }
}

/// What to alter about one integration; null takes it away.
package struct IntegrationChange: Sendable {
    package var isEnabled: Bool?
    /// Merged field by field; null clears one.
    package var config: [String: JSON] = [:]

    package init() {}

    package func applied(to old: PortalIntegrations.Integration?) -> PortalIntegrations.Integration {
        var new = old ?? PortalIntegrations.Integration(isEnabled: false, config: [:])
        if let isEnabled { new.isEnabled = isEnabled }
        for (name, value) in config { new.config[name] = value.isNull ? nil : value }
        return new
    }
}
