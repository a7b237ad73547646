package import Model
package import Rendering
import Storage

/// The versions of APIs with their descriptions: what operators do with them.
package struct APIVersions: Sendable {
    private let kernel: Kernel
    private let shelf: DescriptionShelf

    package init(_ kernel: Kernel, shelf: DescriptionShelf) {
        self.kernel = kernel
        self.shelf = shelf
    }

    /// Adds a version. Refuses a version string that the API has, or that neither draft nor description gives.
    package func create(
        _ draft: APIVersionDraft, of api: ID<API>, as actor: Actor
    ) async throws -> (APIVersion, Specification) {
        try Refusal.check(draft.problems())
        let (specification, description) = try await SpecificationReader.readUpload(
            draft.content, archive: draft.archive, kernel, isAllowed: { try await mayUpdate(api, actor) })
        let version = try Self.make(kernel.newID(), of: api, named: draft.version, specification, at: kernel.now)
        let event = kernel.audit("api-version.created", of: AuditTarget("api-version", version.id.text), by: actor)
        try await kernel.database.write { tx in
            try actor.may(.update, .api(api), in: tx)
            guard try tx.apis.find(api, .api) != nil else { throw Refusal.notFound }
            try tx.apiVersions.insert(version, specification)
            try GatewayOperations.follow(api, force: false, kernel, tx)
            try tx.publications.bumpPortals(of: api)
            try tx.audit.record(event)
        }
        kernel.gatewayBell.ring()
        shelf.keep(description, size: specification.content.utf8.count, of: version)
        return (version, specification)
    }

    private func mayUpdate(_ api: ID<API>, _ actor: Actor) async throws {
        try await kernel.database.read { tx in
            try actor.may(.update, .api(api), in: tx)
            guard try tx.apis.find(api, .api) != nil else { throw Refusal.notFound }
        }
    }

    package func list(_ query: ListQuery, of api: ID<API>, as actor: Actor) async throws -> Page<APIVersion> {
        return try await kernel.database.read { tx in
            try actor.may(.view, .api(api), in: tx)
            guard try tx.apis.find(api, .api) != nil else { throw Refusal.notFound }
            return try tx.apiVersions.list(query, of: api)
        }
    }

    /// All versions, the newest first.
    package func all(of api: ID<API>, as actor: Actor) async throws -> [APIVersion] {
        return try await kernel.database.read { tx in
            try actor.may(.view, .api(api), in: tx)
            return try tx.apiVersions.all(of: api)
        }
    }

    /// A version with its description as it was uploaded, and what is wrong with it.
    package func find(
        _ id: ID<APIVersion>, of api: ID<API>, as actor: Actor
    ) async throws -> (APIVersion, Specification) {
        return try await kernel.database.read { tx in
            try actor.may(.view, .api(api), in: tx)
            guard try tx.apis.find(api, .api) != nil else { throw Refusal.notFound }
            return try Self.load(id, of: api, tx)
        }
    }

    /// What the description of a version says.
    package func description(
        of id: ID<APIVersion>, of api: ID<API>, as actor: Actor
    ) async throws -> (APIVersion, APIDescription) {
        let database = kernel.database
        let version = try await database.read { tx in
            try actor.may(.view, .api(api), in: tx)
            guard let version = try tx.apiVersions.find(id, of: api) else { throw Refusal.notFound }
            return version
        }
        let description = try await shelf.description(of: version) {
            try await database.read { tx in try tx.apiVersions.shownContent(of: id) } ?? ""
        }
        return (version, description)
    }

    /// What changed between two versions of an API, with both and their descriptions.
    package func comparison(
        from older: ID<APIVersion>, to newer: ID<APIVersion>, of api: ID<API>, as actor: Actor
    ) async throws -> (older: APIVersion, newer: APIVersion, found: DescriptionPair) {
        let (before, old) = try await description(of: older, of: api, as: actor)
        let (after, new) = try await description(of: newer, of: api, as: actor)
        return (before, after, shelf.comparison(from: before, to: after, (old, new), hidesInternal: false))
    }

    /// Alters what the change names, and nothing else. A new description does not rename the version. Refuses a
    /// conflict when operations go that the gateway enforces, unless it is forced.
    package func update(
        _ id: ID<APIVersion>, of api: ID<API>, _ change: APIVersionChange, force: Bool = false, as actor: Actor
    ) async throws -> (APIVersion, Specification) {
        try Refusal.check(change.problems())
        var read: (specification: Specification, description: APIDescription)?
        if let content = change.content.value {
            read = try await SpecificationReader.readUpload(
                content, archive: change.archive, kernel, isAllowed: { try await mayUpdate(api, actor) })
        }
        let specification = read?.specification, now = kernel.now
        let event = kernel.audit("api-version.updated", of: AuditTarget("api-version", id.text), by: actor)
        let result = try await kernel.database.write { tx in
            try actor.may(.update, .api(api), in: tx)
            guard try tx.apis.find(api, .api) != nil, var version = try tx.apiVersions.find(id, of: api) else {
                throw Refusal.notFound
            }
            let old = try Self.load(id, of: api, tx)
            change.version.apply(to: &version.version)
            if let specification { Self.describe(&version, specification) }
            if version == old.0, try specification.map({ try Self.isStored($0, old, tx) }) ?? true { return old }
            version.updatedAt = now
            try tx.apiVersions.update(version, specification)
            try GatewayOperations.follow(api, force: force, kernel, tx)
            try tx.publications.bumpPortals(of: api)
            try tx.audit.record(event)
            return try Self.load(id, of: api, tx)
        }
        kernel.gatewayBell.ring()
        if let read { shelf.keep(read.description, size: read.specification.content.utf8.count, of: result.0) }
        return result
    }

    private static func isStored(
        _ specification: Specification, _ old: (APIVersion, Specification), _ tx: Transaction
    ) throws -> Bool {
        try specification.content == old.1.content && specification.bundle == old.1.bundle
            && specification.archive == tx.specificationSources.archive(of: old.0.id)
    }

    /// The archive that a description came in, as it was uploaded; nil when it came as one text.
    package func archive(of id: ID<APIVersion>, of api: ID<API>, as actor: Actor) async throws -> [UInt8]? {
        try await kernel.database.read { tx in
            try actor.may(.view, .api(api), in: tx)
            guard try tx.apiVersions.find(id, of: api) != nil else { throw Refusal.notFound }
            return try tx.specificationSources.archive(of: id)
        }
    }

    package func delete(_ id: ID<APIVersion>, of api: ID<API>, as actor: Actor) async throws {
        let event = kernel.audit("api-version.deleted", of: AuditTarget("api-version", id.text), by: actor)
        try await kernel.database.write { tx in
            try actor.may(.update, .api(api), in: tx)
            guard try tx.apis.find(api, .api) != nil, try tx.apiVersions.find(id, of: api) != nil else {
                throw Refusal.notFound
            }
            try tx.apiVersions.delete(id)
            try GatewayOperations.follow(api, force: false, kernel, tx)
            try tx.publications.bumpPortals(of: api)
            try tx.audit.record(event)
        }
        kernel.gatewayBell.ring()
    }

    /// A new version under its own name or that of its description.
    static func make(
        _ id: ID<APIVersion>, of api: ID<API>, named name: String?, _ specification: Specification, at now: Instant
    ) throws -> APIVersion {
        guard let name = name ?? specification.version else {
            throw Refusal.invalid(
                "version", .missingReference, "version must be provided if not included in spec_content")
        }
        var version = APIVersion(
            id: id, apiID: api, version: name, kind: .unknown, title: nil, operationCount: 0, problemCount: 0,
            createdAt: now, updatedAt: now)
        describe(&version, specification)
        return version
    }

    static func describe(_ version: inout APIVersion, _ specification: Specification) {
        version.kind = specification.kind
        version.title = specification.title
        version.operationCount = specification.operations.count
        version.problemCount = specification.problems.count
    }

    static func load(
        _ id: ID<APIVersion>, of api: ID<API>, _ tx: Transaction
    ) throws -> (APIVersion, Specification) {
        guard let version = try tx.apiVersions.find(id, of: api), let content = try tx.apiVersions.content(of: id)
        else { throw Refusal.notFound }
        var specification = Specification(
            content: content, kind: version.kind, title: version.title, version: version.version, description: nil,
            problems: try tx.apiVersions.problems(of: id), operations: try tx.apiVersions.operations(of: id))
        specification.bundle = try tx.specificationSources.bundle(of: id)
        return (version, specification)
    }
}
