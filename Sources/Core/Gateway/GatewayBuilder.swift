import Model
import Storage

/// Builds what the data planes of a control plane need from what is stored.
enum GatewayBuilder {
    /// The configuration of a control plane; its version is left at 0. What the gateway cannot run is left out.
    static func configuration(of plane: ID<ControlPlane>, _ tx: Transaction) throws -> GatewayConfiguration {
        let planes = try [plane] + tx.controlPlanes.members(of: plane).map(\.id)
        var configuration = GatewayConfiguration(version: 0)
        for plane in planes {
            for entity in try tx.coreEntities.all(of: plane) {
                switch entity.kind {
                case .service: service(entity).map { configuration.services.append($0) }
                case .route: configuration.routes.append(route(entity))
                case .plugin: try plugin(entity).map { configuration.plugins.append($0) }
                case .consumer: break
                }
            }
            configuration.protections += protections(try tx.implementations.protections(of: plane))
        }
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
        // A plugin for one consumer would need consumers on the data plane.
        guard entity.fields["name"]?.string == "cors", entity.consumerID == nil else { return nil }
        return GatewayConfiguration.Plugin(
            id: ID(stored: entity.id.text), enabled: entity.fields["enabled"]?.bool ?? true,
            serviceID: entity.serviceID.map { ID(stored: $0.text) },
            routeID: entity.routeID.map { ID(stored: $0.text) },
            behaviour: .cors(try Plugins.cors(entity.fields["config"] ?? [:])))
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
