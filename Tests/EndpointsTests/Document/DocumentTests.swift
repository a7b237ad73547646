import Core
import Endpoints
import Hummingbird
import Model
import TestKit
import Testing
import Web

/// The served OpenAPI documents say what is mounted, and enough of it.
@Suite struct DocumentTests {
    private func documents(_ world: World) -> [JSON] {
        [
            DocumentRoutes.managementDocument(world.product, version: "1").json(server: "http://localhost:8080"),
            DocumentRoutes.developerDocument(world.product, version: "1").json(server: "http://localhost:8080"),
        ]
    }

    private func operations(_ document: JSON) -> [(name: String, operation: JSON)] {
        (document["paths"]?.members ?? []).flatMap { path in
            (path.value.members ?? []).map { ("\($0.name.uppercased()) \(path.name)", $0.value) }
        }
    }

    @Test func everyMountedOperationStandsInADocumentOnce() async throws {
        try await World.on(.sqlite) { world in
            let found = documents(world).map { operations($0).map(\.name) }
            let management = ManagementAPI.endpoints(world.product).map { "\($0.method.rawValue) \($0.path)" }
            #expect(Set(found[0]) == Set(management + ["GET /openapi.json"]))
            #expect(found[0].count == management.count + 1)
            let open = DeveloperAPI.endpoints(world.product).map { "\($0.method.rawValue) \($0.path)" }
            let signedIn = DeveloperAPI.signedInEndpoints(world.product).map { "\($0.method.rawValue) \($0.path)" }
            #expect(Set(found[1]) == Set(open + signedIn + ["GET /openapi.json"]))
        }
    }

    @Test func everyOperationHasASummaryOfItsOwnAndSaysWhatItGives() async throws {
        try await World.on(.sqlite) { world in
            let product = world.product
            var stories = ManagementAPI.endpoints(product).map { ($0.operation, $0.method, $0.story) }
            stories += DeveloperAPI.endpoints(product).map { ($0.operation, $0.method, $0.story) }
            stories += DeveloperAPI.signedInEndpoints(product).map { ($0.operation, $0.method, $0.story) }
            #expect(stories.filter { $0.2.summary == nil }.map(\.0) == [])
            let silent = stories.filter { $0.1 == .get && $0.2.answer == nil && $0.2.successStatus == 200 }
            // These only ever refuse.
            let refusing = ["list-api-operations", "fetch-api-operation", "get-application-granted-scopes"]
            #expect(silent.map(\.0).filter { !refusing.contains($0) } == [])
        }
    }

    @Test func operationIDsAreUniqueAndReferencesLead() async throws {
        try await World.on(.sqlite) { world in
            for document in documents(world) {
                let ids = operations(document).compactMap { $0.operation["operationId"]?.string }
                #expect(Set(ids).count == ids.count)
                for reference in references(document) {
                    let place = reference.split(separator: "/").dropFirst().reduce(document) { node, name in
                        node[String(name)] ?? .null
                    }
                    #expect(!place.isNull, "\(reference) leads nowhere")
                }
            }
        }
    }

    @Test func listsTellTheirFiltersWithOperatorsAndTheirSortKeys() async throws {
        try await World.on(.sqlite) { world in
            let portals = documents(world)[0]["paths"]?["/v3/portals"]?["get"]
            let parameters = portals?["parameters"]?.array ?? []
            let names = parameters.compactMap { $0["name"]?.string }
            #expect(names == ["page[size]", "page[number]", "filter", "sort"])
            let filter = parameters.first { $0["name"] == "filter" }?["schema"]?["properties"]
            #expect(filter?["name"]?["$ref"] == "#/components/schemas/StringFilter")
            let operators = documents(world)[0]["components"]?["schemas"]?["StringFilter"]?["anyOf"]?[1]?["properties"]
            #expect(operators?.members?.map(\.name) == ["eq", "neq", "contains", "ocontains", "oeq", "exists"])
            let sort = parameters.first { $0["name"] == "sort" }?["schema"]?["pattern"]?.string
            #expect(sort?.contains("created_at") == true)
        }
    }

    @Test func theDocumentIsServedToAnybodyWithThePortalAsItsServer() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal("Payments")
            let router = Router(context: AppContext.self)
            DeveloperDoor.open(world.product, proxies: .none)
                .mount(DocumentRoutes.developer(world.product, version: "1"), on: router)
            let client = TestServer(router).client(host: world.product.portals.domain(of: portal))
            let reply = try await client.call(.get, "/openapi.json")
            #expect(reply.status == 200)
            #expect(reply.json["servers"]?[0]?["url"]?.string == world.product.portals.siteURL(of: portal))
            let nowhere = TestServer(router).client(host: "nobody.localhost")
            #expect(try await nowhere.call(.get, "/openapi.json").status == 404)
        }
    }

    private func references(_ json: JSON) -> [String] {
        switch json {
        case .array(let items): items.flatMap(references)
        case .object(let members):
            members.flatMap { member -> [String] in
                if member.name == "$ref", let text = member.value.string { return [text] }
                return references(member.value)
            }
        default: []
        }
    }
}
