import Core
import HTTPTypes
import Model
import TestKit
import Testing
import Web

@Suite struct DeveloperAPITests {
    private static let home = "payments.localhost"
    private static let account = "/api/v3/developer"

    private static func credentials(_ email: String = "ada@example.com", _ password: String = TestPassword.good) -> JSON
    {
        ["username": .string(email), "password": .string(password)]
    }

    @Test(arguments: Engines.all) func theWholeWayOfADeveloperWorks(engine: Engines) async throws {
        try await World.on(engine) { world in
            let portal = try await world.portal(), ada = world.developerAPI().client(host: Self.home)
            let signUp: JSON = ["email": "ada@example.com", "full_name": "Ada Lovelace"]
            let registered = try await ada.call(.post, Self.account, signUp)
            #expect(registered.status == 201)
            #expect(registered.bytes.isEmpty)
            let token = try await world.token(mailedTo: "ada@example.com")
            let verified = try await ada.call(.post, "\(Self.account)/verify-email", ["token": .string(token)])
            #expect(verified.status == 202)
            #expect(verified.json["email"] == "ada@example.com")
            let password: JSON = ["token": verified.json["token"] ?? .null, "password": .string(TestPassword.good)]
            #expect(try await ada.call(.post, "\(Self.account)/reset-password", password).status == 204)
            let pending = try await ada.call(.post, "\(Self.account)/authenticate", Self.credentials())
            #expect(pending.status == 401)
            #expect(pending.json["title"] == "Approval Required")
            #expect(pending.json["detail"] == "Your account is pending approval for access.")
            let found = try await world.product.developers.list(ListQuery(), of: portal.id, as: world.root).items[0]
            _ = try await world.product.developers.update(
                found.id, DeveloperChange(status: .approved), of: portal.id, as: world.root)
            let signedIn = try await ada.call(.post, "\(Self.account)/authenticate", Self.credentials())
            #expect(signedIn.status == 204)
            let me = try await ada.call(.get, "\(Self.account)/me")
            #expect(me.json["id"] == .string(found.id.text))
            #expect(me.json["full_name"] == "Ada Lovelace")
        }
    }

    @Test func theCookiesAreNotForScriptsNorOtherSites() async throws {
        try await World.on(.sqlite) { world in
            _ = try await world.developer(on: try await world.portal())
            let reply = try await world.developerAPI().client(host: Self.home)
                .call(.post, "\(Self.account)/authenticate", Self.credentials())
            let cookies = reply.headers[values: .setCookie]
            #expect(cookies.count == 3)
            #expect(cookies.allSatisfy { $0.contains("HttpOnly") && $0.contains("SameSite=Lax") })
            #expect(cookies[0].hasPrefix("portalaccesstoken=") && cookies[0].contains("Path=/;"))
            #expect(cookies[1].hasPrefix("portalrefreshtoken=") && cookies[1].contains("Path=/api;"))
            #expect(cookies[2].hasPrefix("portico_browser=") && cookies[2].contains("Path=/api;"))
        }
    }

    @Test func aKnownAndAnUnknownAddressGetTheSameAnswers() async throws {
        try await World.on(.sqlite) { world in
            _ = try await world.developer(on: try await world.portal())
            let server = world.developerAPI()
            var answers: [[String]] = []
            for email in ["ada@example.com", "nobody@example.com"] {
                let client = server.client(host: Self.home), address = JSON.string(email)
                let replies = [
                    try await client.call(.post, Self.account, ["email": address, "full_name": "Somebody"]),
                    try await client.call(.post, "\(Self.account)/forgot-password", ["email": address]),
                    try await client.call(
                        .post, "\(Self.account)/authenticate", Self.credentials(email, "a wrong password")),
                ]
                answers.append(
                    replies.map { reply in
                        let body = reply.json
                        return "\(reply.status) \(body["title"]?.string ?? "") \(body["detail"]?.string ?? "") "
                            + "\(reply.headers.map { "\($0.name)" }.sorted())"
                    })
            }
            #expect(answers[0] == answers[1])
        }
    }

    @Test func forgedForeignAndOldCookiesAreNobody() async throws {
        try await World.on(.sqlite) { world in
            _ = try await world.developer(on: try await world.portal())
            _ = try await world.portal("Travel")
            let server = world.developerAPI(), ada = server.client(host: Self.home)
            _ = try await ada.call(.post, "\(Self.account)/authenticate", Self.credentials())
            let session = ada.cookies
            let stranger = server.client(host: "travel.localhost")
            for jar in [session, ["portalaccesstoken": "forged"], ["portalaccesstoken": ""]] {
                stranger.cookies = jar
                #expect(try await stranger.call(.get, "\(Self.account)/me").status == 401)
            }
            #expect(try await ada.call(.get, "\(Self.account)/me").status == 200)
            #expect(try await ada.call(.post, "\(Self.account)/logout").status == 204)
            #expect(ada.cookies.keys.sorted() == ["portico_browser"])
            ada.cookies = session
            #expect(try await ada.call(.get, "\(Self.account)/me").status == 401)
            #expect(try await ada.call(.post, "\(Self.account)/refresh").status == 401)
        }
    }

    @Test func aRevokedDevelopersLiveSessionIsOver() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal(), developer = try await world.developer(on: portal)
            let ada = world.developerAPI().client(host: Self.home)
            _ = try await ada.call(.post, "\(Self.account)/authenticate", Self.credentials())
            #expect(try await ada.call(.post, "\(Self.account)/refresh").status == 204)
            #expect(try await ada.call(.get, "\(Self.account)/me").status == 200)
            _ = try await world.product.developers.update(
                developer.id, DeveloperChange(status: .revoked), of: portal.id, as: world.root)
            #expect(try await ada.call(.get, "\(Self.account)/me").status == 401)
            #expect(try await ada.call(.post, "\(Self.account)/refresh").status == 401)
        }
    }

    @Test func anotherSiteCannotSignAnybodyOut() async throws {
        try await World.on(.sqlite) { world in
            _ = try await world.developer(on: try await world.portal())
            let ada = world.developerAPI().client(host: Self.home)
            _ = try await ada.call(.post, "\(Self.account)/authenticate", Self.credentials())
            for headers: HTTPFields in [
                [.fixed("sec-fetch-site"): "cross-site"], [.fixed("sec-fetch-site"): "same-site"],
                [.origin: "http://evil.example"],
            ] {
                let reply = try await ada.call(.post, "\(Self.account)/logout", headers: headers)
                #expect(reply.status == 403)
            }
            #expect(try await ada.call(.get, "\(Self.account)/me").status == 200)
        }
    }

    @Test func malformedRequestsAreRefusedInTheContractsWords() async throws {
        try await World.on(.sqlite) { world in
            _ = try await world.portal()
            let client = world.developerAPI().client(host: Self.home)
            let missing = try await client.call(.post, "\(Self.account)/authenticate", ["username": "a@b.c"])
            #expect(missing.status == 400)
            #expect(missing.json["detail"] == "Required fields are missing")
            #expect(missing.json["invalid_parameters"]?[0]?["reason"] == "is required")
            let token = try await client.call(.post, "\(Self.account)/verify-email", ["token": "1"])
            #expect(token.status == 400)
            #expect(token.json["detail"] == "The provided token is invalid")
            let unknown: JSON = ["token": "00000000-0000-4000-8000-000000000000"]
            #expect(try await client.call(.post, "\(Self.account)/verify-email", unknown).status == 404)
            for body: JSON in [
                ["email": "no address", "full_name": "A"], ["email": "a@b.c", "full_name": ""],
                ["email": "a@b.c", "full_name": "A\r\nBcc: b@c.d"], ["email": "a@b.c\r\nBcc: b@c.d", "full_name": "A"],
                ["email": 1, "full_name": "A"], ["email": "a@b.c", "full_name": "A", "status": "approved"], [1],
            ] {
                #expect(try await client.call(.post, Self.account, body).status == 400, "\(body.text)")
            }
            #expect(try await world.product.messages.list(ListQuery(), as: world.root).total == 0)
        }
    }

    @Test func withoutAccountsOrPortalThereIsNothing() async throws {
        try await World.on(.sqlite) { world in
            _ = try await world.portal { $0.authenticationEnabled = false }
            let server = world.developerAPI()
            let routes = [
                "", "/verify-email", "/reset-password", "/forgot-password", "/authenticate", "/refresh", "/logout",
            ]
            for host in [Self.home, "nowhere.localhost", "localhost", "evil.example"] {
                let client = server.client(host: host)
                for route in routes {
                    #expect(try await client.call(.post, Self.account + route, [:]).status == 404, "\(host)\(route)")
                }
                #expect(try await client.call(.get, "\(Self.account)/me").status == 404)
            }
            let elsewhere = try await server.client(host: Self.home).call(.get, "\(Self.account)/authenticate/sso")
            #expect(elsewhere.status == 404)
            let context = try await server.client(host: Self.home).call(.get, "/api/v3/portal")
            #expect(context.json["authentication_enabled"] == false)
            #expect(context.json["canonical_domain"] == "payments.localhost")
        }
    }
}

@Suite struct AbsentServicesTests {
    @Test func whatAPortalDoesNotOfferIsSaidAsAProblem() async throws {
        try await World.on(.sqlite) { world in
            _ = try await world.developer(on: try await world.portal())
            let client = world.developerAPI().client(host: "payments.localhost")
            let elsewhere = try await client.call(.get, "/api/v3/developer/authenticate/sso")
            #expect(elsewhere.status == 400)
            #expect(elsewhere.headers[.contentType] == "application/problem+json")
            #expect(elsewhere.json["invalid_parameters"]?[0]?["field"] == "identity_provider")
            #expect(try await client.call(.get, "/api/v3/stats/config").status == 401)
            let body: JSON = ["username": "ada@example.com", "password": .string(TestPassword.good)]
            #expect(try await client.call(.post, "/api/v3/developer/authenticate", body).status == 204)
            let config = try await client.call(.get, "/api/v3/stats/config")
            #expect(config.json["analytics"]?["percentiles"] == false)
            let nothing = try await client.call(.post, "/api/v3/stats", ["metrics": ["request_count"]])
            #expect(nothing.json["data"]?[0]?["event"]?["request_count"] == 0)
        }
    }
}

@Suite struct DeveloperManagementTests {
    @Test(arguments: Engines.all) func anOperatorManagesDevelopers(engine: Engines) async throws {
        try await World.on(engine) { world in
            let portal = try await world.portal(), (_, token) = try await world.account()
            let client = world.managementAPI().client(token: token)
            let list = "/v3/portals/\(portal.id)/developers"
            let made = try await client.call(.post, list, ["email": "Ada@Example.com", "full_name": "Ada"])
            #expect(made.status == 201)
            #expect(made.json["status"] == "pending")
            let one = "\(list)/\(made.json["id"]?.string ?? "")"
            #expect(try await client.call(.get, one).json == made.json)
            let taken = try await client.call(.post, list, ["email": "ada@example.com", "full_name": "Ada"])
            #expect(taken.status == 409)
            #expect(taken.json["detail"] == "Developer with the given email already exists")
            #expect(try await client.call(.patch, one, ["status": "approved"]).json["status"] == "approved")
            let unknown = try await client.call(.patch, one, ["full_name": "New"])
            #expect(unknown.json["invalid_parameters"]?[0]?["rule"] == "unknown_property")
            let listed = try await client.call(.get, "\(list)?filter[status]=approved&sort=email%20desc")
            #expect(listed.json["meta"]?["page"]?["total"] == 1)
            #expect(try await client.call(.delete, one).status == 204)
            #expect(try await client.call(.get, one).status == 404)
        }
    }

    @Test func anotherPortalsIdsAndForeignCallersFindNothing() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal(), other = try await world.portal("Travel")
            let ada = try await world.developer(on: portal), (_, token) = try await world.account()
            let server = world.managementAPI(), client = server.client(token: token)
            let foreign = "/v3/portals/\(other.id)/developers/\(ada.id)"
            #expect(try await client.call(.get, foreign).status == 404)
            #expect(try await client.call(.patch, foreign, ["status": "revoked"]).status == 404)
            #expect(try await client.call(.delete, foreign).status == 404)
            #expect(try await client.call(.get, "/v3/portals/\(ada.id)/developers").status == 404)
            #expect(try await client.call(.get, "/v3/portals/x/developers").status == 404)
            let secrets = try await world.product.developers.signIn(
                email: ada.email, password: TestPassword.good, on: portal.id, throttleKey: "here")
            let developer = server.client(token: secrets.access.text)
            #expect(try await developer.call(.get, "/v3/portals/\(portal.id)/developers").status == 401)
        }
    }
}
