@testable import Rendering

/// A small description that uses most of what a reference shows.
enum Orchard {
    static let text = """
        {
          "openapi": "3.1.0",
          "info": {"title": "Orchard", "version": "2.1.0", "description": "Trees and what *grows* on them."},
          "servers": [{"url": "https://{region}.orchard.example/v2", "description": "Production",
            "variables": {"region": {"default": "eu", "enum": ["eu", "us"]}}}],
          "tags": [{"name": "Trees", "description": "Everything with roots."}],
          "security": [{"key": []}],
          "paths": {
            "/trees/{tree}/fruits": {
              "parameters": [{"$ref": "#/components/parameters/Tree"}],
              "get": {
                "operationId": "listFruits", "tags": ["Trees"], "summary": "List fruits",
                "description": "Newest first.",
                "parameters": [
                  {"name": "ripe", "in": "query", "schema": {"type": "boolean"}},
                  {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "default": 20}}
                ],
                "responses": {
                  "200": {"description": "Fruits", "headers": {"X-Total": {"schema": {"type": "integer"}}},
                    "content": {"application/json": {"schema": {"type": "array",
                      "items": {"$ref": "#/components/schemas/Fruit"}}}}},
                  "404": {"description": "No such tree"}
                }
              },
              "post": {
                "operationId": "addFruit", "tags": ["Trees"], "deprecated": true,
                "security": [{"key": []}, {"oauth": ["write"]}, {}],
                "requestBody": {"required": true, "content": {
                  "application/json": {"schema": {"$ref": "#/components/schemas/Fruit"}},
                  "multipart/form-data": {"schema": {"type": "object", "required": ["photo"], "properties": {
                    "photo": {"type": "string", "format": "binary"}, "note": {"type": "string"}}}}}},
                "responses": {"201": {"description": "Added",
                  "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Fruit"}}}}},
                "callbacks": {"ripened": {"{$request.body#/url}": {"post": {"responses": {}}}}}
              }
            },
            "/internal": {"get": {"x-internal": true, "operationId": "secretThing", "responses": {}}}
          },
          "webhooks": {"fruitFell": {"post": {"summary": "A fruit fell", "requestBody": {"content": {
            "application/json": {"schema": {"$ref": "#/components/schemas/Fruit"}}}}, "responses": {}}}},
          "components": {
            "parameters": {"Tree": {"name": "tree", "in": "path", "required": true, "schema": {"type": "string"},
              "example": "old oak"}},
            "securitySchemes": {
              "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
              "oauth": {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "https://id.example/token",
                "scopes": {"write": "Change things"}}}}},
            "schemas": {
              "Fruit": {"type": "object", "required": ["kind"], "properties": {
                "id": {"type": "string", "format": "uuid", "readOnly": true},
                "kind": {"type": "string", "enum": ["apple", "pear"]},
                "weight": {"type": ["number", "null"], "exclusiveMinimum": 0, "description": "In grams."},
                "parent": {"$ref": "#/components/schemas/Fruit"},
                "origin": {"oneOf": [{"$ref": "#/components/schemas/Wild"}, {"$ref": "#/components/schemas/Grown"}],
                  "discriminator": {"propertyName": "type"}}}},
              "Wild": {"type": "object", "properties": {"type": {"const": "wild"}}},
              "Grown": {"allOf": [{"$ref": "#/components/schemas/Wild"},
                {"type": "object", "properties": {"farm": {"type": "string"}}}]}
            }
          }
        }
        """

    static func reference(
        _ text: String = Orchard.text, change: (inout ReferenceOptions) -> Void = { _ in }
    ) -> APIReference {
        var options = ReferenceOptions(address: address)
        change(&options)
        return APIReference(APIDescription.parse(text), options: options)
    }

    static func address(_ place: ReferencePlace) -> String { place.address(below: "/api") }

    /// Every place that has a page.
    static func places(_ reference: APIReference) -> [ReferencePlace] {
        let description = reference.description
        var places: [ReferencePlace] = [.overview]
        places += (description.operations + description.webhooks).map { .operation($0.key) }
        places += reference.groups.map { .group($0.key) }
        places += description.schemas.map { .schema($0.key) }
        places += (description.async?.channels ?? []).map { .channel($0.key) }
        places += (description.async?.messages ?? []).map { .message($0.key) }
        for list in [ReferenceList.operations, .channels, .messages, .schemas] {
            let count = reference.entries(of: list).count
            places += stride(from: 0, to: count, by: ReferenceListView.limit).map { .list(list, from: $0) }
        }
        return places
    }

    /// Every page of a reference, as text.
    static func pages(_ reference: APIReference) -> [String] {
        let markdown = ReferenceMarkdown(reference) { $0.address(below: "/api", ending: ".md") }
        let places = places(reference)
        let fragments = reference.description.schemas.map { ReferencePlace.fragment($0.node.pointer) }
        return places.compactMap { reference.page(at: $0)?.html.text } + places.compactMap { markdown.text(at: $0) }
            + (fragments + [.navigation(nil)]).compactMap { reference.fragment(at: $0)?.text }
    }
}
