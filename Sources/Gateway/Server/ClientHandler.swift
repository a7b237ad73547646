import Model
import NIOCore
import NIOHTTP1
import Policy

/// One client's connection: its requests are served one after the other.
final class ClientHandler: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundIn = Never
    typealias OutboundOut = ByteBuffer

    private enum State {
        /// Between requests.
        case idle
        case serving(Exchange)
        /// The answer is out; the rest of the request is read and thrown away.
        case discarding(bytesLeft: Int, keepAlive: Bool)
        case closing
    }

    /// How much of an unwanted body is read before the connection is closed on the client.
    private static let discardLimit = 1_048_576

    private let loop: LoopContext
    private var context: ChannelHandlerContext?
    private var address = ClientAddress(peer: "127.0.0.1", isTrusted: false, port: 0)
    private let alarm: Alarm
    private var state = State.idle
    private var requestEnded = true
    /// What came while an earlier request was being served.
    private var waiting = CircularBuffer<HTTPServerRequestPart>(initialCapacity: 4)
    private var isWorkingOff = false
    private var brokenInput: GatewayRefusal?
    private var wantsRead = false

    init(loop: LoopContext) {
        self.loop = loop
        alarm = Alarm(on: loop.eventLoop)
        alarm.action = { [unowned self] in expire() }
    }

    // MARK: Connection

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        let peer = context.remoteAddress?.plainAddress ?? "127.0.0.1"
        address = ClientAddress(
            peer: peer, isTrusted: loop.options.trustedProxies.contains { $0.contains(peer) },
            port: context.localAddress?.port ?? 0)
        loop.add(self)
        alarm.set(after: TimeAmount(loop.options.idleTimeout))
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        alarm.stop()
        loop.remove(self)
        self.context = nil
    }

    func channelInactive(context: ChannelHandlerContext) {
        leave()
        context.fireChannelInactive()
    }

    private func leave() {
        let old = state
        state = .closing
        waiting.removeAll()
        if case .serving(let exchange) = old {
            exchange.cancel()
            record(exchange)
        }
        alarm.stop()
        loop.remove(self)
    }

    /// Closes after the request that is being served, or at once.
    func drain() {
        if case .idle = state, waiting.isEmpty { close() }
    }

    /// Cuts the connection, so that an answer that has begun is not taken for a whole one.
    func abort() {
        let context = context
        leave()
        context?.close(mode: .all, promise: nil)
    }

    private func close() {
        state = .closing
        alarm.stop()
        context?.close(promise: nil)
    }

    /// Closes when everything is written: closing at once would throw away what the client has not taken yet.
    private func closeAfterWriting() {
        state = .closing
        guard let context else { return }
        let written = context.eventLoop.makePromise(of: Void.self)
        written.futureResult.assumeIsolated().whenComplete { _ in self.close() }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer()), promise: written)
        watch()
    }

    /// Says that no more will come, and goes on reading: closing with unread input would destroy the answer.
    private func closeOutput() {
        guard let context else { return }
        let written = context.eventLoop.makePromise(of: Void.self)
        written.futureResult.assumeIsolated().whenSuccess { self.context?.close(mode: .output, promise: nil) }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer()), promise: written)
        watch()
    }

    // MARK: Reading

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        if waiting.isEmpty, !isWorkingOff, !mustWait(part) {
            handle(part)
        } else {
            waiting.append(part)
        }
    }

    private func mustWait(_ part: HTTPServerRequestPart) -> Bool {
        guard case .head = part else { return false }
        if case .idle = state { return false } else { return true }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if case .serving(let exchange) = state { exchange.flushToUpstream() }
        context.flush()
        watch()
        context.fireChannelReadComplete()
    }

    func read(context: ChannelHandlerContext) {
        if mayRead { context.read() } else { wantsRead = true }
    }

    private var mayRead: Bool {
        if case .serving(let exchange) = state, !exchange.wantsBody { return false }
        return waiting.isEmpty
    }

    /// Reads on when there was no room for what the client sends.
    func mayReadAgain() {
        watch()
        guard wantsRead, mayRead else { return }
        wantsRead = false
        context?.read()
    }

    private func handle(_ part: HTTPServerRequestPart) {
        switch (part, state) {
        case (_, .closing): return
        case (.head(let head), _):
            requestEnded = false
            begin(head)
        case (.body(let body), .serving(let exchange)): exchange.send(body)
        case (.body(let body), .discarding(let left, let keepAlive)):
            state = .discarding(bytesLeft: left - body.readableBytes, keepAlive: keepAlive)
            if left < body.readableBytes { close() }
        case (.end, .serving(let exchange)):
            requestEnded = true
            exchange.finishRequest()
        case (.end, .discarding(_, let keepAlive)):
            requestEnded = true
            settle(keepAlive: keepAlive)
        case (.end, .idle), (.body, .idle): return
        }
    }

    private func begin(_ head: HTTPRequestHead) {
        let id = loop.makeRequestID()
        let fields = HeaderFields(head.headers)
        let request: ClientRequest
        switch ClientRequest.read(head, fields, from: address, id: id) {
        case .success(let read): request = read
        case .failure(let refusal):
            let reply = refusal.reply(to: fields, requestID: id)
            answer(reply, requestID: id, isHTTP10: false, isHEAD: head.method == .HEAD, keepAlive: false)
            loop.metrics.record(status: refusal.status, nanoseconds: 0)
            return
        }
        guard let gateway = loop.gateway else {
            refuse(.notConfigured, request, nil)
            return
        }
        let decision = gateway.decide(request.head, at: loop.now())
        switch decision.action {
        case .answer(let reply): answer(reply, request, decision)
        case .refuse(let refusal): refuse(refusal, request, decision)
        case .forward:
            guard let route = decision.route, let service = route.service else {
                refuse(.noService, request, decision)
                return
            }
            if request.expectsContinue { write(ByteBuffer(staticString: "HTTP/1.1 100 Continue\r\n\r\n")) }
            let exchange = Exchange(request, decision, route: route, service: service, client: self, loop: loop)
            state = .serving(exchange)
            exchange.start()
        }
    }

    // MARK: For the exchange

    var isWritable: Bool { context?.channel.isWritable ?? false }

    func makeBuffer(capacity: Int) -> ByteBuffer {
        context?.channel.allocator.buffer(capacity: capacity) ?? ByteBuffer()
    }

    func write(_ buffer: ByteBuffer) {
        context?.write(wrapOutboundOut(buffer), promise: nil)
    }

    func flush() {
        context?.flush()
        watch()
    }

    /// Whether the connection serves further requests after an answer of this kind.
    func keepsAlive(after framing: AnswerFraming) -> Bool {
        guard case .serving(let exchange) = state else { return false }
        return framing != .untilClose && exchange.request.keepsAlive && brokenInput == nil && !loop.isDraining
    }

    /// The whole answer is written.
    func finish(_ exchange: Exchange, keepAlive: Bool) {
        record(exchange)
        conclude(keepAlive: keepAlive && requestEnded)
    }

    /// Answers by ourselves what the upstream did not.
    func refuse(_ refusal: GatewayRefusal, instead exchange: Exchange) {
        record(exchange)
        var reply = refusal.reply(to: exchange.request.head.headers, requestID: exchange.request.id)
        exchange.decision.cors?.apply(to: &reply.headers, for: exchange.request.head)
        answer(
            reply, requestID: exchange.request.id, isHTTP10: exchange.request.isHTTP10,
            isHEAD: exchange.request.head.method == "HEAD",
            keepAlive: exchange.request.keepsAlive && requestEnded)
    }

    // MARK: Answers of our own

    private func refuse(_ refusal: GatewayRefusal, _ request: ClientRequest, _ decision: GatewayDecision?) {
        answer(refusal.reply(to: request.head.headers, requestID: request.id), request, decision)
    }

    private func answer(_ reply: GatewayReply, _ request: ClientRequest, _ decision: GatewayDecision?) {
        var reply = reply
        decision?.cors?.apply(to: &reply.headers, for: request.head)
        let isHEAD = request.head.method == "HEAD"
        loop.record(
            UsageLedger.Served(
                status: reply.status, microseconds: request.elapsedMicroseconds, requestBytes: 0,
                responseBytes: isHEAD ? 0 : Int64(reply.body.count)), decision)
        answer(
            reply, requestID: request.id, isHTTP10: request.isHTTP10, isHEAD: isHEAD,
            keepAlive: request.keepsAlive && !request.expectsContinue)
    }

    private func answer(
        _ reply: GatewayReply, requestID: String, isHTTP10: Bool, isHEAD: Bool, keepAlive: Bool
    ) {
        let keepAlive = keepAlive && brokenInput == nil && !loop.isDraining
        var buffer = makeBuffer(capacity: 512)
        HeadWriter.write(
            reply, requestID: requestID, date: loop.date(),
            connection: keepAlive ? (isHTTP10 ? "keep-alive" : nil) : "close",
            to: &buffer)
        if !isHEAD { buffer.writeBytes(reply.body) }
        write(buffer)
        conclude(keepAlive: keepAlive)
    }

    // MARK: Between requests

    private func conclude(keepAlive: Bool) {
        if requestEnded {
            settle(keepAlive: keepAlive)
        } else {
            state = .discarding(bytesLeft: Self.discardLimit, keepAlive: keepAlive)
            if keepAlive { flush() } else { closeOutput() }
            mayReadAgain()
        }
    }

    private func settle(keepAlive: Bool) {
        state = .idle
        guard keepAlive, !loop.isDraining else {
            closeAfterWriting()
            return
        }
        alarm.set(after: TimeAmount(loop.options.idleTimeout))
        if let refusal = brokenInput, waiting.isEmpty {
            refuseInput(refusal)
            return
        }
        workOff()
        if !isWorkingOff { flush() }
        mayReadAgain()
    }

    private func workOff() {
        guard !isWorkingOff else { return }
        isWorkingOff = true
        while let part = waiting.first, !mustWait(part) {
            waiting.removeFirst()
            handle(part)
        }
        isWorkingOff = false
        if case .serving(let exchange) = state { exchange.flushToUpstream() }
        if let refusal = brokenInput, waiting.isEmpty, case .idle = state { refuseInput(refusal) }
    }

    private func refuseInput(_ refusal: GatewayRefusal) {
        let id = loop.makeRequestID()
        // What follows is not understood; it is read to the end all the same.
        requestEnded = false
        brokenInput = refusal
        loop.metrics.record(status: refusal.status, nanoseconds: 0)
        answer(
            refusal.reply(to: HeaderFields(), requestID: id), requestID: id, isHTTP10: false, isHEAD: false,
            keepAlive: false)
    }

    // MARK: Trouble

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard error is HTTPParserError || error is NIOHTTPDecoderError else {
            abort()
            return
        }
        let refusal = Self.refusal(for: error)
        switch state {
        case .idle: refuseInput(refusal)
        case .serving(let exchange) where !requestEnded:
            exchange.cancel()
            record(exchange)
            if exchange.hasAnswered { abort() } else { refuseInput(refusal) }
        case .serving: brokenInput = refusal
        case .discarding: close()
        case .closing: break
        }
    }

    private static func refusal(for error: any Error) -> GatewayRefusal {
        (error as? HTTPParserError) == .headerOverflow ? .headTooLarge : .badRequest
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable {
            switch state {
            case .serving(let exchange): exchange.resumeReading()
            case .idle: alarm.set(after: TimeAmount(loop.options.idleTimeout))
            default: break
            }
        }
        watch()
        context.fireChannelWritabilityChanged()
    }

    /// The client has its time for what it is to do next.
    private func watch() {
        if !isWritable {
            alarm.set(after: TimeAmount(loop.options.sendTimeout))
            return
        }
        switch state {
        // The time for a head began when the connection became idle: bytes that trickle in do not prolong it.
        case .idle: break
        case .serving(let exchange) where !requestEnded && exchange.wantsBody:
            alarm.set(after: TimeAmount(loop.options.requestTimeout))
        case .discarding: alarm.set(after: .seconds(5))
        case .serving, .closing: alarm.clear()
        }
    }

    private func expire() {
        guard case .serving(let exchange) = state, !requestEnded, !exchange.hasAnswered, isWritable else {
            abort()
            return
        }
        exchange.cancel()
        record(exchange)
        refuseInput(.requestTimeout)
    }

    // MARK: Counting

    private func record(_ exchange: Exchange) {
        loop.record(
            UsageLedger.Served(
                status: exchange.status, microseconds: exchange.request.elapsedMicroseconds,
                requestBytes: exchange.requestBytes, responseBytes: exchange.responseBytes), exchange.decision)
    }
}
