import Console
import Core
import HTTPTypes
import Hummingbird
import Model
import TestKit
import Testing
import Web

@Suite struct PortalWizardTests {
    private static let description = "openapi: 3.0.3\ninfo: {title: Orders, version: 2.1.0}\npaths: {}\n"

    private func console(_ world: World) async throws -> TestClient {
        let router = Router(context: AppContext.self)
        ConsoleDoor.signedIn(world.product, proxies: .none).mount(ConsolePages.endpoints(world.product), on: router)
        ConsoleDoor.open(proxies: .none).mount(ConsolePages.openEndpoints(world.product), on: router)
        let client = TestServer(router).client()
        _ = try await client.submit("/sign-in", ["email": world.account().0.email, "password": TestPassword.good])
        return client
    }

    private func send(_ client: TestClient, file: String, api: String = "") async throws -> TestReply {
        let boundary = "frontier"
        var body = ""
        for (name, value) in ["kind": "private", "name": "Hub", "api": api] {
            body += "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n"
        }
        body += "--\(boundary)\r\nContent-Disposition: form-data; name=\"spec\"; filename=\"a.yaml\"\r\n"
        body += "Content-Type: application/yaml\r\n\r\n\(file)\r\n--\(boundary)--\r\n"
        return try await client.post("/portals/new", type: "multipart/form-data; boundary=\(boundary)", body)
    }

    @Test(arguments: Engines.all) func aPortalOpensWithTheAPIOfItsFile(engine: Engines) async throws {
        try await World.on(engine) { world in
            let reply = try await send(console(world), file: Self.description)
            #expect(reply.status == 303)
            let api = try #require(try await world.product.apis.all(as: world.root).first)
            let publications = try await world.product.publications.all(of: api.id, as: world.root)
            #expect(publications.count == 1)
            #expect(publications.first.map { reply.location == "/portals/\($0.portalID)/appearance?step=2" } == true)
        }
    }

    @Test(arguments: Engines.all) func anAPIThatIsRefusedLeavesNoPortal(engine: Engines) async throws {
        try await World.on(engine) { world in
            let client = try await console(world)
            var draft = APIDraft(name: "Orders")
            draft.version = "2.1.0"
            let taken = try await world.product.apis.create(draft, as: world.root).api
            for file in [Self.description, "no: description", "\u{1}"] {
                let reply = try await send(client, file: file)
                #expect((400..<500).contains(reply.status), "\(file)")
                #expect(reply.text.contains("value=\"Hub\""), "\(file)")
                #expect(try await world.product.portals.list(ListQuery(), as: world.root).items.isEmpty, "\(file)")
            }
            #expect(try await send(client, file: "", api: "00000000-0000-4000-8000-000000000000").status == 400)
            #expect(try await send(client, file: "", api: taken.id.text).status == 303)
        }
    }
}
