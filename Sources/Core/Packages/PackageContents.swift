package import Model
import Rendering
import Storage

/// What is in a package: its operations, and the description that developers read.
package struct PackageContents: Sendable {
    private let kernel: Kernel

    package init(_ kernel: Kernel) {
        self.kernel = kernel
    }

    /// The operations of a package, each with the route that takes its calls.
    package func operations(
        of package: ID<API>, _ query: ListQuery, as actor: Actor
    ) async throws -> Page<(PackageOperation, OperationMatch?)> {
        return try await kernel.database.read { tx in
            try actor.may(.view, .api(package), in: tx)
            try Self.require(package, tx)
            var matches = OperationMatches()
            return try tx.gatewayOperations.list(in: package, query).map { ($0, try matches.find($0.operation, tx)) }
        }
    }

    package func operation(
        _ id: ID<GatewayOperation>, of package: ID<API>, as actor: Actor
    ) async throws -> (PackageOperation, OperationMatch?) {
        return try await kernel.database.read { tx in
            try actor.may(.view, .api(package), in: tx)
            try Self.require(package, tx)
            guard let found = try tx.gatewayOperations.find(id, in: package) else { throw Refusal.notFound }
            var matches = OperationMatches()
            return (found, try matches.find(found.operation, tx))
        }
    }

    /// All operations of a package, by API, path and method.
    package func all(of package: ID<API>, as actor: Actor) async throws -> [(PackageOperation, OperationMatch?)] {
        return try await kernel.database.read { tx in
            try actor.may(.view, .api(package), in: tx)
            try Self.require(package, tx)
            var matches = OperationMatches()
            return try tx.gatewayOperations.all(in: package).map { ($0, try matches.find($0.operation, tx)) }
        }
    }

    /// Takes all steps or none. Refuses operations that do not exist, and changes to what the package does not have.
    package func change(_ steps: [PackageStep], of package: ID<API>, as actor: Actor) async throws {
        guard (1...PackageOperation.maximumSteps).contains(steps.count) else {
            let reason = "the change must contain 1 to \(PackageOperation.maximumSteps) operations"
            throw Refusal.invalid(
                "body", steps.isEmpty ? .minItems(1) : .maxItems(PackageOperation.maximumSteps), reason)
        }
        let now = kernel.now
        let event = event("operations-changed", package, actor)
        try await kernel.database.write { tx in
            try actor.may(.update, .api(package), in: tx)
            try Self.require(package, tx)
            for (index, step) in steps.enumerated() {
                try Self.take(step, of: package, at: now, actor, tx) {
                    Refusal.invalid("body[\(index)].path", .missingReference, "Operation not found")
                }
            }
            try Self.record(event, package, tx)
        }
        kernel.gatewayBell.ring()
    }

    private static func take(
        _ step: PackageStep, of package: ID<API>, at now: Instant, _ actor: Actor, _ tx: Transaction,
        missing: () -> Refusal
    ) throws {
        switch step.action {
        case .add:
            guard let api = try tx.gatewayOperations.api(of: step.operation),
                try actor.acts(on: .api(api), in: tx).contains(.view)
            else { throw missing() }
            try tx.gatewayOperations.put(step.operation, into: package, limit: step.rateLimit, at: now)
        case .replace:
            guard try tx.gatewayOperations.find(step.operation, in: package) != nil else { throw missing() }
            try tx.gatewayOperations.put(step.operation, into: package, limit: step.rateLimit, at: now)
        case .remove:
            guard try tx.gatewayOperations.remove(step.operation, from: package) else { throw missing() }
        }
    }

    package func remove(_ id: ID<GatewayOperation>, from package: ID<API>, as actor: Actor) async throws {
        let event = event("operations-changed", package, actor)
        try await kernel.database.write { tx in
            try actor.may(.update, .api(package), in: tx)
            try Self.require(package, tx)
            guard try tx.gatewayOperations.remove(id, from: package) else { throw Refusal.notFound }
            try Self.record(event, package, tx)
        }
        kernel.gatewayBell.ring()
    }

    private func event(_ act: String, _ package: ID<API>, _ actor: Actor) -> AuditEvent {
        let noun = API.Kind.package.noun
        return kernel.audit("\(noun).\(act)", of: AuditTarget(noun, package.text), by: actor)
    }

    private static func record(_ event: AuditEvent, _ package: ID<API>, _ tx: Transaction) throws {
        try tx.publications.bumpPortals(of: package)
        try tx.audit.record(event)
    }

    @discardableResult
    private static func require(_ package: ID<API>, _ tx: Transaction) throws -> API {
        guard let found = try tx.apis.find(package, .package) else { throw Refusal.notFound }
        return found
    }
}

/// The description of a package: the one that was uploaded, and one that is made from its operations.
extension PackageContents {
    /// Refuses `notFound` when nothing was uploaded.
    package func specification(of package: ID<API>, as actor: Actor) async throws -> (APIVersion, Specification) {
        return try await kernel.database.read { tx in
            try actor.may(.view, .api(package), in: tx)
            try Self.require(package, tx)
            guard let version = try tx.apiVersions.current(of: package) else { throw Refusal.notFound }
            return try APIVersions.load(version.id, of: package, tx)
        }
    }

    /// Replaces what was there.
    package func setSpecification(
        _ content: String, of package: ID<API>, as actor: Actor
    ) async throws -> (APIVersion, Specification) {
        let (specification, _) = try await SpecificationReader.readUpload(
            content, kernel,
            isAllowed: { try await kernel.database.read { tx in try actor.may(.update, .api(package), in: tx) } })
        let now = kernel.now
        let id = kernel.newID(APIVersion.self), event = event("described", package, actor)
        return try await kernel.database.write { tx in
            try actor.may(.update, .api(package), in: tx)
            let entry = try Self.require(package, tx)
            if var version = try tx.apiVersions.current(of: package) {
                let isStored = try tx.apiVersions.content(of: version.id) == specification.content
                if try isStored && tx.specificationSources.bundle(of: version.id) == specification.bundle {
                    return try APIVersions.load(version.id, of: package, tx)
                }
                APIVersions.describe(&version, specification)
                version.updatedAt = now
                try tx.apiVersions.update(version, specification)
            } else {
                let name = entry.version ?? specification.version ?? "1.0.0"
                let version = try APIVersions.make(id, of: package, named: name, specification, at: now)
                try tx.apiVersions.insert(version, specification)
            }
            try Self.record(event, package, tx)
            guard let version = try tx.apiVersions.current(of: package) else { throw Refusal.notFound }
            return try APIVersions.load(version.id, of: package, tx)
        }
    }

    package func deleteSpecification(of package: ID<API>, as actor: Actor) async throws {
        let event = event("description-deleted", package, actor)
        try await kernel.database.write { tx in
            try actor.may(.update, .api(package), in: tx)
            try Self.require(package, tx)
            guard let version = try tx.apiVersions.current(of: package) else { throw Refusal.notFound }
            try tx.apiVersions.delete(version.id)
            try Self.record(event, package, tx)
        }
    }

    /// A description of the operations, put together from the descriptions of their APIs.
    package func computedSpecification(of package: ID<API>, as actor: Actor) async throws -> (API, Specification) {
        let (entry, contents) = try await kernel.database.read { tx in
            try actor.may(.view, .api(package), in: tx)
            let entry = try Self.require(package, tx)
            var contents: [(name: String, content: String, calls: Set<GatewayOperation.Call>)] = []
            let operations = try tx.gatewayOperations.all(in: package)
            for (api, members) in Self.grouped(operations) {
                guard let version = try tx.apiVersions.current(of: api) else { continue }
                let calls = Set(members.compactMap(\.operation.call))
                contents.append((members[0].apiName, try tx.apiVersions.shownContent(of: version.id) ?? "", calls))
            }
            return (entry, contents)
        }
        let parts = contents.map { part in
            PackageDescription.Part(name: Slug.make(part.name), description: APIDescription.parse(part.content)) {
                GatewayOperation.Call(method: $0, path: $1).map(part.calls.contains) ?? false
            }
        }
        let content = PackageDescription.compose(
            title: entry.name, version: entry.version ?? "1.0.0", description: entry.description, parts)
        return (entry, try SpecificationReader.read(content, kernel))
    }

    /// In the order of their first operation.
    private static func grouped(_ operations: [PackageOperation]) -> [(ID<API>, [PackageOperation])] {
        var groups: [(ID<API>, [PackageOperation])] = []
        for operation in operations {
            if let index = groups.firstIndex(where: { $0.0 == operation.operation.apiID }) {
                groups[index].1.append(operation)
            } else {
                groups.append((operation.operation.apiID, [operation]))
            }
        }
        return groups
    }
}

/// The routes that take the operations of several APIs, each control plane read once.
private struct OperationMatches {
    private var planes: [ID<API>: ID<ControlPlane>?] = [:]
    private var routes: [ID<ControlPlane>: PlaneRoutes] = [:]

    mutating func find(_ operation: GatewayOperation, _ tx: Transaction) throws -> OperationMatch? {
        if planes[operation.apiID] == nil {
            let plane = try tx.implementations.find(api: operation.apiID)?.controlPlaneID
            planes.updateValue(plane, forKey: operation.apiID)
        }
        guard let plane = planes[operation.apiID] ?? nil else { return nil }
        if routes[plane] == nil { routes[plane] = try PlaneRoutes(of: plane, tx) }
        return routes[plane]?.match(operation)
    }
}
