import Core
import HTTPTypes
import Model
import TestKit
import Testing

@Suite struct ContentAPITests {
    /// A public page, a private one, a draft and one below the private one, on a portal beside another.
    private func stage(_ world: World) async throws -> Portal {
        let portal = try await world.portal(), pages = world.product.portalPages
        _ = try await world.portal("Elsewhere")
        func add(
            _ slug: String, _ visibility: Portal.Visibility, _ status: ContentStatus = .published,
            below parent: ID<PortalPage>? = nil
        ) async throws -> ID<PortalPage> {
            var draft = PortalPageDraft(slug: slug, content: "# \(slug)")
            draft.visibility = visibility
            draft.status = status
            draft.parentID = parent
            return try await pages.create(draft, on: portal.id, as: world.root).page.id
        }
        _ = try await add("welcome", .public)
        let secret = try await add("zanzibar", .private)
        _ = try await add("zanzibar-child", .public, below: secret)
        _ = try await add("zanzibar-draft", .public, .unpublished)
        for (name, visibility) in [("banner", Portal.Visibility.public), ("zanzibar", .private)] {
            var draft = SnippetDraft(name: name, content: name)
            draft.visibility = visibility
            _ = try await world.product.snippets.create(draft, on: portal.id, as: world.root)
        }
        return portal
    }

    private let hidden = [
        "/api/v3/pages/%2Fzanzibar", "/api/v3/pages/zanzibar", "/api/v3/pages/%2Fzanzibar%2Fzanzibar-child",
        "/api/v3/pages/%2Fzanzibar-draft", "/api/v3/snippets/zanzibar",
    ]

    @Test(arguments: Engines.all) func visitorsAndOtherPortalsLearnNothing(engine: Engines) async throws {
        try await World.on(engine) { world in
            _ = try await stage(world)
            let server = world.developerAPI()
            for host in ["payments.localhost", "elsewhere.localhost"] {
                let visitor = server.client(host: host)
                for address in hidden {
                    #expect(try await visitor.call(.get, address).status == 404, "\(host)\(address)")
                }
                for address in [
                    "/api/v3/pages", "/api/v3/pages?filter%5Bslug%5D%5Bcontains%5D=zan", "/api/v3/snippets",
                    "/api/v3/snippets?filter%5Bname%5D=zanzibar",
                ] {
                    let reply = try await visitor.call(.get, address)
                    #expect(reply.status == 200, "\(host)\(address)")
                    #expect(!reply.text.contains("zanzibar"), "\(host)\(address)")
                }
            }
            let elsewhere = server.client(host: "elsewhere.localhost")
            #expect(try await elsewhere.call(.get, "/api/v3/pages/welcome").status == 404)
        }
    }

    @Test(arguments: Engines.all) func aDeveloperReadsWhatIsPrivateAndPublished(engine: Engines) async throws {
        try await World.on(engine) { world in
            let portal = try await stage(world)
            _ = try await world.developer(on: portal)
            let ada = world.developerAPI().client(host: "payments.localhost")
            let login: JSON = ["username": "ada@example.com", "password": .string(TestPassword.good)]
            #expect(try await ada.call(.post, "/api/v3/developer/authenticate", login).status == 204)
            for address in hidden {
                let status = try await ada.call(.get, address).status
                #expect(status == (address.hasSuffix("draft") ? 404 : 200), "\(address)")
            }
            let tree = try await ada.call(.get, "/api/v3/pages?sort=slug%20desc").json["data"]
            #expect(tree?.array?.compactMap { $0["slug"]?.string } == ["zanzibar", "welcome"])
            #expect(tree?[0]?["children"]?[0]?["slug"] == "zanzibar-child")
        }
    }

    @Test(arguments: Engines.all) func theManagementAPIIsForOperators(engine: Engines) async throws {
        try await World.on(engine) { world in
            let portal = try await stage(world), other = try await world.portal("Third")
            let (_, token) = try await world.account(), server = world.managementAPI()
            let base = "/v3/portals/\(portal.id)"
            let addresses = ["pages", "snippets", "customization", "integrations"].map { "\(base)/\($0)" }
            for address in addresses {
                #expect(try await server.client().call(.get, address).status == 401, "\(address)")
                #expect(try await server.client(token: token).call(.get, address).status == 200, "\(address)")
            }
            let root = server.client(token: token)
            let page = try await world.product.portalPages.tree(on: portal.id, as: world.root)[0].page
            let foreign = "/v3/portals/\(other.id)/pages/\(page.id)"
            #expect(try await root.call(.get, foreign).status == 404)
            #expect(try await root.call(.patch, foreign, ["title": "x"]).status == 404)
            #expect(try await root.call(.delete, foreign).status == 404)
            for (path, type) in [("logo", "application/json; charset=utf-8"), ("favicon/raw", "image/png")] {
                let standing = try await root.call(.get, "\(base)/assets/\(path)")
                #expect(standing.status == 200)
                #expect(standing.headers[.contentType] == type, "what stands for a picture that nobody has chosen")
            }
            let nowhere = "/v3/portals/\(ID<Portal>.make(at: Instant(milliseconds: 1), random: (1, 1)))"
            #expect(try await root.call(.get, "\(nowhere)/assets/logo").status == 404)
            #expect(try await root.call(.get, "\(nowhere)/assets/logo/raw").status == 404)
        }
    }

    @Test func hostileBodiesAreProblemsWithNames() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal(), (_, token) = try await world.account()
            let root = world.managementAPI().client(token: token), base = "/v3/portals/\(portal.id)"
            let bodies: [(String, JSON, String)] = [
                ("pages", ["slug": "a/b", "content": ""], "slug"),
                ("pages", ["slug": "a\u{0}", "content": ""], "slug"),
                ("pages", ["slug": "a", "content": 1], "content"),
                ("pages", ["slug": "a", "content": "", "more": 1], "more"),
                ("pages", ["slug": "a", "content": "", "visibility": "secret"], "visibility"),
                ("snippets", ["name": "/a", "content": ""], "name"),
            ]
            for (path, body, field) in bodies {
                let reply = try await root.call(.post, "\(base)/\(path)", body)
                #expect(reply.status == 400, "\(body.text)")
                #expect(reply.json["invalid_parameters"]?[0]?["field"]?.string == field, "\(body.text)")
            }
            let page: JSON = ["slug": "twice", "content": ""]
            #expect(try await root.call(.post, "\(base)/pages", page).status == 201)
            #expect(try await root.call(.post, "\(base)/pages", page).status == 409)
            let menu: JSON = ["menu": ["main": [["path": "/", "title": "", "visibility": "public", "external": 1]]]]
            let refused = try await root.call(.patch, "\(base)/customization", menu)
            #expect(refused.json["invalid_parameters"]?[0]?["field"] == "menu.main[0].external")
        }
    }
}
