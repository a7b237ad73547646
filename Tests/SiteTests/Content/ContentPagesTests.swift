import Core
import Endpoints
import HTTPTypes
import Hummingbird
import Model
import Site
import TestKit
import Testing
import Web

@Suite struct ContentPagesTests {
    private func server(_ product: Product) -> TestServer {
        let router = Router(context: AppContext.self)
        router.addMiddleware {
            Fallback { refusal, request, id in await SiteErrorPage.reply(refusal, request, id, product) }
        }
        DeveloperDoor.open(product, proxies: .none).mount(DeveloperAPI.endpoints(product), on: router)
        SiteDoor.open(product, proxies: .none).mount(SitePages.endpoints(product), on: router)
        SiteDoor.signedIn(product, proxies: .none).mount(SitePages.signedInEndpoints(product), on: router)
        return TestServer(router)
    }

    @discardableResult
    private func add(
        _ slug: String, _ content: String, _ visibility: Portal.Visibility = .public,
        below parent: ID<PortalPage>? = nil,
        status: ContentStatus = .published, to portal: Portal, _ world: World
    ) async throws -> ID<PortalPage> {
        var draft = PortalPageDraft(slug: slug, content: content)
        draft.visibility = visibility
        draft.status = status
        draft.parentID = parent
        return try await world.product.portalPages.create(draft, on: portal.id, as: world.root).page.id
    }

    @Test(arguments: Engines.all) func aPageStandsAtItsAddressInHTMLAndMarkdown(engine: Engines) async throws {
        try await World.on(engine) { world in
            let portal = try await world.portal(), visitor = server(world.product).client(host: "payments.localhost")
            let guides = try await add("/guides", "---\ntitle: <Guides>\n---\nText", to: portal, world)
            try await add("errors", "# Errors\n\n<script>alert(1)</script>", below: guides, to: portal, world)
            let top = try await visitor.open("/guides")
            #expect(top.status == 200)
            #expect(top.text.contains("<h1>&lt;Guides&gt;</h1>"))
            let inner = try await visitor.open("/guides/errors")
            #expect(inner.status == 200)
            #expect(!inner.text.contains("alert(1)"))
            #expect(inner.text.contains("aria-current=\"page\">Errors"))
            let markdown = try await visitor.open("/guides.md").text
            #expect(markdown.hasPrefix("# ") && markdown.contains("Guides") && markdown.hasSuffix("\n\nText\n"))
            let wish: HTTPFields = [.accept: "text/markdown"]
            #expect(try await visitor.call(.get, "/guides/errors", headers: wish).text.hasPrefix("# Errors"))
            for absent in [
                "/errors", "/guides/nothing", "/guides/errors/x", "/guides/../guides", "/nothing.md", "/%00",
                "/guides/%00", "/guides%2Ferrors",
            ] {
                #expect(try await visitor.open(absent).status == 404, "\(absent)")
            }
        }
    }

    @Test(arguments: Engines.all) func aPrivatePageAnswersAsAnAbsentOneDoesAndLeadsToSignIn(
        engine: Engines
    ) async throws {
        try await World.on(engine) { world in
            let portal = try await world.portal(), server = server(world.product)
            _ = try await world.portal("Elsewhere")
            let secret = try await add("secret-1", "# Zanzibar", .private, to: portal, world)
            try await add("child", "# Zanzibar", below: secret, to: portal, world)
            try await add("draft", "# Zanzibar", status: .unpublished, to: portal, world)
            _ = try await world.developer(on: portal)
            let visitor = server.client(host: "payments.localhost")
            for address in ["/secret-1", "/secret-1.md", "/secret-1/child", "/draft"] {
                #expect(try await visitor.open(address).status == 404, "\(address)")
            }
            let hidden = try await visitor.open("/secret-1"), absent = try await visitor.open("/secret-2")
            #expect(hidden.text == absent.text.replacing("secret-2", with: "secret-1"))
            #expect(hidden.text.contains("/login?return_to=%2Fsecret-1"))
            let ada = server.client(host: "payments.localhost")
            _ = try await ada.submit("/login", ["email": "ada@example.com", "password": TestPassword.good])
            #expect(try await ada.open("/secret-1").text.contains("Zanzibar"))
            #expect(try await ada.open("/secret-1/child").status == 200)
            #expect(try await ada.open("/draft").status == 404)
            let elsewhere = server.client(host: "elsewhere.localhost")
            elsewhere.cookies = ada.cookies
            #expect(try await elsewhere.open("/secret-1").status == 404)
        }
    }

    @Test func theStartPageComesFromContentForWhoMaySeeIt() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.product.portals.create(
                PortalDraft(name: "Payments"), withContent: true, as: world.root)
            _ = try await world.developer(on: portal)
            let server = server(world.product), visitor = server.client(host: "payments.localhost")
            let closed = try await visitor.open("/")
            #expect(closed.status == 200)
            #expect(!closed.text.contains("Build with our APIs"))
            #expect(!closed.text.contains("/getting-started"))
            let ada = server.client(host: "payments.localhost")
            _ = try await ada.submit("/login", ["email": "ada@example.com", "password": TestPassword.good])
            let home = try await ada.open("/")
            #expect(home.text.contains("Build with our APIs"))
            #expect(home.text.contains("href=\"/guides/errors\""))
            #expect(try await ada.open("/home").location == "/")
            #expect(try await ada.open("/apis").text.contains("Everything you can build on."))
            for path in ["/getting-started", "/guides", "/guides/authentication", "/guides/errors"] {
                #expect(try await ada.open(path).status == 200, "\(path)")
            }
        }
    }

    @Test func menusPicturesAndTheSheetStandInEveryPage() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal { $0.defaultPageVisibility = .public }
            var change = PortalCustomizationChange()
            change.css = .set("body { color: red }")
            change.robots = .set("User-agent: none")
            change.layout = .set("sidebar")
            change.main = .set([
                .init(path: "/a", title: "<A>"), .init(path: "javascript:alert(1)", title: "B"),
                .init(path: "/hidden", title: "Hidden", visibility: .private),
            ])
            change.footerBottom = .set([.init(path: "https://example.com/", title: "Out", isExternal: true)])
            try await world.product.customizations.update(portal.id, change, as: world.root)
            let svg = "data:image/svg+xml;base64,PHN2Zz48cmVjdC8+PC9zdmc+"
            try await world.product.customizations.putAsset(.logo, dataURI: svg, on: portal.id, as: world.root)
            var tracking = IntegrationChange()
            tracking.isEnabled = true
            tracking.config["id"] = "GTM-ABC1"
            _ = try await world.product.customizations.setIntegrations(
                of: portal.id, [.tagManager: tracking], replacing: false, as: world.root)
            let visitor = server(world.product).client(host: "payments.localhost")
            for path in ["/", "/apis", "/login"] {
                let page = try await visitor.open(path)
                #expect(page.text.contains("/_core/portal/site.css?v="), "\(path)")
                #expect(page.text.contains("/_core/portal/logo?v="), "\(path)")
                #expect(page.text.contains("GTM-ABC1"), "\(path)")
                #expect(page.headers[.contentSecurityPolicy]?.contains("https://www.googletagmanager.com") == true)
            }
            let home = try await visitor.open("/").text
            #expect(home.contains("&lt;A&gt;") && home.contains("site-sidebar"))
            #expect(home.contains("href=\"https://example.com/\" target=\"_blank\" rel=\"noopener\""))
            #expect(!home.contains("javascript:") && !home.contains("Hidden"))
            let sheet = try await visitor.open("/_core/portal/site.css")
            #expect(sheet.text == "body { color: red }")
            #expect(sheet.headers[.contentType] == "text/css; charset=utf-8")
            #expect(try await visitor.open("/_core/portal/logo").headers[.contentType] == "image/svg+xml")
            #expect(try await visitor.open("/robots.txt").text == "User-agent: none")
        }
    }
}
