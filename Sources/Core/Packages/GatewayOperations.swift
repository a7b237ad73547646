package import Model
import Policy
import Storage

/// What can be called of the APIs that are linked to a whole control plane: it follows their current versions.
package struct GatewayOperations: Sendable {
    private let kernel: Kernel

    package init(_ kernel: Kernel) {
        self.kernel = kernel
    }

    /// The operations of an API, each with the route that takes its calls. Refuses `notFound` when the API is not
    /// linked to a whole control plane.
    package func list(
        of api: ID<API>, _ query: ListQuery, as actor: Actor
    ) async throws -> Page<(GatewayOperation, OperationMatch?)> {
        return try await kernel.database.read { tx in
            try actor.may(.view, .api(api), in: tx)
            let routes = try PlaneRoutes(of: try Self.plane(of: api, tx), tx)
            return try tx.gatewayOperations.list(of: api, query).map { ($0, routes.match($0)) }
        }
    }

    package func find(
        _ id: ID<GatewayOperation>, of api: ID<API>, as actor: Actor
    ) async throws -> (GatewayOperation, OperationMatch?) {
        return try await kernel.database.read { tx in
            try actor.may(.view, .api(api), in: tx)
            let plane = try Self.plane(of: api, tx)
            guard let operation = try tx.gatewayOperations.find(id, of: api) else { throw Refusal.notFound }
            return (operation, try PlaneRoutes(of: plane, tx).match(operation))
        }
    }

    /// What can be put into packages: at most a thousand operations.
    package func offered(as actor: Actor) async throws -> [PackageOperation] {
        return try await kernel.database.read { tx in
            let seen = Set(try tx.apis.all(seen: actor.sees(.apis, in: tx)).map(\.id))
            return try tx.gatewayOperations.offered(limit: 1_000).filter { seen.contains($0.operation.apiID) }
        }
    }

    private static func plane(of api: ID<API>, _ tx: Transaction) throws -> ID<ControlPlane> {
        guard try tx.apis.find(api, .api) != nil, let link = try tx.implementations.find(api: api),
            link.serviceID == nil
        else { throw Refusal.notFound }
        return link.controlPlaneID
    }
}

extension GatewayOperations {
    private static let inUse = Refusal.conflict(
        "Operations are not allowed to be removed from the current version "
            + "when using access control enforcement")

    /// Brings the operations of an API in line with its link and its current version; part of every change to either.
    /// Refuses a conflict when operations would go although nobody forces it: packages may count on them.
    static func follow(_ api: ID<API>, force: Bool, _ kernel: Kernel, _ tx: Transaction) throws {
        guard let link = try tx.implementations.find(api: api), link.serviceID == nil else { return }
        let version = try tx.apiVersions.current(of: api)
        let written = try version.map { try tx.apiVersions.operations(of: $0.id) } ?? []
        let wanted = Set(written.compactMap { GatewayOperation.Call(method: $0.method, path: $0.path) })
        let known = try tx.gatewayOperations.all(of: api)
        let gone = known.filter { operation in operation.call.map { !wanted.contains($0) } ?? true }
        if !force, !gone.isEmpty { throw inUse }
        for operation in gone { try tx.gatewayOperations.delete(operation.id) }
        let missing = wanted.subtracting(known.compactMap(\.call))
        for call in missing.sorted(by: { ($0.path, $0.method) < ($1.path, $1.method) }) {
            try tx.gatewayOperations.insert(
                GatewayOperation(
                    id: kernel.newID(), apiID: api, method: call.method, path: call.path, createdAt: kernel.now))
        }
    }
}

/// The routes of a control plane, asked which of them takes an operation's calls.
struct PlaneRoutes {
    private let configuration: GatewayConfiguration
    private let router: Router
    private let hosts: [String]

    init(of plane: ID<ControlPlane>, _ tx: Transaction) throws {
        configuration = try GatewayBuilder.configuration(of: plane, tx)
        router = Router(configuration.routes)
        // A pattern stands for one of the hosts that it means.
        let named = configuration.routes.flatMap(\.hosts).map { $0.replacing("*", with: "any") }
        hosts = ["localhost"] + Set(named).sorted()
    }

    /// Nil when no route takes such a call.
    func match(_ operation: GatewayOperation) -> OperationMatch? {
        guard let target = RequestTarget(Self.sample(operation.path)) else { return nil }
        for host in hosts {
            let request = GatewayRequest(
                method: operation.method, target: target, headers: HeaderFields([("host", host)]))
            if let selection = router.select(request) { return named(configuration.routes[selection.route]) }
        }
        return nil
    }

    private func named(_ route: GatewayConfiguration.Route) -> OperationMatch {
        let service = configuration.services.first { $0.id == route.serviceID }
        return OperationMatch(
            route: .init(id: route.id.text, name: route.name ?? route.id.text),
            service: service.map { .init(id: $0.id.text, name: $0.name ?? $0.id.text) })
    }

    /// `/orders/{id}/*` as a call would have it: `/orders/1/1`.
    private static func sample(_ path: String) -> String {
        path.split(separator: "/", omittingEmptySubsequences: false).map { step in
            step.contains("{") || step == "*" ? "1" : QueryEncoding.path(step)
        }.joined(separator: "/")
    }
}

private enum QueryEncoding {
    /// A step of a path with what may not stand in one percent-encoded.
    static func path(_ step: Substring) -> String {
        var result = ""
        for byte in step.utf8 {
            if byte > 0x20, byte < 0x7F, byte != 0x23, byte != 0x3F, byte != 0x25 {
                result.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                result += byte < 16 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return result
    }
}
