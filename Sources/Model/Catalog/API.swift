/// One API in one version: what operators describe, link, publish, and developers register for.
package struct API: Sendable, Equatable {
    /// What an entry of the catalog is; the names are those of the wire.
    package enum Kind: String, Sendable, CaseIterable {
        case api
        /// Operations of several APIs, published as one.
        case package = "api_package"

        /// As sentences call it, after "an".
        package var title: String { self == .api ? "API" : "API package" }
    }

    package var id: ID<API>
    package var kind: Kind
    /// Unique together with the version, among those of its kind.
    package var name: String
    /// What catalogs show as the current version; free text.
    package var version: String?
    /// Its part of addresses; unique.
    package var slug: String
    package var description: String?
    package var labels: [String: String]
    /// What developers filter catalogs by.
    package var attributes: [String: [String]]
    /// How often each key may call all operations of a package together.
    package var rateLimit: RateLimit?
    package var createdAt: Instant
    package var updatedAt: Instant

    package init(
        id: ID<API>, kind: Kind = .api, name: String, version: String?, slug: String, description: String?,
        labels: [String: String], attributes: [String: [String]], rateLimit: RateLimit? = nil, createdAt: Instant,
        updatedAt: Instant
    ) {
        self.id = id
        self.kind = kind
        self.rateLimit = rateLimit
        self.name = name
        self.version = version
        self.slug = slug
        self.description = description
        self.labels = labels
        self.attributes = attributes
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

extension API {
    package static let nameRule = TextRule(1...255)
    package static let versionRule = TextRule(1...255)
    package static let descriptionRule = TextRule(0...100_000)
    /// The slugs of APIs and of their documents.
    package static let slugRule = TextRule(
        1...255,
        pattern: TextRule.Pattern(#"^[\w-]+$"#) { text in
            text.utf8.allSatisfy { byte in
                (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 0x5F
                    || byte == 0x2D
            }
        })

    package static let list = ListRules(
        filters: [
            "id": .uuid, "name": .string, "version": .string, "labels": .map, "attributes": .map,
            "implementation_mode": .string, "created_at": .dateTime, "updated_at": .dateTime,
        ], sorts: ["name", "version", "created_at", "updated_at"])

    package static let packageList = ListRules(
        filters: [
            "id": .uuid, "name": .string, "version": .string, "labels": .map, "attributes": .map,
            "created_at": .dateTime, "updated_at": .dateTime,
        ], sorts: ["name", "version", "created_at", "updated_at"])

    /// The slug that a name and a version make: of a semantic version only the major number counts.
    package static func defaultSlug(name: String, version: String?) -> String {
        let parts = [Slug.make(name), version.map { Slug.make(majorVersion($0)) } ?? ""].filter { !$0.isEmpty }
        return parts.isEmpty ? "api" : String(parts.joined(separator: "-").prefix(slugRule.length.upperBound - 6))
    }

    /// `3` of `3.2.0` and of `3.2.0-beta.1`, `v3` of `v3.1`; any other text is kept.
    static func majorVersion(_ version: String) -> String {
        let mark = version.hasPrefix("v") || version.hasPrefix("V") ? String(version.prefix(1)) : ""
        let number = version.dropFirst(mark.count).prefix { $0 != "-" && $0 != "+" }
        let parts = number.split(separator: ".", omittingEmptySubsequences: false)
        let isNumeric =
            parts.count >= 2 && parts.allSatisfy { part in !part.isEmpty && part.allSatisfy(\.isASCIIDigit) }
        return isNumeric ? mark + parts[0] : version
    }
}

extension Character {
    fileprivate var isASCIIDigit: Bool { isASCII && isNumber }
}

/// What to create an API from. What it leaves open comes from the description, if there is one: see `APIs.create`.
package struct APIDraft: Sendable {
    package var name: String
    package var version: String?
    /// Nil takes a default, which gives way when it is taken; a given one that is taken is refused.
    package var slug: String?
    package var description: String?
    package var labels: [String: String?] = [:]
    package var attributes: [String: [String]?] = [:]
    /// The first version's description.
    package var specification: String?
    /// What that came in.
    package var archive: [UInt8]?
    /// Of a package.
    package var rateLimit: RateLimit?

    package init(name: String) {
        self.name = name
    }

    package func problems() -> [FieldProblem] {
        var problems = [API.nameRule.problem("name", name)]
        problems.append(version.flatMap { API.versionRule.problem("version", $0) })
        problems.append(slug.flatMap { API.slugRule.problem("slug", $0) })
        problems.append(description.flatMap { API.descriptionRule.problem("description", $0) })
        return problems.compactMap(\.self) + Labels.problems(labels) + APIAttributes.problems(attributes)
    }
}

/// What to alter about an API.
package struct APIChange: Sendable {
    package var name: Change<String> = .unchanged
    package var version: Change<String?> = .unchanged
    /// `set(nil)` goes back to the default.
    package var slug: Change<String?> = .unchanged
    package var description: Change<String?> = .unchanged
    /// Merged key by key; `set(nil)` clears all.
    package var labels: Change<[String: String?]?> = .unchanged
    /// Merged key by key.
    package var attributes: Change<[String: [String]?]> = .unchanged
    /// Of a package.
    package var rateLimit: Change<RateLimit?> = .unchanged

    package init() {}

    package func problems() -> [FieldProblem] {
        var problems = [name.value.flatMap { API.nameRule.problem("name", $0) }]
        problems.append(version.value.flatMap(\.self).flatMap { API.versionRule.problem("version", $0) })
        problems.append(slug.value.flatMap(\.self).flatMap { API.slugRule.problem("slug", $0) })
        problems.append(description.value.flatMap(\.self).flatMap { API.descriptionRule.problem("description", $0) })
        return problems.compactMap(\.self) + Labels.problems(labels.value.flatMap(\.self) ?? [:])
            + APIAttributes.problems(attributes.value ?? [:])
    }

    /// The API after the change, but for a slug that goes back to the default; its `updatedAt` is left alone.
    package func applied(to old: API) -> API {
        var api = old
        name.apply(to: &api.name)
        version.apply(to: &api.version)
        if case .set(let slug?) = slug { api.slug = slug }
        description.apply(to: &api.description)
        if case .set(let update) = labels {
            api.labels = update.map { Labels.merged(old.labels, with: $0) } ?? [:]
        }
        if case .set(let update) = attributes {
            api.attributes = APIAttributes.merged(old.attributes, with: update)
        }
        rateLimit.apply(to: &api.rateLimit)
        return api
    }
}
