import Testing

@testable import Rendering

struct APIDescriptionTests {
    @Test func openAPI3IsRead() throws {
        let description = APIDescription.parse(
            """
            openapi: 3.0.3
            info: {title: Shop, version: 1.10, description: Sells things.}
            servers:
              - url: https://{region}.example.com/v1
                variables: {region: {default: eu, enum: [eu, us]}}
            tags: [{name: Orders, description: What was bought}]
            paths:
              /orders/{id}:
                parameters: [{name: id, in: path, required: true, schema: {type: string}}]
                get:
                  operationId: getOrder
                  summary: One order
                  tags: [Orders, Other]
                  deprecated: true
                  responses: {"200": {description: The order}}
                delete:
                  responses: {"204": {description: Gone}}
            components:
              securitySchemes:
                key: {type: apiKey, in: header, name: X-Key}
                token: {type: http, scheme: Bearer}
              schemas: {Order: {type: object}}
            """)
        #expect(description.kind == .openAPI30)
        #expect(description.title == "Shop")
        #expect(description.version == "1.10")
        #expect(description.servers.map(\.url) == ["https://eu.example.com/v1"])
        #expect(description.operations.map(\.key) == ["get-order", "delete-orders-id"])
        #expect(description.operations.map(\.method) == ["GET", "DELETE"])
        #expect(description.operations.first?.isDeprecated == true)
        #expect(description.tags.map(\.name) == ["Orders", "Other"])
        #expect(
            description.securitySchemes.map(\.mechanism)
                == [.apiKey(name: "X-Key", place: .header), .bearer(format: nil)])
        #expect(description.schemas.map(\.key) == ["order"])
        #expect(description.diagnostics.map(\.message) == ["'version' should be a text."])
        #expect(description.operation("get-order")?.title == "One order")
        #expect(description.operation("nothing") == nil)
    }

    @Test func openAPI2IsRead() {
        let description = APIDescription.parse(
            """
            {"swagger": "2.0", "info": {"title": "Old", "version": "1"}, "host": "api.example.com", "basePath": "/v1",
             "schemes": ["http", "https"], "paths": {"/a": {"get": {"responses": {}}}},
             "securityDefinitions": {"o": {"type": "oauth2", "flow": "accessCode", "authorizationUrl": "https://x",
             "tokenUrl": "https://y", "scopes": {"read": "Reads"}}}, "definitions": {"A": {}}}
            """)
        #expect(description.kind == .openAPI2)
        #expect(description.servers.map(\.url) == ["https://api.example.com/v1", "http://api.example.com/v1"])
        #expect(description.operations.map(\.key) == ["get-a"])
        #expect(description.schemas.map(\.name) == ["A"])
        let flow = SecurityScheme.Flow(
            name: "authorizationCode", authorizationURL: "https://x", tokenURL: "https://y",
            scopes: [SecurityScheme.Scope(name: "read", description: "Reads")])
        #expect(description.securitySchemes.map(\.mechanism) == [.oauth2([flow])])
        #expect(description.diagnostics.isEmpty)
    }

    @Test func asyncAPIIsDetected() {
        let description = APIDescription.parse("asyncapi: 2.6.0\ninfo: {title: Events, version: 1.0.0}\nchannels: {}")
        #expect(description.kind == .asyncAPI)
        #expect(description.kind.wireName == "asyncapi")
        #expect(description.title == "Events")
        #expect(description.diagnostics.isEmpty)
    }

    @Test func keysOfOperationsAreUnique() {
        let description = APIDescription.parse(
            """
            openapi: 3.1.0
            info: {title: x, version: "1"}
            paths:
              /a: {get: {operationId: same, responses: {}}, post: {operationId: same, responses: {}}}
              /b: {get: {operationId: "***", responses: {}}}
              /c: {get: {operationId: 列表, responses: {}}}
            webhooks:
              same: {post: {operationId: same, responses: {}}}
            """)
        #expect(description.operations.map(\.key) == ["same", "same-2", "get-b", "列表"])
        #expect(description.webhooks.map(\.key) == ["same-3"])
        #expect(description.diagnostics.map(\.message) == ["The operationId 'same' is also that of GET /a."])
    }

    @Test func whatIsMissingIsDiagnosedWithItsPlace() {
        let description = APIDescription.parse("openapi: 3.0.0\ninfo:\n  version: '1'\npaths:\n  pets:\n    get: {}\n")
        let found = description.diagnostics.map { "\($0.pointer) \($0.line): \($0.message)" }
        #expect(
            found == [
                "/info 3: 'info' must have a 'title'.",
                "/paths/pets 6: The path 'pets' must begin with '/'.",
                "/paths/pets/get 6: An operation must have 'responses'.",
            ])
    }

    @Test func brokenReferencesAreDiagnosed() {
        let description = APIDescription.parse(
            """
            {"openapi": "3.0.0", "info": {"title": "x", "version": "1"}, "paths": {"/a": {"get": {"responses": {
              "200": {"$ref": "#/components/responses/shouldExist"}, "400": {"$ref": "other.yaml#/x"}}}}},
              "components": {"schemas": {"A": {"example": {"$ref": "#/nowhere"}}}}}
            """)
        #expect(
            description.diagnostics.map(\.message) == [
                "'#/components/responses/shouldExist' does not exist",
                "'other.yaml#/x' is in another file. Upload all files together, as a ZIP archive.",
            ])
    }

    @Test(arguments: [
        "", "[]", "null", "42", "hello", "a: b", "openapi: {}", "openapi: 3.0.0\npaths: 1\ninfo: []",
        "swagger: 2\npaths: {/a: {get: 7}, /b: [], /c: null}",
        "{\"openapi\": \"3.1.0\", \"paths\": {\"/\": {\"$ref\": \"#/paths/~1\"}}}",
    ])
    func invalidDocumentsHaveDiagnosticsAndNothingElse(text: String) {
        let description = APIDescription.parse(text)
        #expect(!description.diagnostics.isEmpty)
        #expect(description.operations.isEmpty)
    }

    @Test func referencesInCirclesEnd() {
        let tree = DocumentTree.parse(
            """
            {"a": {"$ref": "#/b"}, "b": {"$ref": "#/a"}, "c": {"$ref": "#/d"}, "d": 1}
            """)
        let references = References(tree: tree)
        #expect(tree.root?["a"].map { references.resolve($0).unresolved } == "#/b")
        let target = tree.root?["c"].map(references.resolve)
        #expect(target?.name == "d")
        #expect(target?.node.integer == 1)
    }

    @Test func theSummaryHoldsWhatListsNeed() {
        let summary = APIDescription.Summary.parse(
            "openapi: 3.1.0\ninfo: {title: T, version: v2}\npaths: {/x: {get: {summary: S, tags: [a], responses: {}}}}")
        #expect(summary.title == "T")
        #expect(summary.version == "v2")
        #expect(
            summary.operations == [
                APIDescription.OperationSummary(
                    key: "get-x", method: "GET", path: "/x", operationId: nil, summary: "S", description: nil,
                    tags: ["a"], deprecated: false)
            ])
    }
}
