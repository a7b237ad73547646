import Core
import Foundation
import Model
import Web

/// `/api/v3/search` on a portal's host: operations and documents of the APIs that the caller sees.
struct SearchRoutes {
    private static let limit = 200
    private let search: PortalSearch
    private let portals: Portals

    init(_ product: Product) {
        search = product.portalSearch
        portals = product.portals
    }

    var endpoints: [Endpoint<PortalVisitor>] {
        [
            .get(
                "/api/v3/search", "search-portal",
                story: EndpointStory(
                    summary: "Search the APIs", list: ListRules(filters: [:]), paging: .cursor,
                    query: [.init("q", .string(), "What to look for.")], answer: CatalogSearchWire.pageSchema), show)
        ]
    }

    private func show(_ call: Call<PortalVisitor>) async throws -> Reply {
        let size = try call.list(ListRules(filters: [:])).page.size
        let parameters = call.rawQuery
        let query = parameters.first { $0.name == "q" }?.value ?? ""
        let offset = try parameters.first { $0.name == "page[after]" }?.value.map(Self.offset) ?? 0
        let portal = call.caller.portal
        let hits = try await search.catalogHits(
            query, on: portal, as: call.caller.actor, limit: Self.limit)
        let organization = try await portals.organizationID()
        let page = hits.dropFirst(offset).prefix(size)
        let data = page.map { CatalogSearchWire.json($0, portal: portal, organization: organization, query: query) }
        let link = { (offset: Int) -> JSON in
            let cursor = QueryString.encoded(Data(String(offset).utf8).base64EncodedString())
            return .string(
                "/api/v3/search?q=\(QueryString.encoded(query))&page[size]=\(size)&page[after]=\(cursor)")
        }
        let next: JSON = offset + size < hits.count ? link(offset + size) : .null
        let previous: JSON = offset > 0 ? link(max(0, offset - size)) : .null
        return .json([
            "data": .array(data),
            "meta": ["page": ["next": next, "previous": previous, "size": .integer(Int64(size))]],
        ])
    }

    private static func offset(_ cursor: String) throws -> Int {
        guard let data = Data(base64Encoded: cursor), let offset = Int(String(decoding: data, as: UTF8.self)),
            (0...limit).contains(offset)
        else {
            let reason = "\"page[after]\" must be a cursor that a list has given"
            throw Refusal.invalid([FieldProblem("page[after]", .invalid, reason, source: .query)])
        }
        return offset
    }
}
