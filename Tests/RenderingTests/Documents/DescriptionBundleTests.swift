import Testing

@testable import Rendering

@Suite struct DescriptionBundleTests {
    private static let files = [
        "api/openapi.yaml": """
        openapi: 3.1.0
        info: {title: Shop, version: 1.0.0}
        paths:
          /orders: {$ref: paths/orders.yaml}
        components:
          schemas: {Money: {type: object, properties: {cents: {type: integer}}}}
        """,
        "api/paths/orders.yaml": """
        get:
          operationId: listOrders
          responses:
            '200':
              description: OK
              content: {application/json: {schema: {$ref: '../schemas/Order%20New.yaml'}}}
        """,
        "api/schemas/Order New.yaml": """
        type: object
        properties:
          total: {$ref: '../openapi.yaml#/components/schemas/Money'}
          parent: {$ref: '#'}
          line: {$ref: 'all.json#/Line'}
          gone: {$ref: 'missing.yaml'}
          far: {$ref: 'https://elsewhere.example/x.yaml'}
        """,
        "api/schemas/all.json": #"{"Line": {"type": "object", "properties": {"count": {"type": "integer"}}}}"#,
        "api/unused.yaml": "x: 1",
    ].map { ZIPArchive.File(path: $0.key, bytes: Array($0.value.utf8)) }

    @Test func filesBecomeOneDescriptionWithoutOpenReferences() throws {
        let text = try DescriptionBundle.text(of: Self.files)
        let description = APIDescription.parse(text)
        #expect(description.kind == .openAPI31 && description.operations.map(\.key) == ["list-orders"])
        #expect(!text.contains("unused"))
        let page = try #require(Orchard.reference(text).operation("list-orders")).html.text
        for word in ["total", "Money", "line", "Line", "parent", "Order New"] {
            #expect(page.contains(word), "\(word)")
        }
        let unresolved = description.diagnostics.filter { $0.message.contains("does not exist") }
        #expect(unresolved.count <= 2)
    }

    @Test func nothingWithoutABeginningIsTaken() {
        #expect(throws: ZIPArchive.Trouble.withoutDescription) {
            try DescriptionBundle.text(of: [ZIPArchive.File(path: "a.yaml", bytes: Array("x: 1".utf8))])
        }
    }

    /// `zip` made this: `openapi.yaml` deflated, `docs/readme.md` stored.
    private static let archive: [UInt8] = [
        80, 75, 3, 4, 20, 0, 0, 0, 8, 0, 0, 0, 33, 92, 255, 173, 39, 59, 63, 0, 0, 0, 63, 0, 0, 0,
        12, 0, 0, 0, 111, 112, 101, 110, 97, 112, 105, 46, 121, 97, 109, 108, 203, 47, 72, 205, 75,
        44, 200, 180, 82, 48, 214, 51, 208, 51, 230, 202, 204, 75, 203, 183, 82, 168, 46, 201, 44,
        201, 73, 181, 82, 8, 72, 76, 206, 78, 77, 209, 81, 40, 75, 45, 42, 206, 204, 207, 179, 82,
        48, 4, 42, 50, 168, 229, 42, 72, 44, 201, 40, 6, 42, 171, 229, 2, 0, 80, 75, 3, 4, 20, 0, 0,
        0, 0, 0, 0, 0, 33, 92, 110, 135, 121, 24, 4, 0, 0, 0, 4, 0, 0, 0, 14, 0, 0, 0, 100, 111, 99,
        115, 47, 114, 101, 97, 100, 109, 101, 46, 109, 100, 35, 32, 78, 111, 80, 75, 1, 2, 20, 3,
        20, 0, 0, 0, 8, 0, 0, 0, 33, 92, 255, 173, 39, 59, 63, 0, 0, 0, 63, 0, 0, 0, 12, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 128, 1, 0, 0, 0, 0, 111, 112, 101, 110, 97, 112, 105, 46, 121, 97, 109,
        108, 80, 75, 1, 2, 20, 3, 20, 0, 0, 0, 0, 0, 0, 0, 33, 92, 110, 135, 121, 24, 4, 0, 0, 0, 4,
        0, 0, 0, 14, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 128, 1, 105, 0, 0, 0, 100, 111, 99, 115, 47,
        114, 101, 97, 100, 109, 101, 46, 109, 100, 80, 75, 5, 6, 0, 0, 0, 0, 2, 0, 2, 0, 118, 0, 0,
        0, 153, 0, 0, 0, 0, 0,
    ]

    @Test func archivesAreRead() throws {
        #expect(ZIPArchive.begins(Self.archive))
        let files = try ZIPArchive.files(Self.archive, upTo: 1 << 20)
        #expect(files.map(\.path) == ["openapi.yaml"])
        #expect(try DescriptionBundle.text(of: files).hasPrefix("openapi: 3.0.3"))
    }

    @Test func brokenArchivesAreRefusedWithoutReadingBeyondThem() {
        for length in 0..<Self.archive.count {
            let part = Array(Self.archive.prefix(length))
            #expect(throws: ZIPArchive.Trouble.self) { try ZIPArchive.files(part, upTo: 1 << 20) }
        }
        for place in Self.archive.indices {
            var bytes = Self.archive
            bytes[place] ^= 0xFF
            _ = try? ZIPArchive.files(bytes, upTo: 1 << 20)
        }
    }
}
