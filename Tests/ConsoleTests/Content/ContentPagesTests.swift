import Console
import Core
import HTTPTypes
import Hummingbird
import Model
import TestKit
import Testing
import Web

@Suite struct ContentPagesTests {
    private func signIn(_ world: World) async throws -> TestClient {
        let (account, _) = try await world.account()
        let router = Router(context: AppContext.self), product = world.product
        ConsoleDoor.signedIn(product, proxies: .none).mount(ConsolePages.endpoints(product), on: router)
        ConsoleDoor.open(proxies: .none).mount(ConsolePages.openEndpoints(product), on: router)
        let client = TestServer(router).client()
        _ = try await client.submit("/sign-in", ["email": account.email, "password": TestPassword.good])
        return client
    }

    @Test func aPageIsMadeEditedMovedAndDeleted() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal(), root = try await signIn(world)
            let pages = "/portals/\(portal.id)/pages"
            #expect(try await root.open(pages).text.contains("No pages yet"))
            let page = try #require(
                try await root.submit(pages, ["title": "<b>Guides</b>", "slug": "guides"]).location)
            #expect(try await root.submit(pages, ["title": "x", "slug": "guides"]).status == 409)
            #expect(try await root.submit(pages, ["title": "x", "slug": "login"]).status == 400)
            let editor = try await root.open(page)
            #expect(editor.text.contains("&lt;b&gt;Guides&lt;/b&gt;") && editor.text.contains("name=\"revision\""))
            let saved = try await root.submit(
                page,
                [
                    "title": "Guides", "slug": "guides", "status": "published", "visibility": "public",
                    "content": "# Hello", "revision": "1",
                ])
            #expect(saved.location == page)
            #expect(try await root.open(pages).text.contains("<code>/guides</code>"))
            #expect(try await root.submit("\(page)/move", ["parent": "", "index": "0"]).location == pages)
            #expect(try await root.submit("\(page)/delete").location == pages)
        }
    }

    @Test func aNewerEditIsShownBesideMine() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal(), root = try await signIn(world)
            let page = try #require(
                try await root.submit("/portals/\(portal.id)/pages", ["title": "Guides", "slug": "guides"]).location)
            let edit = { (content: String, revision: String) in
                try await root.submit(
                    page, ["title": "Guides", "slug": "guides", "content": content, "revision": revision])
            }
            #expect(try await edit("theirs </textarea>", "1").location == page)
            let refused = try await edit("mine", "1")
            #expect(refused.status == 409)
            #expect(refused.text.contains("Somebody else has saved a newer version"))
            #expect(refused.text.contains("theirs &lt;/textarea&gt;") && refused.text.contains("\nmine</textarea>"))
            #expect(refused.text.contains("name=\"revision\" value=\"2\""))
            #expect(try await edit("merged", "2").location == page)
        }
    }

    @Test func snippetsAreMadeAndEdited() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal(), root = try await signIn(world)
            let snippets = "/portals/\(portal.id)/snippets"
            #expect(try await root.open(snippets).text.contains("No snippets yet"))
            let snippet = try #require(try await root.submit(snippets, ["name": "banner"]).location)
            #expect(try await root.submit(snippets, ["name": "banner"]).status == 409)
            let saved = try await root.submit(
                snippet, ["name": "banner", "title": "Banner", "content": "Hello", "revision": "1"])
            #expect(saved.location == snippet)
            #expect(try await root.submit(snippet, ["name": "banner", "content": "x", "revision": "1"]).status == 409)
            #expect(try await root.open(snippets).text.contains("Banner"))
            #expect(try await root.submit("\(snippet)/delete").location == snippets)
        }
    }

    @Test func menusAreEditedAsRows() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal(), root = try await signIn(world)
            let address = "/portals/\(portal.id)/appearance/navigation"
            let row = { (key: String, place: String, title: String, path: String) -> [(String, String)] in
                [
                    ("\(key)-place", place), ("\(key)-title", title), ("\(key)-path", path),
                    ("\(key)-visibility", "public"), ("\(key)-window", "same"),
                ]
            }
            let fields =
                row("main", "2", "Second", "/b") + row("main", "1", "First", "/a") + row("main", "3", " ", "")
                + [("sections", "2"), ("section-0", "More"), ("section-1", "")] + row("items-0", "1", "X", "/x")
            let body = fields.map { "\(QueryString.encoded($0))=\(QueryString.encoded($1))" }.joined(separator: "&")
            let saved = try await root.post(address, type: "application/x-www-form-urlencoded", body)
            #expect(saved.location == address)
            let menu = try await world.product.customizations.find(portal.id, as: world.root).menu
            #expect(menu.main?.map(\.title) == ["First", "Second"])
            #expect(menu.footerSections.map(\.title) == ["More"])
            let page = try await root.open(address).text
            #expect(page.contains("value=\"First\"") && page.contains("value=\"More\""))
        }
    }

    @Test func everyPageOfTheAppearanceOpensAndSaves() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal(), root = try await signIn(world)
            let base = "/portals/\(portal.id)/appearance"
            for page in ["", "/navigation", "/reference", "/code", "/integrations"] {
                #expect(try await root.open(base + page).status == 200, "\(page)")
            }
            #expect(try await root.submit(base, ["primary": "red", "mode": "dark"]).status == 400)
            #expect(try await root.submit(base, ["primary": "#abcdef", "mode": "dark"]).location == base)
            _ = try await root.submit("\(base)/code", ["css": "a{}", "robots": ""])
            _ = try await root.submit("\(base)/reference", ["show_schemas": "true"])
            let bad = try await root.submit("\(base)/integrations", ["google_tag_manager-key": "UA-1"])
            #expect(bad.status == 400)
            let key = ["google_tag_manager-key": "GTM-ABC1", "google_tag_manager-enabled": "true"] as KeyValuePairs
            #expect(try await root.submit("\(base)/integrations", key).location == "\(base)/integrations")
            let found = try await world.product.customizations.find(portal.id, as: world.root)
            #expect(found.mode == .dark && found.css == "a{}" && !found.specRenderer[.tryIt])
            let file = """
                --b\r\nContent-Disposition: form-data; name="picture"; filename="a.svg"\r\n\
                Content-Type: image/svg+xml\r\n\r\n<svg><rect/></svg>\r\n--b--\r\n
                """
            let type = "multipart/form-data; boundary=b"
            #expect(try await root.post("\(base)/logo", type: type, file).location == base)
            #expect(try await root.open("\(base)/logo").headers[.contentType] == "image/svg+xml")
            let text = file.replacing("image/svg+xml", with: "text/html")
            #expect(try await root.post("\(base)/favicon", type: type, text).status == 400)
            #expect(try await root.submit("\(base)/logo/delete").location == base)
        }
    }
}
