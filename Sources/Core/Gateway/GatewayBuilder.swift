import Model
import Storage

/// Builds what the data planes of a control plane need from what is stored.
enum GatewayBuilder {
    /// The configuration of a control plane; its version is left at 0. What the gateway cannot run is left out.
    static func configuration(of plane: ID<ControlPlane>, _ tx: Transaction) throws -> GatewayConfiguration {
        let planes = try [plane] + tx.controlPlanes.members(of: plane).map(\.id)
        var configuration = GatewayConfiguration(version: 0), all: [GatewayConfiguration.Consumer] = []
        for plane in planes {
            var consumers: [ID<CoreEntity>: GatewayConfiguration.Consumer] = [:]
            let entities = try tx.coreEntities.all(of: plane)
            for entity in entities where entity.kind == .consumer {
                consumers[entity.id] = GatewayConfiguration.Consumer(
                    id: entity.id, username: entity.name, customID: entity.fields["custom_id"]?.string)
            }
            for entity in entities {
                switch entity.kind {
                case .service: service(entity).map { configuration.services.append($0) }
                case .route: configuration.routes.append(route(entity))
                case .plugin: try plugin(entity).map { configuration.plugins.append($0) }
                case .keyAuth:
                    guard let key = ConsumerKeys.key(entity), let owner = entity.consumerID else { continue }
                    consumers[owner]?.keys.append(key)
                case .consumer: break
                }
            }
            all += consumers.values.sorted { $0.id < $1.id }
            configuration.protections += protections(try tx.implementations.protections(of: plane))
        }
        // Consumers without keys count too: one may be the anonymous one of a plugin.
        configuration.consumers = all.isEmpty ? nil : all
        let used = Set(configuration.protections.flatMap(\.publications).flatMap(\.strategyIDs))
        configuration.strategies = try tx.strategies.all().filter { used.contains($0.id) }.compactMap(strategy)
        return configuration
    }

    private static func strategy(_ strategy: AuthStrategy) -> GatewayConfiguration.Strategy? {
        guard case .keyAuth(let keys) = strategy.kind else { return nil }
        return GatewayConfiguration.Strategy(
            id: strategy.id, kind: .keyAuth(keyNames: keys.keyNames, hideCredentials: true))
    }

    private static func service(_ entity: CoreEntity) -> GatewayConfiguration.Service? {
        let fields = entity.fields
        guard let scheme = fields["protocol"]?.string.flatMap(GatewayConfiguration.Service.Scheme.init),
            let host = fields["host"]?.string
        else { return nil }
        return GatewayConfiguration.Service(
            id: ID(stored: entity.id.text), name: entity.name, scheme: scheme, host: host,
            port: fields.integer("port", 80), path: fields["path"]?.string, retries: fields.integer("retries", 5),
            connectTimeout: fields.integer("connect_timeout", 60_000),
            writeTimeout: fields.integer("write_timeout", 60_000), readTimeout: fields.integer("read_timeout", 60_000),
            enabled: fields["enabled"]?.bool ?? true, verifiesCertificate: fields["tls_verify"]?.bool ?? true)
    }

    private static func route(_ entity: CoreEntity) -> GatewayConfiguration.Route {
        let fields = entity.fields
        let headers = (fields["headers"]?.members ?? []).map { ($0.name, $0.value.array?.compactMap(\.string) ?? []) }
        return GatewayConfiguration.Route(
            id: ID(stored: entity.id.text), name: entity.name,
            serviceID: entity.serviceID.map { ID(stored: $0.text) }, protocols: fields.texts("protocols"),
            methods: fields.texts("methods"), hosts: fields.texts("hosts"), paths: fields.texts("paths"),
            headers: Dictionary(headers, uniquingKeysWith: { $1 }), snis: fields.texts("snis"),
            stripPath: fields["strip_path"]?.bool ?? true, preserveHost: fields["preserve_host"]?.bool ?? false,
            regexPriority: fields.integer("regex_priority", 0),
            pathHandling: fields["path_handling"]?.string.flatMap(GatewayConfiguration.Route.PathHandling.init) ?? .v0,
            httpsRedirectStatus: fields.integer("https_redirect_status_code", 426), createdAt: entity.createdAt)
    }

    private static func plugin(_ entity: CoreEntity) throws -> GatewayConfiguration.Plugin? {
        // Plugins for one consumer are kept and not run.
        guard entity.consumerID == nil, let behaviour = try behaviour(entity.fields) else { return nil }
        return GatewayConfiguration.Plugin(
            id: ID(stored: entity.id.text), enabled: entity.fields["enabled"]?.bool ?? true,
            serviceID: entity.serviceID.map { ID(stored: $0.text) },
            routeID: entity.routeID.map { ID(stored: $0.text) },
            behaviour: behaviour)
    }

    /// A plugin that asks for keys and cannot be read asks as it does by default: it must not open what it closes.
    private static func behaviour(_ fields: JSON) throws -> GatewayConfiguration.Plugin.Behaviour? {
        do {
            return try Plugins.behaviour(fields)
        } catch {
            return fields["name"]?.string == "key-auth" ? .keyAuth(KeyAuthConfiguration()) : nil
        }
    }

    private static func protections(_ rows: [ProtectionRow]) -> [GatewayConfiguration.Protection] {
        var protections: [GatewayConfiguration.Protection] = []
        for row in rows {
            if protections.last?.apiID != row.apiID {
                let service = row.serviceID.map { ID<GatewayService>(stored: $0.text) }
                protections.append(.init(serviceID: service, apiID: row.apiID, publications: []))
            }
            guard let portal = row.portalID else { continue }
            var protection = protections.removeLast()
            if protection.publications.last?.portalID != portal {
                protection.publications.append(.init(portalID: portal, strategyIDs: []))
            }
            if let strategy = row.strategyID {
                protection.publications[protection.publications.count - 1].strategyIDs.append(strategy)
            }
            protections.append(protection)
        }
        return protections
    }
}

extension JSON {
    fileprivate func integer(_ name: String, _ standard: Int) -> Int {
        self[name]?.integer.map(Int.init) ?? standard
    }

    fileprivate func texts(_ name: String) -> [String] {
        self[name]?.array?.compactMap(\.string) ?? []
    }
}
