import Core
import Foundation
import HTTPTypes
import Hummingbird
import Model
import Rendering
import Web

/// What the console of a reference asks its portal for: samples of its request, the page that authorization servers
/// come back to, and the relay.
struct TryItPages {
    /// What the description of a request may weigh.
    private static let samplesLimit = 256 << 10
    /// Requests a minute that one address may have sent on.
    private static let relayedPerMinute = 120
    private static let relayHeader = HTTPField.Name.fixed("x-portico-relay")
    private static let answerHeader = HTTPField.Name.fixed("x-portico-answer")

    private let relay: Relay
    private let limiter: RateLimiter

    init(_ product: Product) {
        relay = product.relay
        limiter = RateLimiter(limit: Self.relayedPerMinute, clock: product.kernel.clock)
    }

    var endpoints: [Endpoint<PortalVisitor>] {
        [
            .post(SiteAddress.samples.path, "samples", samples),
            .get(SiteAddress.signInCallback.path, "sign-in-callback", callback),
            .post("/apis/{api}/reference/{kind}/{key}/relay", "relay", send),
        ]
    }

    private func samples(_ call: Call<PortalVisitor>) async throws -> Reply {
        let text = String(decoding: try await call.bytes(limit: Self.samplesLimit), as: UTF8.self)
        guard let request = SampleRequest(json: text) else {
            throw Refusal.invalid("body", .invalid, "The body describes no request")
        }
        return Reply.html(request.samples).with(.cacheControl, "no-store")
    }

    private func callback(_ call: Call<PortalVisitor>) async throws -> Reply {
        SiteLayout(call).card(
            "Signed in", text: "<p>You can close this window and go on where you were.</p>",
            "<script type=\"module\" src=\"\(url: AssetStore.path("sign-in-callback.js"))\"></script>")
    }

    private func send(_ call: Call<PortalVisitor>) async throws -> Reply {
        guard try call.text("kind") == "operations" else { throw Refusal.notFound }
        do {
            let verdict = limiter.take(call.origin.throttleKey)
            guard verdict.isAllowed else {
                throw Refusal.tooMany("Too many requests. Try again later.", retryAfter: verdict.wait)
            }
            let request = try await Self.request(call)
            let answer = try await relay.send(
                request, operation: try call.text("key"), of: try call.text("api"),
                version: call.rawQuery.first { $0.name == "version" }?.value, on: call.caller.portal,
                as: call.caller.actor)
            return Self.reply(answer)
        } catch let refusal as Refusal where refusal != .notFound {
            // The console shows these words as they are.
            var reply = Reply.text(refusal.words)
            reply.status = refusal.relayStatus
            return reply.with(.cacheControl, "no-store")
        }
    }

    /// The head travels in a header, so that the body is nothing but the body.
    private static func request(_ call: Call<PortalVisitor>) async throws -> RelayRequest {
        let head = call.request.headers[relayHeader].flatMap { Data(base64Encoded: $0) }
        guard let json = head.flatMap({ try? JSON(parsing: Array($0)) }), let method = json["method"]?.string,
            let url = json["url"]?.string
        else { throw Refusal.invalid("x-portico-relay", .invalid, "The header describes no request") }
        let headers = (json["headers"]?.array ?? []).prefix(100).compactMap { pair -> RelayRequest.Header? in
            guard let pair = pair.array, pair.count == 2, let name = pair[0].string, let value = pair[1].string else {
                return nil
            }
            return .init(name: name, value: value)
        }
        return RelayRequest(
            method: method, url: url, headers: headers, body: try await call.bytes(limit: Relay.bodyLimit))
    }

    /// Whatever the server says is data here: nothing of it acts on this host, and no cookie is set.
    private static func reply(_ answer: RelayAnswer) -> Reply {
        let head: JSON = [
            "status": .integer(Int64(answer.status)), "reason": .string(answer.reason),
            "headers": .array(answer.headers.map { .array([.string($0.name), .string($0.value)]) }),
        ]
        var bytes: [UInt8] = []
        head.write(into: &bytes)
        var reply = Reply(.ok)
        reply.headers[.contentType] = "application/octet-stream"
        reply.headers[.contentDisposition] = "attachment"
        reply.headers[.contentSecurityPolicy] = "default-src 'none'; sandbox"
        reply.headers[.cacheControl] = "no-store"
        reply.headers[answerHeader] = Data(bytes).base64EncodedString()
        reply.stream = answer.body
        return reply
    }
}

extension Refusal {
    fileprivate var words: String {
        switch self {
        case .forbidden(let text), .unavailable(let text), .tooLarge(let text), .tooMany(let text, _): text
        case .invalid(let problems, let detail): problems.first?.reason ?? detail
        default: "The portal does not send this request."
        }
    }

    fileprivate var relayStatus: HTTPResponse.Status {
        switch self {
        case .forbidden: .forbidden
        case .unavailable: .badGateway
        case .tooLarge: .contentTooLarge
        case .tooMany: .tooManyRequests
        case .unauthenticated: .unauthorized
        default: .badRequest
        }
    }
}
