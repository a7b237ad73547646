import Model
import NIOCore
import NIOHTTP1
import NIOPosix
import ServiceLifecycle

/// The airline behind the demo: answers for its APIs on a free port of the loopback, and echoes everything else.
struct EchoUpstream: Service {
    let port: Int
    private let channel: any Channel

    static func start() async throws -> EchoUpstream {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(EchoHandler())
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return EchoUpstream(port: channel.localAddress?.port ?? 0, channel: channel)
    }

    func run() async throws {
        try? await gracefulShutdown()
        try? await channel.close()
    }
}

/// Reads one request after the other, and answers each when it is whole.
private final class EchoHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private static let mostBody = 64 * 1_024
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body = []
        case .body(let buffer):
            body += buffer.readableBytesView.prefix(max(0, Self.mostBody - body.count))
        case .end:
            if let head { answer(head, context) }
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func answer(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        let request = DemoRequest(
            method: head.method.rawValue, target: head.uri, headers: head.headers.map { ($0.name, $0.value) },
            body: String(decoding: body, as: UTF8.self))
        let reply = DemoAirline.answer(request)
        let bytes = ByteBuffer(string: reply.body.text + "\n")
        let type = reply.status < 400 ? "application/json" : "application/problem+json"
        let headers: HTTPHeaders = [
            "content-type": type, "content-length": String(bytes.readableBytes),
            "x-echo-request": "\(request.method) \(head.uri.prefix(200))",
        ]
        let status = HTTPResponseStatus(statusCode: reply.status)
        let answer = HTTPResponseHead(version: head.version, status: status, headers: headers)
        context.write(wrapOutboundOut(.head(answer)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(bytes))), promise: nil)
        let isLast = !head.isKeepAlive
        let written = context.eventLoop.makePromise(of: Void.self)
        if isLast { written.futureResult.whenComplete { [channel = context.channel] _ in channel.close(promise: nil) } }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: written)
    }
}
