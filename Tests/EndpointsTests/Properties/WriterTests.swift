import Core
import Endpoints
import HTTPTypes
import Model
import TestKit
import Testing

/// Two writers on one resource at the same time lose nothing: one test for each way in which they can meet.
@Suite struct WriterTests {
    private static let rounds = 8

    private func client(_ world: World) async throws -> TestClient {
        world.managementAPI().client(token: try await world.account().token)
    }

    /// The statuses of two calls at once.
    private func both(
        _ first: @escaping @Sendable () async throws -> TestReply,
        _ second: @escaping @Sendable () async throws -> TestReply
    ) async throws -> (TestReply, TestReply) {
        async let one = first()
        async let two = second()
        return try await (one, two)
    }

    @Test(arguments: Engines.all) func changesOfDifferentFieldsAreBothKept(engine: Engines) async throws {
        try await World.on(engine) { world in
            let client = try await client(world), portal = try await world.portal()
            let path = "/v3/portals/\(portal.id)"
            for round in 0..<Self.rounds {
                let (one, two) = try await both {
                    try await client.call(.patch, path, ["description": .string("round \(round)")])
                } _: {
                    try await client.call(.patch, path, ["labels": ["round": .string("r\(round)")]])
                }
                #expect([one.status, two.status] == [200, 200])
                let read = try await client.call(.get, path).json
                #expect(read["description"]?.string == "round \(round)")
                #expect(read["labels"]?["round"]?.string == "r\(round)")
            }
        }
    }

    @Test(arguments: Engines.all) func labelsOfTwoWritersAreMerged(engine: Engines) async throws {
        try await World.on(engine) { world in
            let client = try await client(world), portal = try await world.portal()
            let path = "/v3/portals/\(portal.id)"
            for round in 0..<Self.rounds {
                _ = try await both {
                    try await client.call(.patch, path, ["labels": .object([.init("a\(round)", "1")])])
                } _: {
                    try await client.call(.patch, path, ["labels": .object([.init("b\(round)", "2")])])
                }
            }
            let labels = try await client.call(.get, path).json["labels"]?.members ?? []
            #expect(labels.count == 2 * Self.rounds)
        }
    }

    @Test(arguments: Engines.all) func aNameIsGivenOnce(engine: Engines) async throws {
        try await World.on(engine) { world in
            let client = try await client(world)
            for round in 0..<Self.rounds {
                let body: JSON = ["name": .string("Orders"), "version": .string("\(round).0.0")]
                let (one, two) = try await both {
                    try await client.call(.post, "/v3/apis", body)
                } _: {
                    try await client.call(.post, "/v3/apis", body)
                }
                #expect([one.status, two.status].sorted() == [201, 409])
            }
            #expect(
                try await client.call(.get, "/v3/apis").json["meta"]?["page"]?["total"] == .integer(Int64(Self.rounds)))
        }
    }

    @Test(arguments: Engines.all) func aSlugOfOurOwnMakingGivesWay(engine: Engines) async throws {
        try await World.on(engine) { world in
            let client = try await client(world)
            let (one, two) = try await both {
                try await client.call(.post, "/v3/apis", ["name": "Orders", "version": "1.1"])
            } _: {
                try await client.call(.post, "/v3/apis", ["name": "Orders", "version": "1.2"])
            }
            #expect([one.status, two.status] == [201, 201])
            #expect(Set([one, two].compactMap { $0.json["slug"]?.string }) == ["orders-1", "orders-1-2"])
        }
    }

    @Test(arguments: Engines.all) func puttingOneThingTwiceMakesOne(engine: Engines) async throws {
        try await World.on(engine) { world in
            let client = try await client(world), made = try await ApplicationWorld(world)
            let plane = try await world.product.controlPlanes.ensureBuiltIn()
            let entities = "/v2/control-planes/\(plane.id)/core-entities/services"
            for round in 0..<Self.rounds {
                let path = "\(entities)/0190f6d1-5d1f-7cc6-a1f7-8d2a7b7f2c1\(round)"
                let body: JSON = ["name": .string("s\(round)"), "host": "example.com"]
                let (one, two) = try await both {
                    try await client.call(.put, path, body)
                } _: {
                    try await client.call(.put, path, body)
                }
                #expect([one.status, two.status] == [200, 200])
                let publication = "/v3/apis/\(made.api.id)/publications/\(made.portal.id)"
                let (three, four) = try await both {
                    try await client.call(.put, publication, ["visibility": "public"])
                } _: {
                    try await client.call(.put, publication, ["visibility": "public"])
                }
                #expect([three.status, four.status] == [200, 200])
            }
            #expect(try await client.call(.get, entities).json["data"]?.array?.count == Self.rounds)
        }
    }

    @Test(arguments: Engines.all) func whatIsDeletedWhileItChangesIsGone(engine: Engines) async throws {
        try await World.on(engine) { world in
            let client = try await client(world)
            for round in 0..<Self.rounds {
                let api = try await client.call(.post, "/v3/apis", ["name": .string("API \(round)")])
                let path = "/v3/apis/\(api.json["id"]?.string ?? "")"
                let (changed, deleted) = try await both {
                    try await client.call(.patch, path, ["description": "new"])
                } _: {
                    try await client.call(.delete, path)
                }
                #expect([200, 404].contains(changed.status))
                #expect(deleted.status == 204)
                #expect(try await client.call(.get, path).status == 404)
            }
        }
    }

    @Test(arguments: Engines.all) func twoDeletionsAreOne(engine: Engines) async throws {
        try await World.on(engine) { world in
            let client = try await client(world), portal = try await world.portal()
            for round in 0..<Self.rounds {
                let team = try await client.call(
                    .post, "/v3/portals/\(portal.id)/teams", ["name": .string("team \(round)")])
                let path = "/v3/portals/\(portal.id)/teams/\(team.json["id"]?.string ?? "")"
                let (one, two) = try await both {
                    try await client.call(.delete, path)
                } _: {
                    try await client.call(.delete, path)
                }
                #expect([one.status, two.status].sorted() == [204, 404])
            }
        }
    }

    @Test(arguments: Engines.all) func nothingIsLeftBelowWhatIsDeleted(engine: Engines) async throws {
        try await World.on(engine) { world in
            let client = try await client(world), portal = try await world.portal()
            for round in 0..<Self.rounds {
                let api = try await client.call(.post, "/v3/apis", ["name": .string("API \(round)")])
                let path = "/v3/apis/\(api.json["id"]?.string ?? "")"
                let (published, deleted) = try await both {
                    try await client.call(.put, "\(path)/publications/\(portal.id)", ["visibility": "public"])
                } _: {
                    try await client.call(.delete, path)
                }
                #expect([200, 404].contains(published.status))
                #expect(deleted.status == 204)
            }
            let left = try await client.call(.get, "/v3/portals/\(portal.id)/api-publications")
            #expect(left.json["data"] == [])
            #expect(try await client.call(.delete, "/v3/portals/\(portal.id)").status == 204)
        }
    }

    @Test(arguments: Engines.all) func oneOfTwoDecisionsIsTheLast(engine: Engines) async throws {
        try await World.on(engine) { world in
            let client = try await client(world), made = try await ApplicationWorld(world)
            let application = try await made.application()
            let detail = try await made.register(application)
            let path = "/v3/portals/\(made.portal.id)/applications/\(application.id)/registrations/\(detail.id)"
            for _ in 0..<Self.rounds {
                let (one, two) = try await both {
                    try await client.call(.patch, path, ["status": "approved"])
                } _: {
                    try await client.call(.patch, path, ["status": "revoked"])
                }
                #expect([one.status, two.status] == [200, 200])
                #expect(["approved", "revoked"].contains(try await client.call(.get, path).json["status"]))
            }
        }
    }

    @Test(arguments: Engines.all) func anApplicationIsRegisteredOnce(engine: Engines) async throws {
        try await World.on(engine) { world in
            let client = try await client(world), made = try await ApplicationWorld(world)
            let application = try await made.application()
            let path = "/v3/portals/\(made.portal.id)/applications/\(application.id)/registrations"
            let body: JSON = ["api_id": .string(made.api.id.text)]
            let (one, two) = try await both {
                try await client.call(.post, path, body)
            } _: {
                try await client.call(.post, path, body)
            }
            #expect([one.status, two.status].sorted() == [201, 409])
            #expect(try await client.call(.get, path).json["meta"]?["page"]?["total"] == 1)
        }
    }

    @Test(arguments: Engines.all) func twoApprovalsOfADeveloperAreOne(engine: Engines) async throws {
        try await World.on(engine) { world in
            let client = try await client(world), portal = try await world.portal()
            for round in 0..<Self.rounds {
                let email = "d\(round)@example.com"
                let developer = try await world.developer(email, on: portal, status: .pending)
                let path = "/v3/portals/\(portal.id)/developers/\(developer.id)"
                let (one, two) = try await both {
                    try await client.call(.patch, path, ["status": "approved"])
                } _: {
                    try await client.call(.patch, path, ["status": "approved"])
                }
                #expect([one.status, two.status] == [200, 200])
                let news = try await world.mails(to: email).filter { $0.template == .accountAccessApproved }
                #expect(news.count == 1)
            }
        }
    }

    @Test(arguments: Engines.all) func aMailedLinkWorksOnce(engine: Engines) async throws {
        try await World.on(engine) { world in
            let portal = try await world.portal(), developers = world.product.developers
            for round in 0..<Self.rounds {
                let email = "d\(round)@example.com"
                let draft = SignUpDraft(email: email, fullName: "Ada Lovelace")
                try await developers.register(draft, on: portal.id, throttleKey: "test")
                let token = try await world.token(mailedTo: email)
                let confirmed = try await developers.verifyEmail(token: token, on: portal.id)
                let reset: @Sendable (String) async -> Bool = { password in
                    do {
                        try await developers.resetPassword(
                            token: confirmed.token, password: password, on: portal.id)
                        return true
                    } catch {
                        return false
                    }
                }
                async let one = reset("the password of the first")
                async let two = reset("the password of the second")
                #expect(await [one, two].filter { $0 }.count == 1)
            }
        }
    }

    @Test(arguments: Engines.all) func siblingsHaveDifferentSlugs(engine: Engines) async throws {
        try await World.on(engine) { world in
            let client = try await client(world), portal = try await world.portal()
            let api = try await client.call(.post, "/v3/apis", ["name": "Orders"]).json["id"]?.string ?? ""
            let places = ["/v3/portals/\(portal.id)/pages", "/v3/apis/\(api)/documents"]
            for round in 0..<Self.rounds {
                for path in places {
                    let body: JSON = ["slug": .string("s\(round)"), "title": "Guide", "content": "# Guide"]
                    let page: JSON = ["slug": .string("s\(round)"), "content": "# Guide"]
                    let sent = path.hasSuffix("pages") ? page : body
                    let (one, two) = try await both {
                        try await client.call(.post, path, sent)
                    } _: {
                        try await client.call(.post, path, sent)
                    }
                    #expect([one.status, two.status].sorted() == [201, 409], "\(path)")
                }
            }
        }
    }

    @Test(arguments: Engines.all) func aTokenIsDeletedOnce(engine: Engines) async throws {
        try await World.on(engine) { world in
            let operators = world.product.operators, account = try await world.account().0
            let actor = Actor.operator(account.id)
            for round in 0..<Self.rounds {
                let (token, secret) = try await operators.createToken(
                    name: "t\(round)", expiresAt: nil, for: account.id, as: actor)
                let end: @Sendable () async -> Bool = {
                    (try? await operators.deleteToken(token.id, of: account.id, as: actor)) != nil
                }
                async let one = end()
                async let two = end()
                #expect(await [one, two].filter { $0 }.count == 1)
                await #expect(throws: Refusal.self) { try await operators.authenticate(token: secret.text) }
            }
        }
    }
}
