package import Model
import Storage

/// The entries of the catalog of one kind, APIs or packages: what operators do with them.
package struct APIs: Sendable {
    private let kernel: Kernel
    package let kind: API.Kind

    package init(_ kernel: Kernel, _ kind: API.Kind = .api) {
        self.kernel = kernel
        self.kind = kind
    }

    /// Creates an API, with a first version when the draft carries a description. What the draft leaves open comes
    /// from the description. Refuses a name and version, or a slug, that are taken; a default slug gets a number.
    package func create(_ draft: APIDraft, as actor: Actor) async throws -> APIOverview {
        let create = try await creation(of: draft, as: actor)
        return try await kernel.database.write(create)
    }

    /// The creation of an API, allowed and checked, for a transaction to carry out.
    func creation(
        of draft: APIDraft, as actor: Actor
    ) async throws -> @Sendable (Transaction) throws -> APIOverview {
        let specification = try await readDescription(of: draft, as: actor)
        var draft = draft
        draft.version = draft.version ?? specification?.version
        draft.description = draft.description ?? specification?.description
        try Refusal.check(draft.problems())
        let now = kernel.now, versionID = kernel.newID(APIVersion.self)
        let api = API(
            id: kernel.newID(), kind: kind, name: draft.name, version: draft.version,
            slug: draft.slug ?? API.defaultSlug(name: draft.name, version: draft.version),
            description: draft.description, labels: Labels.merged([:], with: draft.labels),
            attributes: APIAttributes.merged([:], with: draft.attributes), rateLimit: draft.rateLimit,
            createdAt: now, updatedAt: now)
        let version = try specification.map {
            try APIVersions.make(versionID, of: api.id, named: draft.version, $0, at: now)
        }
        let event = event("created", api.id, actor, ["name": .string(api.name)])
        let hasOwnSlug = draft.slug != nil
        return { tx in
            try actor.may(.create, .every(.apis), in: tx)
            var api = api
            if !hasOwnSlug { api.slug = try Self.freeSlug(api.slug, tx) }
            try tx.apis.insert(api)
            try kernel.makeOwner(actor, of: .api(api.id), in: tx)
            if let version, let specification { try tx.apiVersions.insert(version, specification) }
            try tx.audit.record(event)
            return APIOverview(
                api: api, currentVersion: version, versionIDs: version.map { [$0.id] } ?? [], portals: [])
        }
    }

    private func readDescription(of draft: APIDraft, as actor: Actor) async throws -> Specification? {
        guard let content = draft.specification else { return nil }
        return try await SpecificationReader.readUpload(
            content, archive: draft.archive, kernel,
            isAllowed: { try await kernel.database.read { try actor.may(.create, .every(.apis), in: $0) } }
        ).specification
    }

    /// What a description says of itself, for a form to be filled from.
    package func preview(_ content: String, as actor: Actor) throws -> Specification {
        try actor.requireOperator()
        return try SpecificationReader.read(content, kernel)
    }

    /// What is wrong with a description; throws `SpecificationUnreadable` when it is none.
    package func validate(_ content: String, as actor: Actor) throws -> [SpecificationProblem] {
        try actor.requireOperator()
        return try SpecificationReader.validate(content, kernel)
    }

    package func find(_ id: ID<API>, as actor: Actor) async throws -> APIOverview {
        return try await kernel.database.read { tx in
            try actor.may(.view, .api(id), in: tx)
            return try Self.overview(id, kind, tx)
        }
    }

    package func list(_ query: ListQuery, as actor: Actor) async throws -> Page<APIOverview> {
        return try await kernel.database.read { tx in
            try tx.apis.list(query.limited(to: actor.sees(.apis, in: tx)), kind)
        }
    }

    /// All of them by name, for menus to choose from.
    package func all(as actor: Actor) async throws -> [API] {
        return try await kernel.database.read { tx in try tx.apis.all(kind, seen: actor.sees(.apis, in: tx)) }
    }

    /// Alters what the change names, and nothing else. Refuses a conflict when another version becomes the current one
    /// and lacks operations that the gateway enforces, unless it is forced.
    package func update(
        _ id: ID<API>, _ change: APIChange, force: Bool = false, as actor: Actor
    ) async throws -> APIOverview {
        try Refusal.check(change.problems())
        let now = kernel.now
        let event = event("updated", id, actor)
        let overview = try await kernel.database.write { tx in
            try actor.may(.update, .api(id), in: tx)
            guard let old = try tx.apis.find(id, kind) else { throw Refusal.notFound }
            var api = change.applied(to: old)
            if case .set(nil) = change.slug {
                let slug = API.defaultSlug(name: api.name, version: api.version)
                api.slug = slug == old.slug ? slug : try Self.freeSlug(slug, tx)
            }
            if api != old {
                api.updatedAt = now
                try tx.apis.update(api)
                try GatewayOperations.follow(id, force: force, kernel, tx)
                try tx.publications.bumpPortals(of: id)
                try tx.audit.record(event)
            }
            return try Self.overview(id, kind, tx)
        }
        kernel.gatewayBell.ring()
        return overview
    }

    /// What a deletion will take along.
    package func dependents(of id: ID<API>, as actor: Actor) async throws -> APIDependents {
        return try await kernel.database.read { tx in
            try actor.may(.view, .api(id), in: tx)
            let overview = try Self.overview(id, kind, tx)
            return APIDependents(
                versions: overview.versionIDs.count, documents: try tx.apiDocuments.count(of: id),
                registrations: try tx.apis.registrationCount(id), isLinked: overview.implementationMode != nil,
                portals: overview.portals)
        }
    }

    /// Deletes an API with its publications, versions, documents, registrations and links.
    package func delete(_ id: ID<API>, as actor: Actor) async throws {
        let event = event("deleted", id, actor)
        try await kernel.database.write { tx in
            try actor.may(.delete, .api(id), in: tx)
            guard try tx.apis.find(id, kind) != nil else { throw Refusal.notFound }
            try tx.publications.bumpPortals(of: id)
            try tx.apis.delete(id)
            try tx.audit.record(event)
        }
        kernel.gatewayBell.ring()
    }

    private func event(_ act: String, _ id: ID<API>, _ actor: Actor, _ details: JSON = [:]) -> AuditEvent {
        let noun = kind.noun
        return kernel.audit("\(noun).\(act)", of: AuditTarget(noun, id.text), by: actor, details: details)
    }

    private static func overview(_ id: ID<API>, _ kind: API.Kind, _ tx: Transaction) throws -> APIOverview {
        guard let overview = try tx.apis.overview(id), overview.api.kind == kind else { throw Refusal.notFound }
        return overview
    }

    private static func freeSlug(_ slug: String, _ tx: Transaction) throws -> String {
        if try !tx.apis.isTaken(slug: slug) { return slug }
        for number in 2...10_000 where try !tx.apis.isTaken(slug: "\(slug)-\(number)") { return "\(slug)-\(number)" }
        throw Refusal.conflict("An API with the slug \"\(slug)\" already exists")
    }
}

extension API.Kind {
    /// The noun of audit events.
    var noun: String { self == .api ? "api" : "api-package" }
}
