package import Model

/// Valid entities of the catalog with little to say.
extension Samples {
    private static let random = FixedRandom(seed: 43)

    package static func api(
        _ name: String, version: String? = nil, slug: String? = nil, attributes: [String: [String]] = [:],
        at now: Instant = FixedClock.start
    ) -> API {
        API(
            id: random.id(at: now), name: name, version: version,
            slug: slug ?? API.defaultSlug(name: name, version: version), description: nil, labels: [:],
            attributes: attributes, createdAt: now, updatedAt: now)
    }

    package static func version(_ version: String, of api: API, at now: Instant = FixedClock.start) -> APIVersion {
        APIVersion(
            id: random.id(at: now), apiID: api.id, version: version, kind: .openAPI30, title: "Orders",
            operationCount: 1, problemCount: 1, createdAt: now, updatedAt: now)
    }

    /// One operation and one problem.
    package static let specification = Specification(
        content: "openapi: 3.0.3 # \u{1F600}\r\n", kind: .openAPI30, title: "Orders", version: "1.0.0",
        description: nil,
        problems: [SpecificationProblem(severity: "error", message: "No paths.", pointer: "/paths", line: 1)],
        operations: [
            SpecificationOperation(
                key: "list-orders", method: "GET", path: "/orders", operationID: "listOrders",
                summary: "List orders", description: nil, tags: ["orders"], isDeprecated: false)
        ])

    package static func document(
        _ slug: String, of api: API, below parent: APIDocument? = nil, status: APIDocument.Status = .published,
        at now: Instant = FixedClock.start
    ) -> APIDocument {
        APIDocument(
            id: random.id(at: now), apiID: api.id, parentID: parent?.id, title: slug, slug: slug, status: status,
            position: 0, createdAt: now, updatedAt: now)
    }

    package static func publication(
        of api: API, on portal: Portal, _ visibility: Portal.Visibility, at now: Instant = FixedClock.start
    ) -> Publication {
        Publication(
            id: random.id(at: now), portalID: portal.id, apiID: api.id, visibility: visibility,
            autoApproveRegistrations: false, strategyIDs: [], createdAt: now, updatedAt: now)
    }
}
