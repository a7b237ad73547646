import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// A real server on loopback whose paths say how it behaves.
final class Upstream: Sendable {
    struct Counts: Sendable {
        var connections = 0
        var requests = 0
        var closedConnections = 0
        var bodyBytes = 0
    }

    let port: Int
    private let channel: any Channel
    private let state: Mutex<Counts>

    var counts: Counts { state.withLock(\.self) }

    private init(_ channel: any Channel, _ state: consuming Mutex<Counts>, _ box: Box) {
        self.channel = channel
        port = channel.localAddress?.port ?? 0
        self.state = state
        box.upstream.withLock { $0 = { [weak self] change in self?.state.withLock { change(&$0) } } }
    }

    /// Lets handlers count before the server is whole.
    final class Box: Sendable {
        let upstream = Mutex<(@Sendable (@Sendable (inout Counts) -> Void) -> Void)?>(nil)

        func count(_ change: @Sendable (inout Counts) -> Void) { upstream.withLock(\.self)?(change) }
    }

    /// With a context it speaks TLS.
    static func start(_ tls: NIOSSLContext? = nil) async throws -> Upstream {
        let box = Box()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline(withErrorHandling: false)
                    try channel.pipeline.syncOperations.addHandler(Behaviour(box))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return Upstream(channel, Mutex(Counts()), box)
    }

    func stop() async { try? await channel.close() }

    private final class Behaviour: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let box: Box
        private var head = HTTPRequestHead(version: .http1_1, method: .GET, uri: "/")
        private var body = ByteBuffer()
        private var received = 0

        init(_ box: Box) { self.box = box }

        func channelActive(context: ChannelHandlerContext) { box.count { $0.connections += 1 } }

        func channelInactive(context: ChannelHandlerContext) { box.count { $0.closedConnections += 1 } }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head):
                self.head = head
                body.clear()
                received = 0
                box.count { $0.requests += 1 }
                if head.uri.hasPrefix("/early") { answer(context, 413, ByteBuffer(string: "too much")) }
                if head.uri.hasPrefix("/deaf") { _ = context.channel.setOption(.autoRead, value: false) }
            case .body(var part):
                received += part.readableBytes
                let count = part.readableBytes
                box.count { $0.bodyBytes += count }
                if head.uri.hasPrefix("/echo") { body.writeBuffer(&part) }
            case .end: finish(context)
            }
        }

        private func finish(_ context: ChannelHandlerContext) {
            let path = head.uri.prefix { $0 != "?" }
            let number = Int(head.uri.split(separator: "=").last ?? "") ?? 0
            switch path {
            case "/silent", "/early", "/deaf": break
            case "/close": context.close(promise: nil)
            case "/status": answer(context, number, ByteBuffer())
            case "/sink": answer(context, 200, ByteBuffer(string: "\(received)"))
            case "/big": stream(context, left: number)
            case "/half":
                raw(context, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this", thenClose: true)
            case "/garbage": raw(context, "this is no HTTP\r\n\r\n", thenClose: true)
            case "/until-close": raw(context, "HTTP/1.1 200 OK\r\n\r\nall of it", thenClose: true)
            case "/trailers":
                raw(
                    context,
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n"
                        + "3\r\nabc\r\n0\r\nX-Sum: 6\r\n\r\n", thenClose: true)
            case "/fields":
                raw(
                    context,
                    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nServer: theirs\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n"
                        + "Access-Control-Allow-Origin: http://theirs.test\r\nConnection: X-Gone\r\nX-Gone: 1\r\n\r\nok"
                )
            default: answer(context, 200, description)
            }
        }

        private var description: ByteBuffer {
            var text = "\(head.method.rawValue) \(head.uri)\n"
            for field in head.headers { text += "\(field.name.lowercased()): \(field.value)\n" }
            var buffer = ByteBuffer(string: text + "\n")
            buffer.writeImmutableBuffer(body)
            return buffer
        }

        private func answer(_ context: ChannelHandlerContext, _ status: Int, _ body: ByteBuffer) {
            var fields = HTTPHeaders([("Content-Type", "text/plain"), ("Vary", "Accept-Encoding")])
            if status != 204, status != 304 { fields.add(name: "Content-Length", value: "\(body.readableBytes)") }
            let head = HTTPResponseHead(
                version: .http1_1, status: HTTPResponseStatus(statusCode: status), headers: fields)
            context.write(wrapOutboundOut(.head(head)), promise: nil)
            if self.head.method != .HEAD { context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil) }
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }

        /// A chunked body, a part at a time as it is taken.
        private func stream(_ context: ChannelHandlerContext, left: Int) {
            let head = HTTPResponseHead(
                version: .http1_1, status: .ok, headers: ["Transfer-Encoding": "chunked"])
            context.write(wrapOutboundOut(.head(head)), promise: nil)
            streamPart(context, left: left)
        }

        private func streamPart(_ context: ChannelHandlerContext, left: Int) {
            guard left > 0 else {
                context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
                return
            }
            let size = min(left, 65_536)
            box.count { $0.bodyBytes += size }
            let promise = context.eventLoop.makePromise(of: Void.self)
            promise.futureResult.assumeIsolated().whenSuccess { self.streamPart(context, left: left - size) }
            context.writeAndFlush(
                wrapOutboundOut(.body(.byteBuffer(ByteBuffer(repeating: 0x7A, count: size)))), promise: promise)
        }

        private func raw(_ context: ChannelHandlerContext, _ text: String, thenClose: Bool = false) {
            let promise = context.eventLoop.makePromise(of: Void.self)
            if thenClose { promise.futureResult.assumeIsolated().whenComplete { _ in context.close(promise: nil) } }
            // Past the encoder, which would not write such things.
            context.pipeline.syncOperations.firstContext?.writeAndFlush(
                NIOAny(ByteBuffer(string: text)), promise: promise)
        }
    }
}

extension ChannelPipeline.SynchronousOperations {
    fileprivate var firstContext: ChannelHandlerContext? {
        try? context(handlerType: HTTPResponseEncoder.self)
    }
}
