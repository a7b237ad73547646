package import Model
import Storage

/// APIs: what operators do with them.
package struct APIs: Sendable {
    private let kernel: Kernel

    package init(_ kernel: Kernel) {
        self.kernel = kernel
    }

    /// Creates an API, with a first version when the draft carries a description. What the draft leaves open comes
    /// from the description. Refuses a name and version, or a slug, that are taken; a default slug gets a number.
    package func create(_ draft: APIDraft, as actor: Actor) async throws -> APIOverview {
        try await kernel.database.write(creation(of: draft, as: actor))
    }

    /// The creation of an API, allowed and checked, for a transaction to carry out.
    func creation(of draft: APIDraft, as actor: Actor) throws -> @Sendable (Transaction) throws -> APIOverview {
        try actor.requireOperator()
        let specification = try draft.specification.map(SpecificationReader.read)
        var draft = draft
        draft.version = draft.version ?? specification?.version
        draft.description = draft.description ?? specification?.description
        try Refusal.check(draft.problems())
        let now = kernel.now, versionID = kernel.newID(APIVersion.self)
        let api = API(
            id: kernel.newID(), name: draft.name, version: draft.version,
            slug: draft.slug ?? API.defaultSlug(name: draft.name, version: draft.version),
            description: draft.description, labels: Labels.merged([:], with: draft.labels),
            attributes: APIAttributes.merged([:], with: draft.attributes), createdAt: now, updatedAt: now)
        let version = try specification.map {
            try APIVersions.make(versionID, of: api.id, named: draft.version, $0, at: now)
        }
        let event = kernel.audit(
            "api.created", of: AuditTarget("api", api.id.text), by: actor, details: ["name": .string(api.name)])
        let hasOwnSlug = draft.slug != nil
        return { tx in
            var api = api
            if !hasOwnSlug { api.slug = try Self.freeSlug(api.slug, tx) }
            try tx.apis.insert(api)
            if let version, let specification { try tx.apiVersions.insert(version, specification) }
            try tx.audit.record(event)
            return APIOverview(
                api: api, currentVersion: version, versionIDs: version.map { [$0.id] } ?? [], portals: [])
        }
    }

    /// What a description says of itself, for a form to be filled from.
    package func preview(_ content: String, as actor: Actor) throws -> Specification {
        try actor.requireOperator()
        return try SpecificationReader.read(content)
    }

    /// What is wrong with a description; throws `SpecificationUnreadable` when it is none.
    package func validate(_ content: String, as actor: Actor) throws -> [SpecificationProblem] {
        try actor.requireOperator()
        return try SpecificationReader.validate(content)
    }

    package func find(_ id: ID<API>, as actor: Actor) async throws -> APIOverview {
        try actor.requireOperator()
        return try await kernel.database.read { tx in
            guard let overview = try tx.apis.overview(id) else { throw Refusal.notFound }
            return overview
        }
    }

    package func list(_ query: ListQuery, as actor: Actor) async throws -> Page<APIOverview> {
        try actor.requireOperator()
        return try await kernel.database.read { tx in try tx.apis.list(query) }
    }

    /// All APIs by name, for menus to choose from.
    package func all(as actor: Actor) async throws -> [API] {
        try actor.requireOperator()
        return try await kernel.database.read { tx in try tx.apis.all() }
    }

    /// Alters what the change names, and nothing else.
    package func update(_ id: ID<API>, _ change: APIChange, as actor: Actor) async throws -> APIOverview {
        try actor.requireOperator()
        try Refusal.check(change.problems())
        let now = kernel.now
        let event = kernel.audit("api.updated", of: AuditTarget("api", id.text), by: actor)
        let overview = try await kernel.database.write { tx in
            guard let old = try tx.apis.find(id) else { throw Refusal.notFound }
            var api = change.applied(to: old)
            if case .set(nil) = change.slug {
                let slug = API.defaultSlug(name: api.name, version: api.version)
                api.slug = slug == old.slug ? slug : try Self.freeSlug(slug, tx)
            }
            if api != old {
                api.updatedAt = now
                try tx.apis.update(api)
                try tx.publications.bumpPortals(of: id)
                try tx.audit.record(event)
            }
            guard let overview = try tx.apis.overview(id) else { throw Refusal.notFound }
            return overview
        }
        kernel.gatewayBell.ring()
        return overview
    }

    /// What a deletion will take along.
    package func dependents(of id: ID<API>, as actor: Actor) async throws -> APIDependents {
        try actor.requireOperator()
        return try await kernel.database.read { tx in
            guard let overview = try tx.apis.overview(id) else { throw Refusal.notFound }
            return APIDependents(
                versions: overview.versionIDs.count, documents: try tx.apiDocuments.count(of: id),
                registrations: try tx.apis.registrationCount(id), isLinked: overview.implementationMode != nil,
                portals: overview.portals)
        }
    }

    /// Deletes an API with its publications, versions, documents, registrations and links.
    package func delete(_ id: ID<API>, as actor: Actor) async throws {
        try actor.requireOperator()
        let event = kernel.audit("api.deleted", of: AuditTarget("api", id.text), by: actor)
        try await kernel.database.write { tx in
            try tx.publications.bumpPortals(of: id)
            guard try tx.apis.delete(id) else { throw Refusal.notFound }
            try tx.audit.record(event)
        }
        kernel.gatewayBell.ring()
    }

    private static func freeSlug(_ slug: String, _ tx: Transaction) throws -> String {
        if try !tx.apis.isTaken(slug: slug) { return slug }
        for number in 2...10_000 where try !tx.apis.isTaken(slug: "\(slug)-\(number)") { return "\(slug)-\(number)" }
        throw Refusal.conflict("An API with the slug \"\(slug)\" already exists")
    }
}
