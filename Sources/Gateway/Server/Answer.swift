import NIOCore
import NIOHTTP1
import Policy

/// How the client learns where an answer's body ends.
enum AnswerFraming: Equatable {
    /// There is none; a length may be told all the same.
    case none(length: String?)
    case length(String)
    case chunked
    case untilClose

    init(_ response: HTTPResponseHead, to request: ClientRequest) {
        let length = response.headers.first(name: "content-length")
        let code = response.status.code
        if request.head.method == "HEAD" || code == 304 {
            self = .none(length: length)
        } else if code == 204 {
            self = .none(length: nil)
        } else if let length {
            self = .length(length)
        } else {
            self = request.isHTTP10 ? .untilClose : .chunked
        }
    }
}

/// Puts an upstream's answer into bytes for the client; a head and a small body travel together.
struct AnswerWriter {
    private static let smallBody = 16_384

    let keepsAlive: Bool
    private let framing: AnswerFraming
    /// What is written and waits for company.
    private var waiting: ByteBuffer?

    init(
        status: Int, headers: HeaderFields, framing: AnswerFraming, keepsAlive: Bool, isHTTP10: Bool,
        buffer: ByteBuffer
    ) {
        var buffer = buffer
        self.framing = framing
        self.keepsAlive = keepsAlive
        HeadWriter.writeStatus(status, to: &buffer)
        HeadWriter.write(headers, to: &buffer)
        switch framing {
        case .none(let length): if let length { HeadWriter.write("Content-Length", length, to: &buffer) }
        case .length(let length): HeadWriter.write("Content-Length", length, to: &buffer)
        case .chunked: HeadWriter.write("Transfer-Encoding", "chunked", to: &buffer)
        case .untilClose: break
        }
        if !keepsAlive {
            HeadWriter.write("Connection", "close", to: &buffer)
        } else if isHTTP10 {
            HeadWriter.write("Connection", "keep-alive", to: &buffer)
        }
        HeadWriter.writeEnd(to: &buffer)
        waiting = buffer
    }

    /// What to send for a part of the body.
    mutating func add(_ part: ByteBuffer) -> [ByteBuffer] {
        if case .none = framing { return [] }
        guard part.readableBytes > 0 else { return [] }
        let isChunked = framing == .chunked
        if part.readableBytes <= Self.smallBody, var buffer = waiting {
            waiting = nil
            if isChunked { HeadWriter.writeChunkSize(part.readableBytes, to: &buffer) }
            buffer.writeImmutableBuffer(part)
            if isChunked { HeadWriter.writeEnd(to: &buffer) }
            waiting = buffer
            return []
        }
        var parts: [ByteBuffer] = []
        if isChunked {
            var line = waiting ?? ByteBufferAllocator().buffer(capacity: 16)
            HeadWriter.writeChunkSize(part.readableBytes, to: &line)
            parts = [line, part, ByteBuffer(staticString: "\r\n")]
        } else {
            parts = waiting.map { [$0, part] } ?? [part]
        }
        waiting = nil
        return parts
    }

    mutating func takeWaiting() -> ByteBuffer? {
        defer { waiting = nil }
        return waiting
    }

    /// The last bytes.
    func finish(trailers: HeaderFields?) -> ByteBuffer? {
        guard framing == .chunked else { return waiting }
        var buffer = waiting ?? ByteBufferAllocator().buffer(capacity: 8)
        buffer.writeStaticString("0\r\n")
        if let trailers { HeadWriter.write(trailers, to: &buffer) }
        HeadWriter.writeEnd(to: &buffer)
        return buffer
    }
}
