import Testing

@testable import Rendering

struct APIReferenceTests {
    /// The page with a line for each element, so that differences can be read.
    private func lines(_ html: HTML) -> String {
        html.text.replacing("><", with: ">\n<") + "\n"
    }

    @Test func pagesLookAsTheyDid() throws {
        let reference = Orchard.reference()
        try Snapshot.expect(lines(reference.overview().html), is: "overview.html")
        try Snapshot.expect(lines(try #require(reference.operation("list-fruits")).html), is: "list-fruits.html")
        try Snapshot.expect(lines(try #require(reference.operation("add-fruit")).html), is: "add-fruit.html")
        try Snapshot.expect(lines(try #require(reference.schema("fruit")).html), is: "fruit.html")
        let markdown = ReferenceMarkdown(reference) { "\(Orchard.address($0)).md" }
        try Snapshot.expect(markdown.overview(), is: "overview.md")
        try Snapshot.expect(try #require(markdown.operation("add-fruit")), is: "add-fruit.md")
    }

    @Test func pagesOfOtherPlacesAreNil() {
        let reference = Orchard.reference()
        #expect(reference.operation("nothing") == nil)
        #expect(reference.schema("nothing") == nil)
        #expect(reference.group("nothing") == nil)
        #expect(reference.node("/components/schemas/Nothing") == nil)
        #expect(reference.schemaFragment(pointer: "") == nil)
        #expect(reference.schemaFragment(pointer: "/info/title") == nil)
    }

    @Test func internalAndDeprecatedOperationsCanBeHidden() {
        let reference = Orchard.reference {
            $0.hidesInternal = true
            $0.hidesDeprecated = true
        }
        #expect(reference.operation("secret-thing") == nil)
        #expect(reference.operation("add-fruit") == nil)
        #expect(Orchard.pages(reference).allSatisfy { !$0.contains("secret") })
        #expect(Orchard.reference().operation("secret-thing") != nil)
    }

    @Test func deeperLevelsAreFetchedWithALinkAsFallback() throws {
        let reference = Orchard.reference()
        let fragment = try #require(reference.schemaFragment(pointer: "/components/schemas/Fruit")).text
        #expect(fragment.contains("data-fragment=\"/api/fragments/at?pointer=%2Fcomponents%2Fschemas%2FFruit\""))
        #expect(fragment.contains("<a href=\"/api/schemas/fruit\">Open Fruit</a>"))
        #expect(!fragment.contains("ref-nav"))
        let grown = try #require(reference.schemaFragment(pointer: "/components/schemas/Grown")).text
        #expect(grown.contains("farm") && grown.contains("type"))
    }

    @Test func everyControlHasALabelAndEveryIdIsUnique() throws {
        for page in Orchard.pages(Orchard.reference()) {
            let ids = page.matches(of: /[^-]id="([^"]+)"/).map { String($0.1) }
            #expect(Set(ids).count == ids.count)
            let labelled = Set(page.matches(of: /<label[^>]* for="([^"]+)"/).map { String($0.1) })
            #expect(labelled.isSubset(of: Set(ids)))
            let controls = page.matches(of: /<(?:input|select|textarea)[^>]* id="([^"]+)"/).map { String($0.1) }
            #expect(Set(controls).isSubset(of: labelled))
        }
    }

    @Test func pagesKeepToTheContentSecurityPolicy() {
        for page in Orchard.pages(Orchard.reference()) {
            #expect(!page.contains("<script"))
            #expect(!page.contains("<style"))
            #expect(page.firstMatch(of: /<[a-z][^>]* (style|on[a-z]+)=/) == nil)
        }
    }

    @Test func hostileTextsAreEscapedEverywhere() {
        let attack = "\\\"><script>alert(1)</script><img src=x onerror=alert(1)>'"
        let names = [
            "Orchard", "2.1.0", "Trees", "listFruits", "List fruits", "ripe", "X-Total", "key", "apple", "kind", "Wild",
            "fruitFell", "application/json", "write", "Production", "region", "ripened", "old oak", "Newest first.",
        ]
        for name in names {
            let reference = Orchard.reference(Orchard.text.replacing("\"\(name)\"", with: "\"\(attack)\""))
            for page in Orchard.pages(reference) where !page.hasPrefix("#") {
                #expect(!page.contains("<script"), "\(name)")
                #expect(!page.contains("<img src=x"), "\(name)")
            }
        }
    }

    @Test func dangerousAddressesAreNoLinks() {
        let text = Orchard.text.replacing("https://{region}", with: "javascript:alert(1)//").replacing(
            "Trees and what", with: "[x](javascript:alert(1))")
        for page in Orchard.pages(Orchard.reference(text)) where !page.hasPrefix("#") {
            #expect(page.firstMatch(of: /(href|src|action)="\s*javascript:/.ignoresCase()) == nil)
        }
    }

    @Test func documentsWithAnyValueMadeWrongStillHavePages() throws {
        let root = try #require(DocumentTree.parse(Orchard.text).root)
        var mutants = 0
        let junk = ["null", "[7]", "{\"$ref\":\"#\"}"]
        for (position, node) in DocumentWalk.all(root).enumerated() where node.parent != nil {
            let text = DocumentWalk.text(root, replacing: node, by: junk[position % junk.count])
            let reference = Orchard.reference(text)
            _ = reference.overview()
            mutants += (reference.description.operations + reference.description.webhooks).count {
                reference.operation($0.key) != nil
            }
        }
        #expect(mutants > 300)
    }

    @Test func schemasInCirclesEnd() {
        let text = """
            {"openapi": "3.0.0", "info": {"title": "x", "version": "1"}, "paths": {"/a": {"post": {
              "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}}},
              "responses": {"200": {"description": "x", "content": {"application/json": {"schema":
                {"$ref": "#/components/schemas/D"}}}}}}}},
             "components": {"schemas": {
              "A": {"allOf": [{"$ref": "#/components/schemas/A"}, {"$ref": "#/components/schemas/B"}]},
              "B": {"oneOf": [{"$ref": "#/components/schemas/B"}, {"$ref": "#/components/schemas/A"}]},
              "C": {"type": "array", "items": {"$ref": "#/components/schemas/C"}},
              "D": {"properties": {"d": {"$ref": "#/components/schemas/D"}, "c": {"$ref": "#/components/schemas/C"}},
                "additionalProperties": {"$ref": "#/components/schemas/D"}},
              "E": {"$ref": "#/components/schemas/E"},
              "F": {"anyOf": [{"$ref": "#/components/schemas/F"}]},
              "G": {"$ref": "#/components/schemas/G/properties/g",
                "properties": {"g": {"$ref": "#/components/schemas/G"}}}
            }}}
            """
        #expect(Orchard.pages(Orchard.reference(text)).count == 30)
    }

    @Test func largeSchemasAreCutOff() {
        let properties = (0..<5_000).map { "\"p\($0)\": {\"type\": \"string\"}" }.joined(separator: ",")
        let text = """
            {"openapi": "3.0.0", "info": {"title": "x", "version": "1"}, "paths": {},
             "components": {"schemas": {"A": {"properties": {\(properties)}}}}}
            """
        let page = Orchard.reference(text).schema("a")?.html.text
        #expect(page?.firstMatch(of: /Show 4[0-9]{3} more/) != nil)
    }

    @Test func version2IsShownLikeVersion3() throws {
        let reference = Orchard.reference(
            """
            {"swagger": "2.0", "info": {"title": "Old", "version": "1"}, "host": "old.example", "basePath": "/v1",
             "consumes": ["application/json"], "produces": ["application/json"], "paths": {
              "/pets": {"post": {"operationId": "addPet", "parameters": [
                {"in": "body", "name": "pet", "required": true, "schema": {"$ref": "#/definitions/Pet"}}],
                "responses": {"200": {"description": "ok", "schema": {"$ref": "#/definitions/Pet"}}}}},
              "/photo": {"post": {"operationId": "addPhoto", "consumes": ["multipart/form-data"], "parameters": [
                {"in": "formData", "name": "photo", "type": "file", "required": true},
                {"in": "query", "name": "size", "type": "string", "enum": ["s", "l"]}], "responses": {}}}},
             "definitions": {"Pet": {"required": ["name"],
               "properties": {"name": {"type": "string", "example": "Rex"}}}}}
            """)
        let add = try #require(reference.operation("add-pet")).html.text
        #expect(add.contains("https://old.example/v1/pets"))
        #expect(add.contains("&quot;Rex&quot;"))
        #expect(add.contains("Request body <span class=\"ref-required\">required</span>"))
        let photo = try #require(reference.operation("add-photo")).html.text
        #expect(photo.contains("type=\"file\""))
        #expect(photo.contains("multipart/form-data"))
        #expect(photo.contains("<option value=\"l\">l</option>"))
    }
}

/// Goes through a document, and writes it out with one value replaced.
enum DocumentWalk {
    static func all(_ node: DocumentNode) -> [DocumentNode] {
        [node] + (node.members.map(\.value) + node.items).flatMap(all)
    }

    static func text(_ node: DocumentNode, replacing target: DocumentNode, by junk: String) -> String {
        if node == target { return junk }
        switch node.kind {
        case .object:
            let members = node.members.map { name, value in
                ExampleValue.quoted(name) + ":" + text(value, replacing: target, by: junk)
            }
            return "{" + members.joined(separator: ",") + "}"
        case .array:
            return "[" + node.items.map { text($0, replacing: target, by: junk) }.joined(separator: ",") + "]"
        default: return ExampleValue(node).compactText
        }
    }
}
