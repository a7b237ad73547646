package import Model
package import Rendering
import Storage

/// Something on a portal that was found.
package struct SearchHit: Sendable {
    package enum Place: Sendable {
        case api(API)
        /// A page of the reference of the API's current version.
        case reference(API, APIVersion)
        /// With the slugs that lead to it.
        case document(API, APIDocument, path: [String])
        case page(PortalPage, path: [String])
    }

    package var place: Place
    package var entry: SearchEntry
    package var score: Float
    package var isGuess: Bool

    package var api: API? {
        switch place {
        case .api(let api), .reference(let api, _), .document(let api, _, _): api
        case .page: nil
        }
    }
}

/// Search over everything that somebody may see on a portal: APIs, their references and documents, and pages.
package struct PortalSearch: Sendable {
    /// How much more what is in the API that somebody is reading counts.
    private static let nearness: Float = 1.5

    private let kernel: Kernel
    private let descriptions: DescriptionShelf
    private let shelf = SearchShelf()

    package init(_ kernel: Kernel, descriptions: DescriptionShelf) {
        self.kernel = kernel
        self.descriptions = descriptions
    }

    /// What holds every word of the text, the best first. What only fits if somebody mistyped is found when nothing
    /// else is. `near` is the slug of the API that somebody is reading.
    package func find(
        _ text: String, near: String? = nil, on portal: Portal, as actor: Actor, limit: Int
    ) async throws -> [SearchHit] {
        let query = SearchQuery(text)
        if query.isEmpty { return [] }
        let scope = CatalogAccess.scope(of: actor, on: portal)
        let privateToo = SiteContent.seesPrivate(actor, on: portal)
        let seen = try await kernel.database.read { tx in
            Seen(
                apis: try tx.catalog.searched(on: portal.id, scope),
                documents: try tx.catalog.documents(on: portal.id, scope),
                pages: PortalPageTree.walk(
                    PortalPageTree.visible(try tx.portalPages.all(on: portal.id), privateToo: privateToo)),
                switches: try tx.customizations.find(portal.id)?.specRenderer ?? SpecRenderer())
        }
        var hits = try await references(seen, query, limit) + documents(seen, query) + pages(seen, query, portal)
        hits += apis(seen, query, limit)
        for place in hits.indices where near != nil && hits[place].api?.slug == near {
            hits[place].score *= Self.nearness
        }
        if hits.contains(where: { !$0.isGuess }) { hits.removeAll(where: \.isGuess) }
        return Array(hits.sorted { $0.score > $1.score }.prefix(limit))
    }

    /// Operations and documents alone, which is what the developer API knows.
    package func catalogHits(
        _ text: String, on portal: Portal, as actor: Actor, limit: Int
    ) async throws -> [CatalogHit] {
        let hits = try await find(text, on: portal, as: actor, limit: 4 * limit)
        var keys: [ID<APIVersion>: [String]] = [:]
        for case .reference(_, let version) in hits.map(\.place) { keys[version.id] = [] }
        for hit in hits where hit.entry.kind == .operation {
            if case .reference(_, let version) = hit.place { keys[version.id]?.append(hit.entry.key) }
        }
        let wanted = keys
        let found = try await kernel.database.read { tx in
            try wanted.map { id, keys in
                let operations = try tx.apiVersions.operations(keys, of: id)
                return (id, Dictionary(operations.map { ($0.key, $0) }) { first, _ in first })
            }
        }
        let operations = Dictionary(found) { first, _ in first }
        let result = hits.compactMap { hit -> CatalogHit? in
            switch hit.place {
            case .reference(let api, let version):
                operations[version.id]?[hit.entry.key].map {
                    CatalogHit(api: api, found: .operation($0, version: version.id))
                }
            case .document(let api, let document, let path):
                CatalogHit(api: api, found: .document(document, path: path))
            case .api, .page: nil
            }
        }
        return Array(result.prefix(limit))
    }
}

extension PortalSearch {
    /// All that the caller sees, without contents.
    private struct Seen: Sendable {
        var apis: [(api: API, version: APIVersion?)]
        var documents: [APIDocument]
        var pages: [(page: PortalPage, path: [String])]
        var switches: SpecRenderer

        /// Whether the portal shows an entry of a reference.
        func shows(_ entry: SearchEntry) -> Bool {
            if entry.isInternal, switches[.hideInternal] { return false }
            if entry.kind == .schema { return switches[.showSchemas] }
            return !(entry.isDeprecated && switches[.hideDeprecated])
        }
    }

    private func apis(_ seen: Seen, _ query: SearchQuery, _ limit: Int) -> [SearchHit] {
        let bySlug = Dictionary(seen.apis.map { ($0.api.slug, $0.api) }) { first, _ in first }
        let entries = seen.apis.map { api, _ in
            var entry = SearchEntry(.api, key: api.slug, title: api.name)
            entry.id = api.slug
            entry.text = String((api.description ?? "").prefix(400))
            entry.tags = api.attributes.values.flatMap(\.self)
            return entry
        }
        return SearchIndex(entries).matches(query, limit: limit).compactMap { match in
            bySlug[match.entry.key].map { Self.hit(match, .api($0)) }
        }
    }

    private func references(_ seen: Seen, _ query: SearchQuery, _ limit: Int) async throws -> [SearchHit] {
        var hits: [SearchHit] = []
        for case (let api, let version?) in seen.apis {
            let index = try await index(of: version)
            hits += index.matches(query, limit: limit, where: seen.shows).map {
                Self.hit($0, .reference(api, version))
            }
        }
        return hits
    }

    private func documents(_ seen: Seen, _ query: SearchQuery) async throws -> [SearchHit] {
        let byAPI = Dictionary(grouping: seen.documents, by: \.apiID)
        let database = kernel.database
        var hits: [SearchHit] = []
        for (api, _) in seen.apis {
            for (document, path) in APIDocumentTree.walk(APIDocumentTree.published(byAPI[api.id] ?? [])) {
                let index = try await index(.document(document.id, document.updatedAt)) {
                    let page = try await database.read { tx in try tx.apiDocuments.find(document.id, of: api.id) }
                    return Self.entry(.document, document.title, document.slug, page?.content ?? "")
                }
                hits += index.matches(query, limit: 1).map { Self.hit($0, .document(api, document, path: path)) }
            }
        }
        return hits
    }

    private func pages(_ seen: Seen, _ query: SearchQuery, _ portal: Portal) async throws -> [SearchHit] {
        let database = kernel.database
        var hits: [SearchHit] = []
        for (page, path) in seen.pages {
            let index = try await index(.page(page.id, page.updatedAt)) {
                let found = try await database.read { tx in try tx.portalPages.find(page.id, on: portal.id) }
                let content = [page.description, found?.content].compactMap(\.self).joined(separator: "\n\n")
                return Self.entry(.page, page.title, page.slug, content)
            }
            hits += index.matches(query, limit: 1).map { Self.hit($0, .page(page, path: path)) }
        }
        return hits
    }

    private static func hit(_ match: SearchMatch, _ place: SearchHit.Place) -> SearchHit {
        SearchHit(place: place, entry: match.entry, score: match.score, isGuess: match.isGuess)
    }

    private static func entry(
        _ kind: SearchEntry.Kind, _ title: String, _ slug: String, _ content: String
    ) -> SearchEntry {
        var entry = SearchEntry(kind, key: slug, title: title)
        entry.id = slug
        let words = Markdown.plainText(content).split(whereSeparator: \.isWhitespace)
        entry.text = words.prefix(20_000).joined(separator: " ")
        return entry
    }

    /// An index of one entry, which is made unless it is here.
    private func index(
        _ source: SearchShelf.Source, _ make: @Sendable () async throws -> SearchEntry
    ) async throws -> SearchIndex {
        if let known = shelf.find(source) { return known }
        let made = SearchIndex([try await make()])
        shelf.keep(made, of: source)
        return made
    }

    /// What there is to find in a description: what was written down at its upload, or read anew when it is of an
    /// older format.
    private func index(of version: APIVersion) async throws -> SearchIndex {
        let source = SearchShelf.Source.version(version.id, version.updatedAt)
        if let known = shelf.find(source) { return known }
        let database = kernel.database
        var entries = try await database.read { tx in try tx.searchIndexes.find(version.id) }
            .map(SearchEntry.read)
        if entries == nil {
            let description = try await descriptions.description(of: version) {
                try await database.read { tx in try tx.apiVersions.shownContent(of: version.id) } ?? ""
            }
            let made = description.searchEntries
            try await database.write { tx in
                // It may have been replaced meanwhile.
                guard try tx.apiVersions.find(version.id, of: version.apiID)?.updatedAt == version.updatedAt else {
                    return
                }
                try tx.searchIndexes.put(SearchEntry.text(of: made), of: version.id)
            }
            entries = made
        }
        let made = SearchIndex(entries ?? [])
        shelf.keep(made, of: source)
        return made
    }
}
