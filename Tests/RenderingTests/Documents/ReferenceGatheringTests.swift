import Testing

@testable import Rendering

@Suite struct ReferenceGatheringTests {
    private static let shop = """
        openapi: 3.1.0
        info: {title: Shop, version: 1.0.0}
        paths:
          /orders:
            get:
              operationId: listOrders
              responses:
                '200':
                  description: OK
                  content: {application/json: {schema: {$ref: 'https://s.example/v1/order.yaml#/Order'}}}
                  x-seen: {example: {$ref: 'https://example.example/not-a-reference'}}
        components:
          schemas:
            Pet:
              type: object
              properties: {kind: {type: string}}
              discriminator: {propertyName: kind, mapping: {cat: 'https://s.example/cat.json', dog: Dog}}
        """

    private static func address(_ text: String) throws -> WebReference { try #require(WebReference(text)) }

    /// Answers what is wanted from a table until nothing is.
    private static func gathered(_ text: String, _ documents: [String: String]) -> ReferenceGathering {
        var gathering = ReferenceGathering(DocumentTree.parse(text))
        while let address = gathering.wanted.first {
            if let found = documents[address.text] {
                gathering.add(Array(found.utf8), from: address, for: address)
            } else {
                gathering.miss(address, "it answers 404")
            }
        }
        return gathering
    }

    @Test func whatIsReferredToIsWanted() {
        let wanted = ReferenceGathering(DocumentTree.parse(Self.shop)).wanted.map(\.text)
        #expect(Set(wanted) == ["https://s.example/v1/order.yaml", "https://s.example/cat.json"])
        #expect(ReferenceGathering(DocumentTree.parse(Orchard.text)).wanted.isEmpty)
    }

    @Test func documentsBecomeOneDescription() throws {
        let gathering = Self.gathered(
            Self.shop,
            [
                "https://s.example/v1/order.yaml": """
                Order: {type: object, properties: {money: {$ref: '../money.json'}, parent: {$ref: '#/Order'}}}
                """,
                "https://s.example/money.json": """
                {"type": "object",
                "properties": {"order": {"$ref": "v1/order.yaml#/Order"}, "cents": {"type": "integer"}}}
                """,
                "https://s.example/cat.json": #"{"type": "object", "properties": {"claws": {"type": "integer"}}}"#,
            ])
        let text = try #require(gathering.bundle())
        let description = APIDescription.parse(text)
        #expect(description.kind == .openAPI31 && description.operations.map(\.key) == ["list-orders"])
        #expect(!description.diagnostics.contains { $0.message.contains("$ref") || $0.message.contains("://") })
        let page = try #require(Orchard.reference(text).operation("list-orders")).html.text
        for word in ["money", "parent", "Order"] { #expect(page.contains(word), "\(word)") }
        #expect(text.contains(##""cat":"#/x-files/https:~1~1s.example~1cat.json""##))
        // Put together once more nothing is left to do.
        #expect(ReferenceGathering(DocumentTree.parse(text)).wanted.isEmpty)
    }

    /// After a redirect the relative addresses count from where the document was found.
    @Test func aRedirectMovesRelativeAddresses() throws {
        var gathering = ReferenceGathering(
            DocumentTree.parse(
                #"{"openapi": "3.1.0", "components": {"schemas": {"A": {"$ref": "https://a.example/x"}}}}"#))
        let address = try #require(gathering.wanted.first)
        gathering.add(
            Array("b: {$ref: y.yaml}".utf8), from: try Self.address("https://b.example/z/x.yaml"), for: address)
        #expect(gathering.wanted.map(\.text) == ["https://b.example/z/y.yaml"])
        gathering.add(Array("type: string".utf8), from: gathering.wanted[0], for: gathering.wanted[0])
        let text = try #require(gathering.bundle())
        #expect(text.contains(##""A":{"$ref":"#/x-files/https:~1~1a.example~1x"}"##))
        #expect(text.contains(##""b":{"$ref":"#/x-files/https:~1~1b.example~1z~1y.yaml"}"##))
    }

    @Test func whatIsMissingIsToldWithItsPlaceAndReason() throws {
        let gathering = Self.gathered(Self.shop, ["https://s.example/cat.json": "<html>no</html>"])
        let text = try #require(gathering.bundle())
        let found = APIDescription.parse(text).diagnostics.filter { $0.message.contains("https://s.example/") }
        #expect(
            found.map(\.message) == [
                "'https://s.example/v1/order.yaml#/Order' could not be fetched: it answers 404."
            ])
        #expect(found[0].pointer == "/paths/~1orders/get/responses/200/content/application~1json/schema/$ref")
        let original = DocumentTree.parse(Self.shop)
        #expect(Diagnostic.located(found, in: original).map(\.line) == [10])
        #expect(text.contains(#""https://s.example/cat.json":"it is neither JSON nor YAML""#))
    }

    @Test func whatIsNotAllowedIsToldWithTheWayToMendIt() throws {
        let found = APIDescription.parse(Self.shop).diagnostics.filter { $0.message.contains("reference-hosts") }
        #expect(found.count == 1 && found[0].severity == .warning)
        #expect(found[0].message.contains("s.example is not allowed"))
        let file = APIDescription.parse(Self.shop.replacing("https://s.example/v1/", with: "./"))
        #expect(file.diagnostics.contains { $0.message.contains("ZIP") })
    }

    /// An archive that refers to a server: the files of both are together afterwards.
    @Test func filesOfAnArchiveStayWhereTheyAre() throws {
        let files = [
            "openapi.yaml":
                "{openapi: 3.1.0, info: {title: A, version: '1'}, components: {schemas: {B: {$ref: b.yaml}}}}",
            "b.yaml": "{type: object, properties: {c: {$ref: 'https://s.example/c.yaml'}}}",
        ].map { ZIPArchive.File(path: $0.key, bytes: Array($0.value.utf8)) }
        let archive = try DescriptionBundle.text(of: files)
        let gathering = Self.gathered(archive, ["https://s.example/c.yaml": "type: string"])
        let tree = DocumentTree.parse(try #require(gathering.bundle()))
        #expect(tree.node(at: "/x-files")?.members.map(\.name) == ["b.yaml", "https://s.example/c.yaml"])
        #expect(
            tree.node(at: "/x-files/b.yaml/properties/c/$ref")?.text == "#/x-files/https:~1~1s.example~1c.yaml")
    }
}
