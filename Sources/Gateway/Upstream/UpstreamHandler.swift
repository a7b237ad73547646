import NIOCore
import NIOHTTP1
import Policy

/// One connection to an upstream. It serves one exchange at a time and rests in the pool in between.
final class UpstreamHandler: ChannelDuplexHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundIn = HTTPClientRequestPart
    typealias OutboundOut = HTTPClientRequestPart

    private var context: ChannelHandlerContext?
    private var encoder: UpstreamEncoder?
    private weak var pool: UpstreamPool?
    private var address: UpstreamAddress?
    private let alarm: Alarm
    private var exchange: Exchange?
    private var requestIsSent = false
    private var staysOpen = false
    private var wantsRead = false
    private var readIsHeld = false

    init(eventLoop: any EventLoop) {
        alarm = Alarm(on: eventLoop)
        alarm.action = { [unowned self] in expire() }
    }

    // MARK: For the pool

    var isUsable: Bool { context?.channel.isActive ?? false }

    func join(_ pool: UpstreamPool, _ address: UpstreamAddress) {
        self.pool = pool
        self.address = address
    }

    func rest(_ timeout: Duration) {
        alarm.set(after: TimeAmount(timeout))
    }

    func close() {
        exchange = nil
        alarm.stop()
        context?.close(promise: nil)
    }

    // MARK: For the exchange

    var isWritable: Bool { context?.channel.isWritable ?? false }

    /// Sends a head; body parts and the end follow.
    func begin(_ exchange: Exchange, head: ByteBuffer, method: HTTPMethod, isChunked: Bool) {
        guard let context, let encoder else { return }
        self.exchange = exchange
        requestIsSent = false
        staysOpen = false
        encoder.head = head
        encoder.isChunked = isChunked
        context.write(wrapOutboundOut(.head(RequestHeads.head(for: method))), promise: nil)
    }

    func send(_ body: ByteBuffer) {
        context?.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
    }

    func finishRequest() {
        requestIsSent = true
        context?.write(wrapOutboundOut(.end(nil)), promise: nil)
    }

    func flush() {
        context?.flush()
        watch()
    }

    /// Reads on after the client has taken what it had not.
    func resumeReading() {
        guard readIsHeld, let context else { return }
        readIsHeld = false
        watch()
        if wantsRead {
            wantsRead = false
            context.read()
        }
    }

    // MARK: Events

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        encoder = try? context.pipeline.syncOperations.handler(type: UpstreamEncoder.self)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        encoder = nil
        alarm.stop()
    }

    func read(context: ChannelHandlerContext) {
        if let exchange, !exchange.clientIsWritable {
            wantsRead = true
            readIsHeld = true
            alarm.clear()
        } else {
            context.read()
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard let exchange else {
            // Nobody asked: what an upstream sends of its own accord must not become somebody's answer.
            close()
            return
        }
        switch unwrapInboundIn(data) {
        case .head(let head):
            staysOpen = head.isKeepAlive
            exchange.receive(head)
        case .body(let body): exchange.receive(body)
        case .end(let trailers): finishResponse(exchange, trailers)
        }
    }

    private func finishResponse(_ exchange: Exchange, _ trailers: HTTPHeaders?) {
        self.exchange = nil
        alarm.clear()
        readIsHeld = false
        if requestIsSent, staysOpen, let pool, let address {
            pool.give(self, for: address)
        } else {
            close()
        }
        if wantsRead {
            wantsRead = false
            context?.read()
        }
        exchange.receiveEnd(trailers)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if let exchange {
            watch()
            exchange.flushToClient()
        }
        context.fireChannelReadComplete()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if let exchange {
            watch()
            exchange.upstreamWritabilityChanged()
        }
        context.fireChannelWritabilityChanged()
    }

    func channelInactive(context: ChannelHandlerContext) {
        fail(.broken)
        if let address { pool?.remove(self, for: address) }
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        fail(.broken)
        context.close(promise: nil)
    }

    /// The upstream has its time for what it is to do next, and no time runs while others are to act.
    private func watch() {
        guard let exchange else { return }
        if !isWritable {
            alarm.set(after: exchange.writeTimeout)
        } else if requestIsSent, !readIsHeld {
            alarm.set(after: exchange.readTimeout)
        } else {
            alarm.clear()
        }
    }

    private func expire() {
        if exchange == nil {
            close()
        } else {
            fail(.timeout)
            context?.close(promise: nil)
        }
    }

    private func fail(_ failure: UpstreamFailure) {
        guard let exchange else { return }
        self.exchange = nil
        alarm.stop()
        exchange.upstreamFailed(failure)
    }
}

/// Heads that only tell the decoder which method an answer belongs to.
private enum RequestHeads {
    private static let get = HTTPRequestHead(version: .http1_1, method: .GET, uri: "/")
    private static let head = HTTPRequestHead(version: .http1_1, method: .HEAD, uri: "/")

    static func head(for method: HTTPMethod) -> HTTPRequestHead {
        method == .HEAD ? head : get
    }
}
