import NIOCore
import NIOPosix
import Synchronization
import TestKit

/// A connection that sends any bytes and reads answers: what a real client would never send can be sent.
final class RawClient: Sendable {
    struct Answer: Sendable {
        var status: Int
        var fields: [(name: String, value: String)]
        var body: [UInt8]

        var text: String { String(decoding: body, as: UTF8.self) }

        func all(_ name: String) -> [String] {
            fields.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
        }

        subscript(name: String) -> String? { all(name).first }
    }

    struct Closed: Error {}
    private let channel: any Channel
    private let inbox: Inbox

    private init(_ channel: any Channel, _ inbox: Inbox) {
        self.channel = channel
        self.inbox = inbox
    }

    static func connect(port: Int) async throws -> RawClient {
        let inbox = Inbox()
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.allowRemoteHalfClosure, value: false)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Collector(inbox))
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
        return RawClient(channel, inbox)
    }

    func send(_ text: String) async throws {
        try await channel.writeAndFlush(ByteBuffer(string: text)).get()
    }

    func send(bytes: Int, of byte: UInt8 = 0x61) async throws {
        try await channel.writeAndFlush(ByteBuffer(repeating: byte, count: bytes)).get()
    }

    func close() async { try? await channel.close() }

    /// Stops or begins taking what the server sends.
    func setReading(_ on: Bool) async throws {
        try await channel.setOption(.autoRead, value: on).get()
        if on { channel.read() }
    }

    var localPort: Int? { channel.localAddress?.port }

    /// The next answer; throws `Closed` when the connection ends within it.
    func answer(isHEAD: Bool = false) async throws -> Answer {
        let head = try await take { bytes in
            bytes.firstRange(of: Array("\r\n\r\n".utf8)).map { $0.upperBound - bytes.startIndex }
        }
        var lines = String(decoding: head, as: UTF8.self).split(separator: "\r\n").map(String.init)
        let status = Int(lines.removeFirst().split(separator: " ")[1]) ?? 0
        let fields = lines.map { line in
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            return (name: String(parts[0]), value: parts[1].trimmingPrefix(while: { $0 == " " }).description)
        }
        var answer = Answer(status: status, fields: fields, body: [])
        if isHEAD || status < 200 || status == 204 || status == 304 { return answer }
        if let length = answer["content-length"].flatMap({ Int($0) }) {
            answer.body = try await take { $0.count >= length ? length : nil }
        } else if answer["transfer-encoding"] == "chunked" {
            answer.body = try await chunks()
        } else {
            answer.body = try await rest()
        }
        return answer
    }

    private func chunks() async throws -> [UInt8] {
        var body: [UInt8] = []
        while true {
            let line = try await take { bytes in
                bytes.firstRange(of: [13, 10]).map { $0.upperBound - bytes.startIndex }
            }
            let size = Int(String(decoding: line.dropLast(2), as: UTF8.self), radix: 16) ?? 0
            let chunk = try await take { $0.count >= size + 2 ? size + 2 : nil }
            if size == 0 { return body }
            body += chunk.dropLast(2)
        }
    }

    /// Everything until the server closes.
    func rest() async throws -> [UInt8] {
        try await eventually { self.inbox.isClosed }
        return inbox.takeAll()
    }

    /// Bytes from the front, as soon as the body says how many.
    private func take(_ count: @escaping @Sendable (ArraySlice<UInt8>) -> Int?) async throws -> [UInt8] {
        let taken = Mutex<[UInt8]?>(nil)
        try await eventually {
            if let bytes = self.inbox.take(count) {
                taken.withLock { $0 = bytes }
                return true
            }
            if self.inbox.isClosed { throw Closed() }
            return false
        }
        return taken.withLock(\.self) ?? []
    }

    private final class Inbox: Sendable {
        private struct State {
            /// A slice, so that taking from its front moves nothing.
            var bytes: ArraySlice<UInt8> = []
            var isClosed = false
        }
        private let state = Mutex(State())

        var isClosed: Bool { state.withLock { $0.isClosed } }

        func add(_ buffer: ByteBuffer) { state.withLock { $0.bytes.append(contentsOf: buffer.readableBytesView) } }

        func close() { state.withLock { $0.isClosed = true } }

        func takeAll() -> [UInt8] {
            state.withLock { state in
                defer { state.bytes = [] }
                return Array(state.bytes)
            }
        }

        func take(_ count: (ArraySlice<UInt8>) -> Int?) -> [UInt8]? {
            state.withLock { state in
                guard let count = count(state.bytes) else { return nil }
                let taken = Array(state.bytes.prefix(count))
                state.bytes = state.bytes.dropFirst(count)
                return taken
            }
        }
    }

    private final class Collector: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        private let inbox: Inbox

        init(_ inbox: Inbox) { self.inbox = inbox }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) { inbox.add(unwrapInboundIn(data)) }

        func channelInactive(context: ChannelHandlerContext) { inbox.close() }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }
}
