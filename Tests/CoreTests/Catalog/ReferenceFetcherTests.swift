import Model
import Rendering
import Storage
import Synchronization
import TestKit
import Testing

@testable import Core

/// Servers that answer from a table, and say what they were asked.
private final class Servers: OutgoingCalls {
    private let answer: @Sendable (String) -> OutgoingCallAnswer?
    private let asked = Mutex<[String]>([])

    var calls: [String] { asked.withLock { $0 } }

    init(_ answer: @escaping @Sendable (String) -> OutgoingCallAnswer?) {
        self.answer = answer
    }

    convenience init(_ documents: [String: String]) {
        self.init { documents[$0].map { OutgoingCallAnswer(status: 200, body: Array($0.utf8)) } }
    }

    func perform(_ call: OutgoingCall) async throws -> OutgoingCallAnswer {
        asked.withLock { $0.append(call.url) }
        guard let found = answer(call.url) else { throw OutgoingCallFailure("Could not resolve host") }
        var cut = found
        cut.body = Array(found.body.prefix(call.answerLimit))
        return cut
    }

    static func redirect(to location: String) -> OutgoingCallAnswer {
        OutgoingCallAnswer(status: 302, body: [], location: location)
    }
}

@Suite struct ReferenceFetcherTests {
    private static func description(_ reference: String) -> String {
        """
        {"openapi": "3.1.0", "info": {"title": "Shop", "version": "1"}, "paths": {"/a": {"get": {"operationId": "a",
        "responses": {"200": {"description": "", "content": {"application/json":
        {"schema": {"$ref": "\(reference)"}}}}}}}}}
        """
    }

    private static func bundle(
        _ servers: Servers, _ reference: String = "https://a.example/x.yaml", hosts: [String] = ["a.example"],
        _ change: (inout ReferenceFetcher.Limits) -> Void = { _ in }
    ) async throws -> String? {
        var fetcher = ReferenceFetcher(calls: servers, hosts: try #require(ReferenceHosts(hosts)))
        change(&fetcher.limits)
        return try await fetcher.bundle(DocumentTree.parse(description(reference)))
    }

    /// What a bundle says of the reference in the description.
    private static func complaint(_ bundle: String?) throws -> String {
        let found = APIDescription.parse(try #require(bundle)).diagnostics.filter { $0.message.contains("fetched") }
        #expect(found.first?.pointer == "/paths/~1a/get/responses/200/content/application~1json/schema/$ref")
        return try #require(found.first).message
    }

    @Test func hostsAreNamedExactly() throws {
        let hosts = try #require(ReferenceHosts(["A.example", "b.example:8443", "[::1]:80"]))
        for text in ["https://a.example/x", "http://a.example/x", "https://b.example:8443/"] {
            #expect(hosts.allow(try #require(WebReference(text))), "\(text)")
        }
        for text in [
            "https://a.example:8443/", "https://sub.a.example/", "https://xa.example/", "https://b.example/",
            "https://a.example./",
        ] {
            if let address = WebReference(text) { #expect(!hosts.allow(address), "\(text)") }
        }
        for text in ["", "https://a.example", "a.example/x", "a@b", "a b", "*", "10.0.0.0/8", "a:x"] {
            #expect(ReferenceHosts([text]) == nil, "\(text)")
        }
    }

    @Test func whatIsNotAllowedIsNotCalled() async throws {
        let servers = Servers([:])
        #expect(try await Self.bundle(servers, hosts: []) == nil)
        #expect(try await Self.bundle(servers, hosts: ["b.example"]) == nil)
        #expect(try await Self.bundle(servers, "https://a.example@b.example/") == nil)
        #expect(servers.calls.isEmpty)
    }

    @Test func documentsAreFetchedOnce() async throws {
        let servers = Servers([
            "https://a.example/x.yaml": "{type: object, properties: {y: {$ref: y.json}, z: {$ref: 'y.json#/z'}}}",
            "https://a.example/y.json": ##"{"type": "object", "properties": {"back": {"$ref": "x.yaml"}}, "z": {}}"##,
        ])
        let bundle = try #require(try await Self.bundle(servers))
        #expect(servers.calls.sorted() == ["https://a.example/x.yaml", "https://a.example/y.json"])
        #expect(!APIDescription.parse(bundle).diagnostics.contains { $0.message.contains("://") })
    }

    @Test func everyHopMustBeAllowed() async throws {
        let servers = Servers { url in
            switch url {
            case "https://a.example/x.yaml": Servers.redirect(to: "https://b.example/x")
            case "https://b.example/x": Servers.redirect(to: "http://169.254.169.254/latest/meta-data")
            default: OutgoingCallAnswer(status: 200, body: Array("type: string".utf8))
            }
        }
        #expect(
            try Self.complaint(try await Self.bundle(servers)).contains("redirects to b.example, which is not allowed"))
        #expect(servers.calls == ["https://a.example/x.yaml"])
        let further = try await Self.bundle(servers, hosts: ["a.example", "b.example"])
        #expect(try Self.complaint(further).contains("without encryption"))
        #expect(!servers.calls.contains { $0.contains("169.254") })
    }

    @Test(arguments: [
        "https://a.example/loop", "javascript:alert(1)", "https://a.example\\@b.example/", "file:///etc/passwd",
        "//b.example/x", "http://a.example/x",
    ]) func badRedirectsEnd(location: String) async throws {
        let servers = Servers { _ in Servers.redirect(to: location) }
        let words = try Self.complaint(try await Self.bundle(servers))
        #expect(words.contains("redirect"))
        #expect(servers.calls.count <= 6 && servers.calls.allSatisfy { $0.hasPrefix("https://a.example/") })
    }

    @Test func aRelativeRedirectIsFollowed() async throws {
        let servers = Servers { url in
            url.hasSuffix("x.yaml")
                ? Servers.redirect(to: "/v2/y.yaml")
                : url == "https://a.example/v2/y.yaml"
                    ? OutgoingCallAnswer(status: 200, body: Array("type: string".utf8)) : nil
        }
        let bundle = try #require(try await Self.bundle(servers))
        #expect(!APIDescription.parse(bundle).diagnostics.contains { $0.message.contains("fetched") })
    }

    @Test func hugeDocumentsAreLeftOut() async throws {
        let servers = Servers { _ in OutgoingCallAnswer(status: 200, body: Array(repeating: 0x20, count: 1_000_000)) }
        let words = try Self.complaint(try await Self.bundle(servers) { $0.documentBytes = 500_000 })
        #expect(words.contains("it has more than 0 MB"))
        let together = try await Self.bundle(servers) { $0.bytes = 900_000 }
        #expect(try Self.complaint(together).contains("all documents together"))
    }

    /// Each document refers to the next.
    @Test func anEndlessChainEnds() async throws {
        let servers = Servers { url in
            let number = Int(url.split(separator: "/").last ?? "") ?? 0
            return OutgoingCallAnswer(status: 200, body: Array("{items: {$ref: '/\(number + 1)'}}".utf8))
        }
        let bundle = try #require(try await Self.bundle(servers, "https://a.example/0"))
        #expect(servers.calls.count == 100)
        #expect(bundle.contains("there are more than 100 documents"))
    }

    @Test func allTogetherTakeNoLongerThanAllowed() async throws {
        let servers = Servers(["https://a.example/x.yaml": "type: string"])
        let words = try Self.complaint(try await Self.bundle(servers) { $0.total = .zero })
        #expect(words.contains("took too long") && servers.calls.isEmpty)
    }

    @Test func serversThatFailAreNamed() async throws {
        #expect(try Self.complaint(try await Self.bundle(Servers([:]))).contains("Could not resolve host"))
        let broken = Servers { _ in OutgoingCallAnswer(status: 500, body: []) }
        #expect(try Self.complaint(try await Self.bundle(broken)).contains("a.example answers 500"))
        let odd = Servers { _ in OutgoingCallAnswer(status: 200, body: Array("<html>".utf8)) }
        #expect(try Self.complaint(try await Self.bundle(odd)).contains("neither JSON nor YAML"))
    }
}

/// The same through the use cases, on both engines.
@Suite struct FetchedDescriptionTests {
    private static let text = """
        {"openapi": "3.1.0", "info": {"title": "Shop", "version": "1"},
        "components": {"schemas": {"A": {"$ref": "https://a.example/x.yaml"}}}}
        """

    private static func world(_ database: Database, _ servers: Servers) throws -> World {
        World(database, calls: servers, referenceHosts: try #require(ReferenceHosts(["a.example"])))
    }

    @Test(arguments: Engines.all) func theUploadStaysAndTheReferenceIsWhole(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let servers = Servers(["https://a.example/x.yaml": "{type: object, properties: {colour: {type: string}}}"])
            let world = try Self.world(database, servers), versions = world.product.apiVersions
            let api = try await world.product.apis.create(APIDraft(name: "Shop"), as: world.root).api.id
            let draft = APIVersionDraft(version: nil, content: Self.text)
            let (version, specification) = try await versions.create(draft, of: api, as: world.root)
            #expect(specification.problems.allSatisfy { !$0.message.contains("a.example") })
            #expect(try await versions.find(version.id, of: api, as: world.root).1.content == Self.text)
            // Another program on the same data reads what was fetched, and calls nobody.
            let other = World(database)
            let (_, description) = try await other.product.apiVersions.description(
                of: version.id, of: api, as: world.root)
            #expect(description.tree.node(at: "/x-files/https:~1~1a.example~1x.yaml/properties/colour") != nil)
            #expect(servers.calls.count == 1)
        }
    }

    @Test(arguments: Engines.all) func uploadingAgainFetchesAgain(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let isUp = Mutex(false)
            let servers = Servers { _ in
                isUp.withLock { $0 } ? OutgoingCallAnswer(status: 200, body: Array("type: string".utf8)) : nil
            }
            let world = try Self.world(database, servers), versions = world.product.apiVersions
            var draft = APIDraft(name: "Shop")
            draft.specification = Self.text
            let overview = try await world.product.apis.create(draft, as: world.root)
            let id = try #require(overview.currentVersion).id
            let before = try await versions.find(id, of: overview.api.id, as: world.root).1
            #expect(before.problems.contains { $0.message.contains("Could not resolve host") && $0.line == 2 })
            isUp.withLock { $0 = true }
            var change = APIVersionChange()
            change.content = .set(Self.text)
            let after = try await versions.update(id, of: overview.api.id, change, as: world.root).1
            #expect(after.problems.allSatisfy { !$0.message.contains("a.example") })
        }
    }

    /// Who may not upload may not have servers called either.
    @Test(arguments: Engines.all) func nothingIsFetchedForThoseWhoMayNotUpload(engine: Engines) async throws {
        try await engine.withDatabase { database in
            let servers = Servers([:])
            let world = try Self.world(database, servers)
            let api = try await world.product.apis.create(APIDraft(name: "Shop"), as: world.root).api.id
            let (stranger, _) = try await world.account(in: [])
            await #expect(throws: Refusal.self) {
                _ = try await world.product.apiVersions.create(
                    APIVersionDraft(version: nil, content: Self.text), of: api, as: .operator(stranger.id))
            }
            #expect(servers.calls.isEmpty)
        }
    }

    @Test(arguments: Engines.all) func anArchiveIsKeptAsItCame(engine: Engines) async throws {
        try await World.on(engine) { world in
            let versions = world.product.apiVersions
            let api = try await world.product.apis.create(APIDraft(name: "Shop"), as: world.root).api.id
            let archive: [UInt8] = [0x50, 0x4B, 3, 4, 0, 255]
            let draft = APIVersionDraft(version: nil, content: Self.text, archive: archive)
            let (version, _) = try await versions.create(draft, of: api, as: world.root)
            #expect(try await versions.archive(of: version.id, of: api, as: world.root) == archive)
            // A new text by whatever way replaces it.
            var change = APIVersionChange()
            change.content = .set(Self.text)
            _ = try await versions.update(version.id, of: api, change, as: world.root)
            #expect(try await versions.archive(of: version.id, of: api, as: world.root) == nil)
        }
    }
}
