import Rendering
import Testing

@Suite struct PackageDescriptionTests {
    private func part(_ name: String, _ text: String) -> PackageDescription.Part {
        PackageDescription.Part(name: name, description: APIDescription.parse(text)) { method, _ in method == "GET" }
    }

    private static let orders = """
        openapi: 3.0.3
        info: {title: Orders, version: '1'}
        servers: [{url: https://orders.example}]
        security: [{key: []}]
        paths:
          /orders/{id}:
            parameters: [{name: id, in: path, required: true, schema: {type: string}}]
            get:
              operationId: find
              responses:
                '200': {description: OK, content: {application/json: {schema: {$ref: '#/components/schemas/Item'}}}}
            delete: {responses: {'204': {description: Gone}}}
        components:
          schemas:
            Item:
              type: object
              properties: {next: {$ref: '#/components/schemas/Item'}, part: {$ref: '#/components/schemas/Part'}}
            Part: {type: string}
            Unused: {type: string}
          securitySchemes: {key: {type: apiKey, name: key, in: header}}
        """
    private static let stock = """
        openapi: 3.0.3
        info: {title: Stock, version: '1'}
        paths:
          /stock:
            get: {operationId: find, responses: {'200': {$ref: '#/components/responses/Found'}}}
        components:
          schemas: {Item: {type: integer}}
          responses:
            Found: {description: OK, content: {application/json: {schema: {$ref: '#/components/schemas/Item'}}}}
        """

    @Test func chosenOperationsBringWhatTheyReferTo() {
        let text = PackageDescription.compose(
            title: "Both", version: "2", description: nil, [part("orders", Self.orders), part("stock", Self.stock)])
        let made = APIDescription.parse(text)
        #expect(made.diagnostics.filter { $0.severity == .error } == [])
        #expect(made.operations.map { "\($0.method) \($0.path)" } == ["GET /orders/{id}", "GET /stock"])
        #expect(Set(made.schemas.map(\.name)) == ["Item", "Part", "stock-Item"])
        #expect(made.operations.map(\.operationId) == ["find", "stock-find"])
        let root = made.tree.root
        #expect(root?["paths"]?["/orders/{id}"]?["get"]?["servers"]?[0]?["url"]?.text == "https://orders.example")
        #expect(root?["paths"]?["/orders/{id}"]?["get"]?["parameters"]?[0]?["name"]?.text == "id")
        #expect(root?["paths"]?["/orders/{id}"]?["get"]?["security"]?[0]?["key"] != nil)
        #expect(root?["components"]?["securitySchemes"]?["key"] != nil)
        #expect(root?["components"]?["schemas"]?["Unused"] == nil)
    }

    @Test func olderDescriptionsGiveAnOutline() {
        let old = """
            swagger: '2.0'
            info: {title: Old, version: '1'}
            paths:
              '/a/{id}':
                get: {summary: One, responses: {'200': {description: OK, schema: {$ref: '#/definitions/A'}}}}
            """
        let made = APIDescription.parse(
            PackageDescription.compose(title: "Old", version: "1", description: "Of old", [part("old", old)]))
        #expect(made.kind == .openAPI30)
        #expect(made.diagnostics.filter { $0.severity != .information } == [])
        #expect(made.operations.first?.summary == "One")
    }

    @Test func referencesInCirclesEnd() {
        let circle = """
            openapi: 3.0.3
            info: {title: A, version: '1'}
            paths: {/a: {get: {x-a: {$ref: '#/x-b'}, responses: {'200': {description: OK}}}}}
            x-b: {c: {$ref: '#/x-b'}, d: {$ref: '#/x-b'}}
            """
        let text = PackageDescription.compose(title: "A", version: "1", description: nil, [part("a", circle)])
        #expect(text.utf8.count < 100_000)
    }
}
