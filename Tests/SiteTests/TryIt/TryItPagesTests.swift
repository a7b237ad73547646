import Core
import Foundation
import HTTPTypes
import Hummingbird
import Model
import Site
import Storage
import Synchronization
import TestKit
import Testing
import Web

/// Answers instead of servers, and remembers what it was asked.
private final class EchoCaller: RelayCaller {
    let asked = Mutex<[RelayRequest]>([])

    func call(_ request: RelayRequest) async throws -> RelayAnswer {
        asked.withLock { $0.append(request) }
        let (body, bytes) = AsyncThrowingStream<[UInt8], any Error>.makeStream()
        bytes.yield(Array("<script>".utf8))
        bytes.yield(request.body)
        bytes.finish()
        return RelayAnswer(
            status: 201, reason: "Created", headers: [.init(name: "Set-Cookie", value: "a=b")], body: body)
    }
}

@Suite struct TryItPagesTests {
    private static let description = """
        {"openapi": "3.1.0", "info": {"title": "Echo", "version": "1"}, "servers": [{"url": "https://echo.example/v1"}],
         "security": [{"key": []}],
         "paths": {"/things": {"post": {"operationId": "addThing", "responses": {}}, "get": {
           "operationId": "listThings", "x-internal": true, "responses": {}}}},
         "components": {"securitySchemes": {"key": {"type": "apiKey", "in": "cookie", "name": "session"}}}}
        """

    private struct Stage {
        let server: TestServer
        let caller: EchoCaller
        let world: World
        let portal: Portal
        let api: API
        let address: String
    }

    private func stage(_ world: World, relay: Bool) async throws -> Stage {
        let caller = EchoCaller(), portal = try await world.portal()
        let product = Product(world.product.kernel, relayCaller: caller)
        var draft = APIDraft(name: "Echo")
        draft.specification = Self.description
        let api = try await product.apis.create(draft, as: world.root).api
        var publication = PublicationDraft()
        publication.visibility = .public
        _ = try await product.publications.publish(api.id, to: portal.id, publication, as: world.root)
        var change = PortalCustomizationChange()
        change.specRenderer = [.relay: relay, .hideInternal: true]
        try await product.customizations.update(portal.id, change, as: world.root)
        let router = Router(context: AppContext.self)
        SiteDoor.open(product, proxies: .none).mount(SitePages.endpoints(product), on: router)
        return Stage(
            server: TestServer(router), caller: caller, world: world, portal: portal, api: api,
            address: "/apis/\(api.slug)/reference/operations/add-thing/relay")
    }

    private func head(_ url: String, method: String = "POST") -> String {
        let json = """
            {"method": "\(method)", "url": "\(url)", "headers": [["Cookie", "session=1"], ["Host", "evil.test"]]}
            """
        return Data(json.utf8).base64EncodedString()
    }

    private func relayed(
        _ stage: Stage, _ url: String = "https://echo.example/v1/things?q=1", method: String = "POST",
        address: String? = nil, site: String = "same-origin"
    ) async throws -> TestReply {
        try await stage.server.send(
            .post, address ?? stage.address, host: "payments.localhost",
            headers: [
                .fixed("x-portico-relay"): head(url, method: method), .fixed("sec-fetch-site"): site,
                .contentType: "application/octet-stream",
            ], body: Array("hello".utf8))
    }

    private var sameOrigin: HTTPFields { [.fixed("sec-fetch-site"): "same-origin"] }

    private func page(_ stage: Stage, _ path: String = "/operations/add-thing") async throws -> String {
        let address = "/apis/\(stage.api.slug)/reference\(path)"
        return try await stage.server.send(.get, address, host: "payments.localhost").text
    }

    @Test func withoutTheSettingThereIsNoRelay() async throws {
        try await World.on(.sqlite) { world in
            let stage = try await stage(world, relay: false)
            #expect(try await relayed(stage).status == 404)
            let page = try await page(stage)
            #expect(page.contains("portico-try-it") && !page.contains("data-relay"))
            #expect(page.contains("Browsers send no cookies to other sites"))
            #expect(stage.caller.asked.withLock { $0.isEmpty })
        }
    }

    @Test(arguments: Engines.all) func theRelaySendsWhatItIsTold(engine: Engines) async throws {
        try await World.on(engine) { world in
            let stage = try await stage(world, relay: true)
            #expect(try await page(stage).contains("data-relay=\"\(stage.address)\""))
            let reply = try await relayed(stage)
            #expect(reply.status == 200 && reply.text == "<script>hello")
            #expect(reply.headers[.contentType] == "application/octet-stream")
            #expect(reply.headers[.contentSecurityPolicy] == "default-src 'none'; sandbox")
            #expect(reply.headers[.setCookie] == nil)
            let answer = reply.headers[.fixed("x-portico-answer")].flatMap { Data(base64Encoded: $0) }
            let told = try JSON(parsing: Array(try #require(answer)))
            #expect(told["status"]?.integer == 201 && told["headers"]?.array?.count == 1)
            let asked = try #require(stage.caller.asked.withLock { $0.first })
            #expect(asked.url == "https://echo.example/v1/things?q=1" && asked.method == "POST")
            #expect(asked.headers == [.init(name: "Cookie", value: "session=1")])
            let events = try await world.database.read { tx in try tx.audit.recent(limit: 20) }
            #expect("\(events)".contains("api.called") && !"\(events)".contains("q=1"))
        }
    }

    @Test func theRelayReachesNothingElse() async throws {
        try await World.on(.sqlite) { world in
            let stage = try await stage(world, relay: true)
            #expect(try await relayed(stage, "https://evil.test/v1/things").status == 403)
            #expect(try await relayed(stage, "https://echo.example/v2").status == 403)
            #expect(try await relayed(stage, method: "DELETE").status == 403)
            #expect(try await relayed(stage, site: "cross-site").status == 403)
            #expect(try await relayed(stage, address: stage.address + "?version=9").status == 404)
            let hidden = stage.address.replacing("add-thing", with: "list-things")
            #expect(try await relayed(stage, method: "GET", address: hidden).status == 404)
            let bare = try await stage.server.send(
                .post, stage.address, host: "payments.localhost", headers: sameOrigin)
            #expect(bare.status == 400)
            var publication = PublicationDraft()
            publication.visibility = .private
            _ = try await world.product.publications.publish(
                stage.api.id, to: stage.portal.id, publication, as: world.root)
            #expect(try await relayed(stage).status == 404)
            #expect(stage.caller.asked.withLock { $0.isEmpty })
        }
    }

    @Test func samplesAreMadeOfWhatTheConsoleDescribes() async throws {
        try await World.on(.sqlite) { world in
            let stage = try await stage(world, relay: false)
            let body = """
                {"method": "POST", "url": "https://echo.example/v1/things", "body": "</code><script>alert(1)</script>",
                 "headers": [{"name": "X-Key", "value": "YOUR_API_KEY"}]}
                """
            let reply = try await stage.server.send(
                .post, "/_core/samples", host: "payments.localhost", headers: sameOrigin, body: Array(body.utf8))
            #expect(reply.status == 200 && !reply.text.contains("<script>"))
            for language in ["shell", "python", "node", "kotlin", "php", "rust"] {
                #expect(reply.text.contains("data-sample=\"\(language)\""))
            }
            for text in ["", "[]", "{\"method\": \"get it\", \"url\": \"x\"}", String(repeating: "[", count: 9_999)] {
                let refused = try await stage.server.send(
                    .post, "/_core/samples", host: "payments.localhost", headers: sameOrigin,
                    body: Array(text.utf8))
                #expect(refused.status == 400)
            }
        }
    }

    @Test func thePageThatSignInComesBackToTellsNobodyElse() async throws {
        try await World.on(.sqlite) { world in
            let stage = try await stage(world, relay: false)
            let reply = try await stage.server.send(
                .get, "/_core/oauth-callback?code=<b>&state=s", host: "payments.localhost")
            #expect(reply.status == 200 && reply.headers[.cacheControl] == "no-store")
            #expect(reply.text.contains("sign-in-callback") && !reply.text.contains("<b>"))
        }
    }

    @Test func publicAPIsOpenInInsomnia() async throws {
        try await World.on(.sqlite) { world in
            let stage = try await stage(world, relay: false)
            #expect(try await page(stage, "").contains("https://insomnia.rest/run/?label=Echo&amp;uri=http"))
            var change = PortalCustomizationChange()
            change.specRenderer = [.tryItInInsomnia: false]
            try await world.product.customizations.update(stage.portal.id, change, as: world.root)
            #expect(!(try await page(stage, "").contains("insomnia")))
        }
    }
}
