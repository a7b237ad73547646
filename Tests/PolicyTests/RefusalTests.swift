import Policy
import Testing

@Suite struct RefusalTests {
    private func body(_ refusal: GatewayRefusal, _ headers: [(String, String)]) -> String {
        let fields = HeaderFields(headers.map { (name: $0.0, value: $0.1) })
        return String(decoding: refusal.reply(to: fields, requestID: "abc1").body, as: UTF8.self)
    }

    private func type(_ refusal: GatewayRefusal, _ headers: [(String, String)]) -> String? {
        let fields = HeaderFields(headers.map { (name: $0.0, value: $0.1) })
        return refusal.reply(to: fields, requestID: "abc1").headers.first("content-type")
    }

    @Test func eachFormIsByteExact() {
        let refusal = GatewayRefusal.missingKey
        #expect(body(refusal, []) == "{\n  \"message\":\"No API key found in request\",\n  \"request_id\":\"abc1\"\n}")
        #expect(body(refusal, [("Accept", "text/plain")]) == "No API key found in request\nrequest_id: abc1\n")
        #expect(
            body(refusal, [("Accept", "application/xml")])
                == "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<error>\n"
                + "  <message>No API key found in request</message>\n  <requestid>abc1</requestid>\n</error>\n")
        #expect(
            body(refusal, [("Accept", "text/html")])
                == "<!doctype html>\n<html>\n  <head>\n    <meta charset=\"utf-8\">\n    <title>Error</title>\n"
                + "  </head>\n  <body>\n    <h1>Error</h1>\n    <p>No API key found in request.</p>\n"
                + "    <p>request_id: abc1</p>\n  </body>\n</html>\n")
    }

    @Test(arguments: [
        ("application/json;q=0.9,text/html,text/plain;q=0.9", "text/html"),
        ("text/plain;q=0.7,application/json;q=0.8,text/html;q=0.5", "application/json"), ("*/*", "application/json"),
        ("text/*", "text/plain"), ("image/png", "application/json"), ("application/*", "application/json"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html"), ("garbage;;q=x", "application/json"),
    ])
    func acceptChoosesTheForm(accept: String, expected: String) {
        #expect(type(.missingKey, [("Accept", accept)]) == "\(expected); charset=utf-8")
    }

    @Test func withoutAcceptAFailureSpeaksTheRequestsLanguage() {
        #expect(type(.invalidResponse, []) == "text/plain; charset=utf-8")
        #expect(type(.invalidResponse, [("Content-Type", "application/json")]) == "application/json; charset=utf-8")
        #expect(type(.noRoute, [("Content-Type", "text/html")]) == "application/json; charset=utf-8")
    }

    @Test func aMissingKeyIsChallenged() {
        let reply = GatewayRefusal.unauthorized.reply(to: HeaderFields(), requestID: "a")
        #expect(reply.status == 401)
        #expect(reply.headers.first("www-authenticate") == "Key")
        #expect(
            GatewayRefusal.notAllowed.reply(to: HeaderFields(), requestID: "a").headers.first("www-authenticate") == nil
        )
    }

    @Test(arguments: [
        [("Content-Length", "5"), ("Transfer-Encoding", "chunked")],
        [("Content-Length", "5"), ("Content-Length", "5")],
        [("Content-Length", "5, 5")], [("Content-Length", "+5")], [("Content-Length", "-1")], [("Content-Length", "")],
        [("Content-Length", "99999999999999999999")], [("Transfer-Encoding", "chunked, identity")],
        [("Transfer-Encoding", "xchunked")], [("Transfer-Encoding", "chunked"), ("Transfer-Encoding", "chunked")],
        [("Transfer-Encoding", "")],
    ])
    func doubtfulFramingIsRefused(headers: [(String, String)]) {
        let fields = HeaderFields(headers.map { (name: $0.0, value: $0.1) })
        #expect(RequestFraming(fields, isHTTP10: false) == nil)
    }

    @Test func clearFramingIsRead() {
        #expect(RequestFraming(HeaderFields(), isHTTP10: false) == RequestFraming.none)
        #expect(RequestFraming(HeaderFields([("content-length", "12")]), isHTTP10: true) == .length(12))
        #expect(RequestFraming(HeaderFields([("Transfer-Encoding", "Chunked")]), isHTTP10: false) == .chunked)
        #expect(RequestFraming(HeaderFields([("Transfer-Encoding", "chunked")]), isHTTP10: true) == nil)
    }

    @Test(arguments: [
        ("api.test", true), ("api.test:80", true), ("[::1]:80", true), ("[::1]", true), ("a b", false), ("a/b", false),
        ("a@b", false), ("a:b", false), ("a:1:2", false), ("[x]", false), ("", true), ("a:", true), ("a:123456", false),
        ("a\\b", false), ("a?b", false),
    ])
    func hostsAreChecked(host: String, good: Bool) {
        let refusal = RequestRules.refusal(method: "GET", headers: HeaderFields([("Host", host)]), isHTTP10: false)
        #expect((refusal == nil) == good)
    }

    @Test func aRequestHasOneHost() {
        let two = HeaderFields([("Host", "a"), ("Host", "a")])
        #expect(RequestRules.refusal(method: "GET", headers: two, isHTTP10: false) == .badRequest)
        #expect(RequestRules.refusal(method: "GET", headers: HeaderFields(), isHTTP10: false) == .badRequest)
        #expect(RequestRules.refusal(method: "GET", headers: HeaderFields(), isHTTP10: true) == nil)
        let one = HeaderFields([("Host", "a")])
        #expect(RequestRules.refusal(method: "TRACE", headers: one, isHTTP10: false) == .methodNotAllowed)
    }
}
