import Model
import Storage
import TestKit
import Testing

@Suite struct CatalogPlanTests {
    private static func queries(_ rules: ListRules, values: [String: String]) -> [ListQuery] {
        let sorted = rules.sorts.flatMap { key in
            [ListQuery(sort: [ListSort(key)]), ListQuery(sort: [ListSort(key, descending: true)])]
        }
        return [ListQuery()] + sorted + values.map { ListQuery(filters: [ListFilter($0.key, .eq, [$0.value])]) }
    }

    @Test(arguments: Engines.all) func noListOfTheCatalogReadsAWholeTable(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let portal = Samples.portal("Partners"), api = Samples.api("Flights", attributes: ["domain": ["travel"]])
            try await database.write { tx in
                try tx.portals.insert(portal)
                try tx.apis.insert(api)
                try tx.apiVersions.insert(Samples.version("1", of: api), Samples.specification)
                try tx.publications.put(Samples.publication(of: api, on: portal, .public))
            }
            let id = api.id.text
            let developer = ID<Developer>(stored: id)
            let plans = try await database.plans { tx in
                for query in Self.queries(API.list, values: ["id": id, "name": "Flights", "version": "1"]) {
                    _ = try tx.apis.list(query)
                }
                for query in Self.queries(APIVersion.list, values: ["version": "1"]) {
                    _ = try tx.apiVersions.list(query, of: api.id)
                }
                for query in Self.queries(APIAttribute.list, values: ["key": "domain", "id": id]) {
                    _ = try tx.apiAttributes.list(query)
                }
                // All publications by the name of their other side have no index: there are as many as there are.
                let byName: Set<String> = ["portal_name", "api_name"]
                for query in Self.queries(Publication.list, values: ["api_id": id, "portal_id": id])
                where !byName.contains(query.sort.first?.field ?? "") {
                    _ = try tx.publications.list(query)
                }
                for query in Self.queries(Publication.portalList, values: ["api_id": id, "auth_strategy_id": id]) {
                    _ = try tx.publications.list(query, on: portal.id)
                }
                for scope in [CatalogScope.publicOnly, .everything, .granted(to: developer)] {
                    for query in Self.queries(CatalogItem.list, values: ["id": id, "name": "Flights"]) {
                        _ = try tx.catalog.list(query, on: portal.id, scope)
                    }
                    _ = try tx.catalog.find("flights", on: portal.id, scope)
                    _ = try tx.catalog.find(id, on: portal.id, scope)
                    _ = try tx.catalog.attributes(on: portal.id, scope, selected: ["domain": ["travel"]])
                    _ = try tx.catalog.searched(on: portal.id, scope)
                    _ = try tx.catalog.documents(on: portal.id, scope)
                }
            }
            #expect(plans.count > 40)
            #expect(plans.filter { !$0.scans.isEmpty }.map(\.statement) == [])
        }
    }

    @Test(arguments: Engines.all) func noListOfPackagesReadsAWholeTable(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let api = Samples.api("Flights"), id = api.id.text
            let plans = try await database.plans { tx in
                for query in Self.queries(API.packageList, values: ["name": "Flights"]) {
                    _ = try tx.apis.list(query, .package)
                }
                for query in Self.queries(PackageOperation.list, values: ["api_id": id, "method": "GET"]) {
                    _ = try tx.gatewayOperations.list(in: api.id, query)
                }
                _ = try tx.gatewayOperations.list(of: api.id, ListQuery())
                _ = try tx.gatewayOperations.all(in: api.id)
                _ = try tx.gatewayOperations.offered(limit: 10)
            }
            #expect(plans.filter { !$0.scans.isEmpty }.map(\.statement) == [])
        }
    }
}
