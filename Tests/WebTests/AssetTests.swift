import HTTPTypes
import Hummingbird
import HummingbirdCore
import HummingbirdTesting
import NIOCore
import Testing
import Web

@Suite struct AssetTests {
    private let store = AssetStore(files: [
        "page.css": Array("@import \"tokens.css\";\np { color: red; }".utf8),
        "tokens.css": Array(":root { --space: 1px; }".utf8),
        "app.js": Array("import \"./part.js\";\nimport { name } from \"./library.js\";".utf8),
        "part.js": Array("const local = 1;".utf8),
        "library.js": Array("export const name = \"\(String(repeating: "long ", count: 200))\";".utf8),
    ])

    @Test func aSheetTakesInWhatItImports() throws {
        #expect(try text("page.css") == ":root { --space: 1px; }\np { color: red; }")
    }

    @Test func aScriptTakesInModulesInBlocksAndPointsToLibrariesByHash() throws {
        let library = try #require(store.asset(named: "library.js")).fileName
        let expected = "{\nconst local = 1;}\nimport { name } from \"/_core/assets/\(library)\";"
        #expect(try text("app.js") == expected)
    }

    @Test func theNameChangesWithTheContent() throws {
        let other = AssetStore(files: ["tokens.css": Array(":root { --space: 2px; }".utf8)])
        let old = try #require(store.asset(named: "tokens.css")).fileName
        let new = try #require(other.asset(named: "tokens.css")).fileName
        #expect(old != new)
        #expect(other.asset(fileName: old) == nil)
    }

    @Test func aFileIsCachedForEverAndNeverSniffed() throws {
        let response = try get("library.js")
        #expect(response.status == .ok)
        #expect(response.headers[.cacheControl] == "public, max-age=31536000, immutable")
        #expect(response.headers[.contentType] == "text/javascript; charset=utf-8")
        #expect(response.headers[.xContentTypeOptions] == "nosniff")
        #expect(response.headers[.vary] == "Accept-Encoding")
    }

    @Test(arguments: [
        ("gzip, deflate, br", "br"), ("gzip", "gzip"), ("br;q=0, gzip", "gzip"), ("GZIP;q=0.5", "gzip"),
    ])
    func aFileIsSentInTheBestEncodingThatIsAccepted(_ accepted: String, _ encoding: String) throws {
        let response = try get("library.js", accepting: accepted)
        #expect(response.headers[.contentEncoding] == encoding)
        #expect(try #require(response.body.contentLength) < 200)
        #expect(response.headers[.eTag]?.hasSuffix("-\(encoding)\"") == true)
    }

    @Test func aFileIsSentPlainWhereCompressionIsRefusedOrUseless() throws {
        #expect(try get("library.js", accepting: "identity").headers[.contentEncoding] == nil)
        #expect(try get("part.js", accepting: "br").headers[.contentEncoding] == nil)
    }

    @Test func aBrowserThatHasTheFileIsToldSo() throws {
        let tag = try #require(try get("library.js", accepting: "br").headers[.eTag])
        let response = try get("library.js", accepting: "br", [.ifNoneMatch: tag])
        #expect(response.status == .notModified)
        #expect(response.body.contentLength == 0)
    }

    @Test(arguments: [
        "tokens.css", "../tokens.css", "tokens.0000000000000000.css", "", "brand-8250ff.0000000000000000.css",
        "brand-zzz.0000000000000000.css",
    ])
    func anythingElseIsNotFound(_ name: String) {
        #expect(AssetRoutes(store: store).response(to: request([:]), file: name).status == .notFound)
    }

    @Test func theProgramCarriesBothSheetsAndTheScripts() {
        for name in ["console.css", "site.css", "portico.js", "theme.js", "portico.svg"] {
            #expect(AssetStore.shared.asset(named: name) != nil, "\(name)")
        }
    }

    @Test(arguments: ["console.css", "site.css", "portico.js"])
    func noImportIsLeftUnresolved(_ name: String) throws {
        let bytes = try #require(AssetStore.shared.asset(named: name)?.copy(.identity))
        let text = String(buffer: bytes)
        #expect(!text.contains("@import"))
        #expect(!text.contains("import \"./"))
    }

    @Test func aMountedRouterServesFilesAndTheirHeads() async throws {
        let router = Router(context: AppContext.self)
        AssetRoutes.mount(on: router)
        let app = Application(router: router)
        try await app.test(.router) { client in
            let whole = try await client.execute(uri: AssetStore.path("console.css"), method: .get)
            #expect(whole.status == .ok)
            #expect(String(buffer: whole.body).contains("--color-accent"))
            let head = try await client.execute(uri: AssetStore.path("console.css"), method: .head)
            #expect(head.status == .ok)
            #expect(head.headers[.contentLength] == String(whole.body.readableBytes))
            let brand = try await client.execute(uri: BrandTheme.standard.path, method: .get)
            #expect(String(buffer: brand.body) == BrandTheme.standard.css)
            #expect(try await client.execute(uri: "/_core/assets/..%2fconsole.css", method: .get).status == .notFound)
        }
    }

    private func text(_ name: String) throws -> String {
        String(buffer: try #require(store.asset(named: name)?.copy(.identity)))
    }

    private func request(_ headers: HTTPFields) -> HTTPRequest {
        HTTPRequest(method: .get, scheme: nil, authority: nil, path: nil, headerFields: headers)
    }

    private func get(_ name: String, accepting: String? = nil, _ headers: HTTPFields = [:]) throws -> Response {
        var headers = headers
        headers[.acceptEncoding] = accepting
        let file = try #require(store.asset(named: name)).fileName
        return AssetRoutes(store: store).response(to: request(headers), file: file)
    }
}
