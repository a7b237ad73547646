import Model
import NIOCore
import NIOHTTP1
import Policy

/// One request that is forwarded, and its answer.
final class Exchange {
    /// How much of a body is kept so that it can be sent again.
    private static let replayLimit = 131_072
    private static let notRepeatable: Set<String> = ["POST", "PATCH", "LOCK"]

    private let loop: LoopContext
    private unowned let client: ClientHandler
    let request: ClientRequest
    let decision: GatewayDecision
    private let route: CompiledRoute
    private let service: GatewayConfiguration.Service
    private let address: UpstreamAddress
    private let head: UpstreamHead

    private var upstream: UpstreamHandler?
    private var attemptsLeft: Int
    private var isFirstUseOfConnection = true
    private var hasSent = false
    private var body: [ByteBuffer] = []
    private var bodyBytes = 0
    private var keepsBody = true
    private var requestEnded = false
    private var isOver = false

    private(set) var status = 0
    private(set) var requestBytes: Int64 = 0
    private(set) var responseBytes: Int64 = 0
    private var answer: AnswerWriter?

    init(
        _ request: ClientRequest, _ decision: GatewayDecision, route: CompiledRoute,
        service: GatewayConfiguration.Service, client: ClientHandler, loop: LoopContext
    ) {
        self.request = request
        self.decision = decision
        self.route = route
        self.service = service
        self.client = client
        self.loop = loop
        address = UpstreamAddress(service)
        head = UpstreamHead(request.head, decision, route: route, requestID: request.id)
        attemptsLeft = max(0, service.retries) + 1
    }

    var readTimeout: TimeAmount { .milliseconds(Int64(max(1, service.readTimeout))) }
    var writeTimeout: TimeAmount { .milliseconds(Int64(max(1, service.writeTimeout))) }
    var clientIsWritable: Bool { client.isWritable }
    var hasAnswered: Bool { answer != nil }

    /// Whether more of the request's body may be read from the client.
    var wantsBody: Bool { requestEnded || (upstream?.isWritable ?? false) }

    // MARK: Towards the upstream

    func start() {
        if let resting = loop.pool.takeIdle(address) {
            isFirstUseOfConnection = false
            use(resting)
        } else {
            connect()
        }
    }

    private func connect() {
        attemptsLeft -= 1
        isFirstUseOfConnection = true
        let timeout = TimeAmount.milliseconds(Int64(max(1, service.connectTimeout)))
        loop.pool.connect(address, timeout: timeout) { [self] result in
            switch result {
            case .success(let connection):
                if isOver { connection.close() } else { use(connection) }
            case .failure(let error): upstreamFailed(UpstreamFailure(connecting: error))
            }
        }
    }

    private func use(_ connection: UpstreamHandler) {
        upstream = connection
        hasSent = true
        var bytes = client.makeBuffer(capacity: 768)
        HeadWriter.writeRequestLine(request.head.method, head.path, to: &bytes)
        HeadWriter.write(head.headers, to: &bytes)
        switch request.framing {
        case .none: break
        case .length(let length): HeadWriter.write("Content-Length", String(length), to: &bytes)
        case .chunked: HeadWriter.write("Transfer-Encoding", "chunked", to: &bytes)
        }
        HeadWriter.writeEnd(to: &bytes)
        connection.begin(
            self, head: bytes, method: HTTPMethod(rawValue: request.head.method),
            isChunked: request.framing == .chunked)
        for part in body { connection.send(part) }
        if !keepsBody { body = [] }
        if requestEnded { connection.finishRequest() }
        if isFirstUseOfConnection || requestEnded { connection.flush() }
        client.mayReadAgain()
    }

    func send(_ part: ByteBuffer) {
        requestBytes += Int64(part.readableBytes)
        bodyBytes += part.readableBytes
        if bodyBytes > Self.replayLimit { keepsBody = false }
        if let upstream {
            upstream.send(part)
            if keepsBody { body.append(part) } else { body = [] }
        } else {
            body.append(part)
        }
    }

    func finishRequest() {
        requestEnded = true
        upstream?.finishRequest()
    }

    func flushToUpstream() {
        upstream?.flush()
    }

    func resumeReading() {
        upstream?.resumeReading()
    }

    func upstreamWritabilityChanged() {
        client.mayReadAgain()
    }

    /// Ends without an answer, because the client has gone.
    func cancel() {
        guard !isOver else { return }
        isOver = true
        upstream?.close()
        upstream = nil
        if status == 0 { status = 499 }
    }

    // MARK: From the upstream

    func receive(_ response: HTTPResponseHead) {
        let code = Int(response.status.code)
        guard !isOver, answer == nil else { return }
        guard (200..<1_000).contains(code) else {
            upstream?.close()
            upstreamFailed(.broken)
            return
        }
        status = code
        body = []
        keepsBody = false
        var fields = DownstreamHead.headers(
            HeaderFields(response.headers), keepsTrailer: request.wantsTrailers, requestID: request.id)
        decision.cors?.apply(to: &fields, for: request.head)
        let framing = AnswerFraming(response, to: request)
        answer = AnswerWriter(
            status: code, headers: fields, framing: framing, keepsAlive: client.keepsAlive(after: framing),
            isHTTP10: request.isHTTP10, buffer: client.makeBuffer(capacity: 1_024))
    }

    func receive(_ part: ByteBuffer) {
        guard !isOver, answer != nil else { return }
        responseBytes += Int64(part.readableBytes)
        for buffer in answer?.add(part) ?? [] { client.write(buffer) }
    }

    func receiveEnd(_ trailers: HTTPHeaders?) {
        upstream = nil
        guard !isOver, let answer else {
            if !isOver { upstreamFailed(.broken) }
            return
        }
        isOver = true
        let kept = request.wantsTrailers ? trailers.map { HeaderFields($0) } : nil
        if let last = answer.finish(trailers: kept) { client.write(last) }
        client.finish(self, keepAlive: answer.keepsAlive)
    }

    func flushToClient() {
        guard !isOver else { return }
        if let waiting = answer?.takeWaiting() { client.write(waiting) }
        client.flush()
    }

    func upstreamFailed(_ failure: UpstreamFailure) {
        guard !isOver else { return }
        upstream = nil
        loop.metrics.upstreamFailed()
        if answer != nil {
            // The client must not take what it has got for the whole.
            isOver = true
            client.abort()
            return
        }
        if mayRetry(failure) {
            connect()
            return
        }
        isOver = true
        let refusal = Self.refusal(for: failure)
        status = refusal.status
        client.refuse(refusal, instead: self)
    }

    private func mayRetry(_ failure: UpstreamFailure) -> Bool {
        if hasSent {
            if Self.notRepeatable.contains(request.head.method) || !keepsBody { return false }
            // A connection that was used before may have been closed meanwhile: that was no attempt.
            if !isFirstUseOfConnection, case .broken = failure { return true }
        }
        return attemptsLeft > 0
    }

    private static func refusal(for failure: UpstreamFailure) -> GatewayRefusal {
        switch failure {
        case .nameNotResolved: .nameNotResolved
        case .connectTimeout, .timeout: .upstreamTimeout
        case .connectFailed, .broken: .invalidResponse
        }
    }
}
