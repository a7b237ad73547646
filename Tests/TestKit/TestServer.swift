import Foundation
package import HTTPTypes
package import Hummingbird
import Logging
package import Model
import NIOCore
import NIOEmbedded
import Synchronization
package import Web

/// Doors without a socket: requests go straight to a router.
package struct TestServer: Sendable {
    private let respond: @Sendable (Request) async throws -> Response

    package init(_ router: Router<AppContext>) {
        let responder = router.buildResponder()
        respond = { request in
            var logger = Logger(label: "test")
            logger[metadataKey: "hb.request.id"] = "test"
            let source = ApplicationRequestContextSource(channel: EmbeddedChannel(), logger: logger)
            return try await responder.respond(to: request, context: AppContext(source: source))
        }
    }

    package func send(
        _ method: HTTPRequest.Method, _ path: String, host: String = "localhost", headers: HTTPFields = [:],
        body: [UInt8] = []
    ) async throws -> TestReply {
        let head = HTTPRequest(
            method: method, scheme: "http", authority: "\(host):8080", path: path, headerFields: headers)
        let response = try await respond(Request(head: head, body: RequestBody(buffer: ByteBuffer(bytes: body))))
        let collector = Collector()
        try await response.body.write(collector)
        return TestReply(
            status: response.status.code, headers: response.headers, bytes: collector.bytes.withLock { $0 })
    }

    /// A client with cookies of its own on one host.
    package func client(host: String = "localhost", token: String? = nil) -> TestClient {
        TestClient(self, host: host, token: token)
    }
}

/// What a door answered.
package struct TestReply: Sendable {
    package let status: Int
    package let headers: HTTPFields
    package let bytes: [UInt8]

    package var text: String { String(decoding: bytes, as: UTF8.self) }
    package var location: String? { headers[.location] }

    /// The body as JSON; null when it is none.
    package var json: JSON { (try? JSON(parsing: text)) ?? .null }
}

/// A browser or a program, with a jar of cookies.
package final class TestClient: Sendable {
    private let server: TestServer
    private let host: String
    private let token: String?
    private let jar = Mutex<[String: String]>([:])

    init(_ server: TestServer, host: String, token: String?) {
        self.server = server
        self.host = host
        self.token = token
    }

    package var cookies: [String: String] {
        get { jar.withLock { $0 } }
        set { jar.withLock { $0 = newValue } }
    }

    /// What a program sends: JSON, and nothing that browsers say of themselves.
    package func call(
        _ method: HTTPRequest.Method, _ path: String, _ body: JSON? = nil, headers: HTTPFields = [:]
    ) async throws -> TestReply {
        var headers = headers
        if body != nil { headers[.contentType] = headers[.contentType] ?? "application/json" }
        return try await send(method, path, headers, Array((body?.text ?? "").utf8))
    }

    /// What a browser sends when somebody follows a link.
    package func open(_ path: String) async throws -> TestReply {
        try await send(.get, path, [.fixed("sec-fetch-site"): "same-origin"], [])
    }

    /// What a browser sends with a form of a page of this host, or of another site.
    package func submit(
        _ path: String, _ fields: KeyValuePairs<String, String> = [:], site: String = "same-origin"
    ) async throws -> TestReply {
        let pairs = fields.map { "\(QueryString.encoded($0.key))=\(QueryString.encoded($0.value))" }
        let headers: HTTPFields = [
            .contentType: "application/x-www-form-urlencoded", .fixed("sec-fetch-site"): site,
        ]
        return try await send(.post, path, headers, Array(pairs.joined(separator: "&").utf8))
    }

    /// What a browser sends with a form that holds files, or a script with a text.
    package func post(_ path: String, type: String, _ body: String) async throws -> TestReply {
        let headers: HTTPFields = [.contentType: type, .fixed("sec-fetch-site"): "same-origin"]
        return try await send(.post, path, headers, Array(body.utf8))
    }

    private func send(
        _ method: HTTPRequest.Method, _ path: String, _ headers: HTTPFields, _ body: [UInt8]
    ) async throws -> TestReply {
        var headers = headers
        let sent = cookies.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        if !sent.isEmpty { headers[.cookie] = sent.joined(separator: "; ") }
        if let token { headers[.authorization] = "Bearer \(token)" }
        let reply = try await server.send(method, path, host: host, headers: headers, body: body)
        for line in reply.headers[values: .setCookie] { keep(line) }
        return reply
    }

    private func keep(_ line: String) {
        let parts = line.split(separator: ";").map { $0.drop { $0 == " " } }
        let pair = parts[0].split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let isGone = parts.contains("Max-Age=0")
        jar.withLock { $0[pair[0]] = isGone ? nil : pair[1] }
    }
}

private final class Collector: ResponseBodyWriter, Sendable {
    let bytes = Mutex<[UInt8]>([])

    func write(_ buffer: ByteBuffer) async throws {
        bytes.withLock { $0.append(contentsOf: buffer.readableBytesView) }
    }

    func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
