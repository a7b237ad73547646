package import Core
import Crypto
import HTTPTypes
package import Hummingbird
import NIOCore
import Synchronization

/// Keeps what visitors without cookies were answered, and answers the same bytes while the portal has not changed.
package final class PageCache: RouterMiddleware {
    package typealias Context = AppContext

    private struct Key: Hashable {
        let host: String
        let address: String
        let accept: String
        let encoding: ContentEncoding
    }

    private struct Entry {
        let version: Int
        let response: Response
        let tag: String
        let size: Int
    }

    private struct State {
        var entries: [Key: Entry] = [:]
        var size = 0
    }

    private let versions: SiteVersions
    private let limit: Int
    private let state = Mutex(State())

    /// Keeps up to `limit` bytes of bodies.
    package init(_ versions: SiteVersions, limit: Int = 32 * 1_024 * 1_024) {
        self.versions = versions
        self.limit = limit
    }

    package func handle(
        _ request: Request, context: AppContext, next: (Request, AppContext) async throws -> Response
    ) async throws -> Response {
        guard request.method == .get, request.headers[.cookie] == nil,
            request.headers[.authorization] == nil
        else { return try await next(request, context) }
        let host = HostName.name(of: request)
        guard let version = versions.current(host: host) else { return try await next(request, context) }
        // What a mixed wish gets depends on its order: each keeps its own answer.
        let wish = request.headers[.accept] ?? ""
        let accept = wish == "*/*" || !wish.lowercased().contains("text/markdown") ? "" : wish
        let encoding = ContentEncoding.accepted(in: request.headers[.acceptEncoding]).first ?? .identity
        let key = Key(host: host, address: request.uri.string, accept: accept, encoding: encoding)
        if let entry = state.withLock({ $0.entries[key] }), entry.version == version {
            return answer(entry, request)
        }
        let response = try await next(request, context)
        return try await keep(response, key, version, request, context)
    }

    private func answer(_ entry: Entry, _ request: Request) -> Response {
        if request.headers[.ifNoneMatch] == entry.tag {
            var headers = entry.response.headers
            headers[.contentLength] = nil
            headers[.contentType] = nil
            return Response(status: .notModified, headers: headers)
        }
        return entry.response
    }

    private func keep(
        _ response: Response, _ key: Key, _ version: Int, _ request: Request, _ context: AppContext
    ) async throws -> Response {
        let control = response.headers[.cacheControl] ?? ""
        guard response.status == .ok, response.headers[.setCookie] == nil, !control.contains("no-store"),
            !control.contains("immutable"), let length = response.body.contentLength, length < 1_024 * 1_024
        else { return response }
        let collector = ByteCollector()
        try await response.body.write(collector)
        let bytes = collector.buffer
        var kept = response
        // Whoever signed in sees another page at the same address, and a change must be seen at once.
        kept.headers[.cacheControl] = "private, no-cache"
        kept.headers[.vary] = "Cookie, Accept, Accept-Encoding"
        let tag = Self.tag(bytes, key.encoding)
        kept.headers[.eTag] = tag
        kept.headers[.xRequestID] = nil
        // Past the fifth quality brotli costs more time than a page takes to make.
        let compressed = key.encoding.compressed(bytes, quality: 5)
        if compressed != nil { kept.headers[.contentEncoding] = key.encoding.rawValue }
        let body = compressed ?? bytes
        kept.headers[.contentLength] = String(body.readableBytes)
        kept.body = ResponseBody(byteBuffer: body)
        let entry = Entry(version: version, response: kept, tag: tag, size: body.readableBytes)
        // A commit between rendering and now would make this stale.
        if versions.current(host: key.host) == version { insert(entry, key) }
        return answer(entry, request)
    }

    private static func tag(_ bytes: ByteBuffer, _ encoding: ContentEncoding) -> String {
        let digits = SHA256.hash(data: bytes.readableBytesView).prefix(12).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        return "\"\(digits.joined())\(encoding == .identity ? "" : "-\(encoding.rawValue)")\""
    }

    private func insert(_ entry: Entry, _ key: Key) {
        state.withLock { state in
            if state.size + entry.size > limit {
                state.entries = [:]
                state.size = 0
            }
            state.size += entry.size - (state.entries[key]?.size ?? 0)
            state.entries[key] = entry
        }
    }
}

/// Takes in a whole body.
private final class ByteCollector: ResponseBodyWriter {
    var buffer = ByteBuffer()

    func write(_ part: ByteBuffer) async throws {
        buffer.writeImmutableBuffer(part)
    }

    func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
