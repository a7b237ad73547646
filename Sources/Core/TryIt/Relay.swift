package import Model
import Rendering
import Storage

/// A request that the console of a reference wants to have sent on.
package struct RelayRequest: Sendable {
    package struct Header: Sendable, Equatable {
        package var name: String
        package var value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    package var method: String
    package var url: String
    package var headers: [Header]
    package var body: [UInt8]

    package init(method: String, url: String, headers: [Header], body: [UInt8]) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }
}

/// What a server answered, its body as it comes in.
package struct RelayAnswer: Sendable {
    package var status: Int
    package var reason: String
    package var headers: [RelayRequest.Header]
    package var body: AsyncThrowingStream<[UInt8], any Error>

    package init(
        status: Int, reason: String, headers: [RelayRequest.Header], body: AsyncThrowingStream<[UInt8], any Error>
    ) {
        self.status = status
        self.reason = reason
        self.headers = headers
        self.body = body
    }
}

/// What calls servers for the relay. It refuses addresses that are not public, follows no redirect, and bounds time,
/// size and number of the calls; throws `Refusal` with words for the reader.
package protocol RelayCaller: Sendable {
    func call(_ request: RelayRequest) async throws -> RelayAnswer
}

/// Sends requests of the console on from this host, where a portal's operators allow it: to the servers that the
/// description names for the operation, and nowhere else.
package struct Relay: Sendable {
    /// What a request's body may weigh.
    package static let bodyLimit = 10 << 20

    private let kernel: Kernel
    private let catalog: Catalog
    private let caller: (any RelayCaller)?

    package init(_ kernel: Kernel, catalog: Catalog, caller: (any RelayCaller)?) {
        self.kernel = kernel
        self.catalog = catalog
        self.caller = caller
    }

    /// The version is that of the reference's page; nil is the current one. Each call is audited, without its query,
    /// headers and body.
    package func send(
        _ request: RelayRequest, operation key: String, of slug: String, version name: String?, on portal: Portal,
        as actor: Actor
    ) async throws -> RelayAnswer {
        let (item, versions) = try await catalog.versions(slug, on: portal, as: actor)
        let found = name.map { name in versions.first { $0.version == name } } ?? item.currentVersion
        let customization = try await kernel.database.read { tx in try tx.customizations.find(portal.id) }
        guard let version = found, let switches = customization?.specRenderer, switches[.tryIt], switches[.relay]
        else { throw Refusal.notFound }
        let description = try await catalog.description(of: version)
        guard let operation = description.operation(key), !(operation.isInternal && switches[.hideInternal]) else {
            throw Refusal.notFound
        }
        let servers = description.detail(operation, withExamples: false).servers
        guard operation.method == request.method, let target = RelayTarget(request.url), target.belongs(to: servers)
        else { throw Refusal.forbidden("The relay only reaches the servers that the description names.") }
        guard let caller else { throw Refusal.unavailable("The relay is not available.") }
        try await audit(request, target, item.api.id, portal, actor)
        var sent = request
        sent.headers = request.headers.filter { RelayTarget.isForwarded($0) }
        return try await caller.call(sent)
    }

    private func audit(
        _ request: RelayRequest, _ target: RelayTarget, _ api: ID<API>, _ portal: Portal, _ actor: Actor
    ) async throws {
        let details: JSON = [
            "method": .string(request.method), "server": .string(target.origin), "path": .string(target.path),
        ]
        let event = kernel.audit(
            "api.called", of: AuditTarget("api", api.text), portal: portal.id, by: actor, details: details)
        try await kernel.database.write { tx in try tx.audit.record(event) }
    }
}
