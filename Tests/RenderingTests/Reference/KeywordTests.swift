import Testing

@testable import Rendering

/// What schemas say by their keywords, whichever draft they come from.
@Suite struct KeywordTests {
    private func page(_ schema: String, others: String = "") -> String {
        let reference = Orchard.reference(
            """
            {"openapi": "3.1.0", "info": {"title": "x", "version": "1"}, "paths": {},
             "components": {"schemas": {"A": \(schema)\(others.isEmpty ? "" : ", " + others)}}}
            """)
        return reference.schema("a")?.html.text ?? ""
    }

    @Test(arguments: [
        (#"{"type":["string","null"],"minLength":2,"pattern":"^a"}"#, ["string or null", "at least 2 char", "^a"]),
        (
            #"{"exclusiveMinimum":1,"exclusiveMaximum":9,"multipleOf":2}"#,
            ["more than 1", "less than 9", "multiple of 2"]
        ),
        (
            #"{"type":"array","uniqueItems":true,"maxItems":3,"items":{"type":"string"}}"#,
            ["unique items", "at most 3"]
        ),
        (
            #"{"prefixItems":[{"type":"string"},{"type":"integer"}],"items":false}"#,
            ["Item <code>1", "no further items"]
        ),
        (
            #"{"contains":{"type":"integer"},"minContains":2,"maxContains":4}"#,
            ["At least one item", "at least 2 such"]
        ),
        (
            #"{"type":"object","patternProperties":{"^x-":{"type":"integer"}}}"#,
            ["Names that match <code>^x-", "integer"]
        ),
        (#"{"properties":{"a":{"const":7}},"additionalProperties":false}"#, ["Always", "7", "no other attributes"]),
        (
            #"{"propertyNames":{"maxLength":5},"minProperties":1}"#,
            ["Every name", "at most 5", "at least 1 property"]
        ),
        (#"{"unevaluatedProperties":{"type":"number"}}"#, ["Names not described above", "number"]),
        (#"{"dependentRequired":{"card":["cvc","name"]}}"#, ["card needs cvc, name"]),
        (#"{"dependentSchemas":{"card":{"required":["cvc"]}}}"#, ["When there is <code>card", "has", "cvc"]),
        (
            #"{"if":{"required":["a"]},"then":{"required":["b"]},"else":{"required":["c"]}}"#,
            ["If", "Then", "Otherwise"]
        ),
        (#"{"not":{"type":"null"}}"#, ["Not"]),
        (#"{"type":"string","contentEncoding":"base64","contentMediaType":"image/png"}"#, ["base64", "image/png"]),
        (#"{"contentSchema":{"type":"object"},"contentMediaType":"application/json"}"#, ["The text holds"]),
        (#"{"properties":{"a":{"type":"string","examples":["one"],"default":"two"}}}"#, ["for example", "one", "two"]),
        (
            #"{"enum":["a","b"],"x-enumDescriptions":{"a":"The first.","b":"The second."}}"#,
            ["The first.", "The second."]
        ),
        (#"{"enum":[1,2],"x-enum-varnames":["One","Two"]}"#, ["One", "Two"]),
        (#"{"properties":{"a":{"xml":{"name":"id","attribute":true}}}}"#, ["XML attribute id"]),
        (
            #"{"properties":{"a":{"readOnly":true},"b":{"writeOnly":true,"deprecated":true}}}"#,
            ["read-only", "write-only"]
        ),
        (#"{"properties":{"a":true,"b":false}}"#, ["any", "nothing fits"]),
        (#"{"allOf":[{"minLength":3,"description":"From a part."}]}"#, ["at least 3", "From a part."]),
        (#"{"properties":{"a":{"externalDocs":{"url":"https://x.example","description":"More"}}}}"#, ["x.example"]),
    ]) func isShown(schema: String, words: [String]) {
        let page = page(schema)
        for word in words { #expect(page.contains(word), "\(schema)") }
    }

    @Test func discriminatorsSayWhichAlternativeTheyMean() {
        let cat = #""Cat": {"type":"object","properties":{"kind":{"type":"string"},"lives":{"type":"integer"}}}"#
        let dog = #""Dog": {"type":"object","properties":{"kind":{"type":"string"}}}"#
        let listed = page(
            ##"{"oneOf":[{"$ref":"#/components/schemas/Cat"},{"$ref":"#/components/schemas/Dog"}],"##
                + ##""discriminator":{"propertyName":"kind","mapping":{"c":"#/components/schemas/Cat"}}}"##,
            others: "\(cat), \(dog)")
        #expect(listed.contains("kind: c<") && listed.contains("kind: Dog<") && listed.contains(" name=\"of-"))
        let mapped = page(
            ##"{"type":"object","properties":{"kind":{"type":"string"}},"discriminator":{"propertyName":"kind","##
                + ##""mapping":{"c":"Cat","d":"#/components/schemas/Dog"}}}"##, others: "\(cat), \(dog)")
        #expect(mapped.contains("kind: c<") && mapped.contains("kind: d<"))
    }

    @Test func anchorsAndDynamicReferencesAreFollowed() {
        let other = ##""Node": {"$anchor":"node","type":"object","properties":{"deep":{"$dynamicRef":"#node"}}}"##
        let shown = page(##"{"properties":{"tree":{"$ref":"#node"}}}"##, others: other)
        #expect(shown.contains("tree") && !shown.contains("This is not in the description"))
    }

    @Test func requestsAndResponsesLeaveOutWhatIsNotTheirs() throws {
        let reference = Orchard.reference(
            """
            openapi: 3.0.3
            info: {title: x, version: '1'}
            paths:
              /a:
                post:
                  operationId: a
                  requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}
                  responses:
                    '200': {description: OK, content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}
            components:
              schemas:
                A:
                  type: object
                  properties: {born: {type: string, readOnly: true}, secret: {type: string, writeOnly: true}}
            """)
        let page = try #require(reference.operation("a")).html.text
        #expect(page.ranges(of: "<code class=\"ref-prop-name\">born<").count == 1)
        #expect(page.ranges(of: "<code class=\"ref-prop-name\">secret<").count == 1)
        let pointer = "/components/schemas/A"
        let request = reference.fragment(at: .fragment(pointer, for: .request))?.text ?? ""
        #expect(!request.contains("born") && request.contains("secret"))
    }

    @Test func typesThatLeadBackAreNamedOnce() throws {
        let reference = Orchard.reference(
            """
            openapi: 3.1.0
            info: {title: null, version: '1', description: null}
            paths: {/a: {get: {operationId: a, description: null, responses: {'200': {description: null}}}}}
            components:
              schemas:
                Pet:
                  oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}, {type: 'null'}]
                Cat: {allOf: [{$ref: '#/components/schemas/Pet'}, {type: object, properties: {purrs: {type: boolean}}}]}
                Dog: {type: object, properties: {barks: false, next: {$dynamicRef: '#kind'}}}
                Kind: {$dynamicAnchor: kind, type: object, properties: {x: {type: string}}}
                Any: {anyOf: [{$ref: '#/components/schemas/Any'}, {type: 'null'}]}
            """)
        func type(_ name: String) throws -> String {
            let named = try #require(reference.description.schemas.first { $0.name == name })
            return APISchema(named.node, references: reference.description.references).typeName
        }
        #expect(try type("Pet") == "Cat or Dog or null")
        #expect(try type("Any") == "Any or null")
        let cat = try #require(reference.schema("cat")).html.text
        #expect(cat.contains("purrs") && !cat.contains("One of"))
        let dog = try #require(reference.schema("dog")).html.text
        #expect(dog.contains(">never<") && dog.contains(">kind<") && !dog.contains("#kind<"))
        #expect(try !#require(reference.operation("a")).html.text.contains(">null<"))
    }
}
