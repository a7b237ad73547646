import Core
import Foundation
import Glibc
import Model
import Outbound
import Testing

/// Answers each connection on a port of this machine with the same bytes, and keeps what it was sent.
private final class RawServer: @unchecked Sendable {
    let port: Int
    private let listener: Int32
    private let lock = NSLock()
    private var kept: [String] = []

    var requests: [String] { lock.withLock { kept } }

    init(answer: String) throws {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = listener
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { plain in
                bind(descriptor, plain, length) == 0 && listen(descriptor, 16) == 0
                    && getsockname(descriptor, plain, &length) == 0
            }
        }
        guard isBound else { throw OutgoingCallFailure("no port") }
        port = Int(UInt16(bigEndian: address.sin_port))
        Thread.detachNewThread { [self] in
            while true {
                let client = accept(descriptor, nil, nil)
                guard client >= 0 else {
                    // Closed here alone: elsewhere its number could be another server's by the next turn.
                    close(descriptor)
                    return
                }
                serve(client, answer)
            }
        }
    }

    func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
    }

    private func serve(_ client: Int32, _ answer: String) {
        var bytes: [UInt8] = [], buffer = [UInt8](repeating: 0, count: 65_536)
        while !Self.isWhole(bytes) {
            let count = read(client, &buffer, buffer.count)
            guard count > 0 else { break }
            bytes += buffer.prefix(count)
        }
        lock.withLock { kept.append(String(decoding: bytes, as: UTF8.self)) }
        let reply = Array(answer.utf8)
        _ = send(client, reply, reply.count, Int32(MSG_NOSIGNAL))
        close(client)
    }

    private static func isWhole(_ bytes: [UInt8]) -> Bool {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let end = text.range(of: "\r\n\r\n") else { return false }
        let length = text.range(of: "Content-Length: ").map { text[$0.upperBound...].prefix { $0.isNumber } }
        return text[end.upperBound...].utf8.count >= length.flatMap { Int($0) } ?? 0
    }
}

@Suite struct GuardedCallsTests {
    private static let here = [Network("127.0.0.0/8")].compactMap(\.self)
    private let guarded = GuardedCalls(AddressGuard())
    private let allowing = GuardedCalls(AddressGuard(Self.here))

    private static let fine = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello"

    /// Every way to write this machine, and names that lead to it.
    @Test(arguments: [
        "127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0.0.0.0", "[::ffff:127.0.0.1]",
        "127.0.0.1.", "LOCALHOST",
    ]) func thisMachineIsNotCalled(host: String) async throws {
        let server = try RawServer(answer: Self.fine)
        defer { server.stop() }
        await #expect(throws: OutgoingCallFailure.self) {
            try await guarded.perform(OutgoingCall("GET", "http://\(host):\(server.port)/"))
        }
        #expect(server.requests.isEmpty)
    }

    @Test(arguments: [
        "10.0.0.1", "169.254.169.254", "192.168.0.1", "[::1]", "[fe80::1]", "[fd00::1]", "[64:ff9b::a00:1]",
    ])
    func internalAddressesAreNamedInTheRefusal(host: String) async throws {
        do {
            _ = try await guarded.perform(OutgoingCall("GET", "http://\(host)/latest/meta-data"))
            Issue.record("\(host) was called")
        } catch let failure as OutgoingCallFailure {
            #expect(failure.description.hasPrefix("the server's address is not a public one"), "\(failure)")
        }
    }

    @Test func anAllowedNetworkIsCalledWithHeadersAndBody() async throws {
        let server = try RawServer(answer: Self.fine)
        defer { server.stop() }
        let body = Array(String(repeating: "x", count: 200_000).utf8)
        let call = OutgoingCall(
            "POST", "http://localhost:\(server.port)/in?a=b", headers: [("Authorization", "Bearer s")], body: body)
        let answer = try await allowing.perform(call)
        #expect(answer == OutgoingCallAnswer(status: 200, body: Array("hello".utf8)))
        let request = try #require(server.requests.first)
        #expect(request.hasPrefix("POST /in?a=b HTTP/1.1\r\n"))
        #expect(request.contains("\r\nAuthorization: Bearer s\r\n"))
        #expect(request.hasSuffix("xxx"))
        #expect(!request.contains("Expect:"))
    }

    /// Each hop would have to be allowed; none is made.
    @Test func aRedirectIsAnAnswerAndIsNotFollowed() async throws {
        let inner = try RawServer(answer: Self.fine)
        let outer = try RawServer(
            answer: "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:\(inner.port)/\r\nContent-Length: 0\r\n\r\n")
        defer {
            inner.stop()
            outer.stop()
        }
        let answer = try await allowing.perform(OutgoingCall("GET", "http://127.0.0.1:\(outer.port)/"))
        #expect(answer.status == 302 && answer.location == "http://127.0.0.1:\(inner.port)/")
        #expect(inner.requests.isEmpty)
    }

    @Test func aLongAnswerIsCutOff() async throws {
        let server = try RawServer(
            answer: "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + String(repeating: "y", count: 300_000))
        defer { server.stop() }
        var call = OutgoingCall("GET", "http://127.0.0.1:\(server.port)/")
        call.answerLimit = 1_000
        #expect(try await allowing.perform(call).body.count == 1_000)
    }

    @Test(arguments: ["Bearer a\r\nHost: evil", "a\nb", "a\u{0}b", "a\rb"])
    func aHeaderStaysOneLine(value: String) async throws {
        let server = try RawServer(answer: Self.fine)
        defer { server.stop() }
        let call = OutgoingCall("GET", "http://127.0.0.1:\(server.port)/", headers: [("Authorization", value)])
        await #expect(throws: OutgoingCallFailure.self) { try await allowing.perform(call) }
        #expect(server.requests.isEmpty)
    }

    @Test(arguments: [
        "file:///etc/passwd", "gopher://127.0.0.1/_x", "ftp://127.0.0.1/", "dict://127.0.0.1/", "http://", "",
        "http://a@127.0.0.1/", "HTTP://127.0.0.1:1/ x", "http://127.0.0.1:1/",
    ]) func nothingButTheWebIsCalled(url: String) async {
        await #expect(throws: OutgoingCallFailure.self) { try await allowing.perform(OutgoingCall("GET", url)) }
    }
}
