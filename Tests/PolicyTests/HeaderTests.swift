import Model
import Policy
import Testing

@Suite struct HeaderTests {
    private let key = ("apikey", "good")

    @Test func theUpstreamLearnsWhoCallsFromUsAlone() throws {
        let spoofed = [
            "X-Application-Id", "x_application_id", "X-Application-Name", "X-Developer-Id", "X-Portal_Id",
            "X-Credential-Identifier", "X-CONSUMER-ID", "X-Consumer-Username", "X-Consumer-Custom-ID",
            "X_Consumer_Groups", "X-Anonymous-Consumer", "X-Authenticated-Groups", "X-ACE-Operation-ID",
        ]
        let head = try Linked().upstream(request(headers: [key] + spoofed.map { ($0, "evil") }))
        #expect(!head.headers.contains { $0.value == "evil" })
        let expected = [
            "X-Application-Id": "app", "X-Application-Name": "Maps", "X-Developer-Id": "dev", "X-Portal-Id": "p",
            "X-Credential-Identifier": "cred", "X-Consumer-ID": "app", "X-Consumer-Username": "maps",
            "X-Consumer-Custom-ID": "ref-1",
        ]
        for (name, value) in expected { #expect(head.headers.all(name) == [value]) }
        #expect(head.headers.first("apikey") == nil)
    }

    @Test func anOpenRouteLetsNoIdentityThroughEither() throws {
        var world = Linked()
        world.configuration.protections = []
        let head = try world.upstream(request(headers: [("X-Consumer-ID", "evil"), ("x_developer_id", "evil"), key]))
        #expect(!head.headers.contains { $0.value == "evil" })
        #expect(head.headers.first("apikey") == "good")
    }

    @Test func aNameCannotBreakOutOfItsLine() throws {
        var world = Linked()
        world.credentials.applications[0].name = "Maps\r\nX-Consumer-ID: root"
        let head = try world.upstream(request(headers: [key]))
        #expect(head.headers.first("x-application-name") == "Maps  X-Consumer-ID: root")
    }

    @Test func theKeyIsShownWhenTheStrategySaysSo() throws {
        var world = Linked()
        world.configuration.strategies[0].kind = .keyAuth(keyNames: ["apikey"], hideCredentials: false)
        #expect(try world.upstream(request(headers: [key])).headers.first("apikey") == "good")
    }

    @Test func forwardedFieldsAreBelievedFromTrustedPeersOnly() throws {
        let sent = [
            key, ("X-Forwarded-For", "10.0.0.1"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "public.test"),
            ("X-Forwarded-Port", "443"), ("X-Forwarded-Path", "/outer"), ("X-Forwarded-Prefix", "/pre"),
            ("X-Real-IP", "10.0.0.1"),
        ]
        let stranger = try Linked().upstream(request("GET", "/a/../b?c", host: "Api.test:81", headers: sent)).headers
        #expect(stranger.first("x-forwarded-for") == "10.0.0.1, 10.1.2.3")
        #expect(stranger.all("x-forwarded-proto") == ["http"])
        #expect(stranger.all("x-forwarded-host") == ["api.test"])
        #expect(stranger.all("x-forwarded-port") == ["8000"])
        #expect(stranger.all("x-forwarded-path") == ["/a/../b"])
        #expect(stranger.all("x-forwarded-prefix").isEmpty)
        #expect(stranger.all("x-real-ip") == ["10.1.2.3"])
        let friend = try Linked().upstream(request(headers: sent, trusted: true)).headers
        #expect(friend.all("x-forwarded-for") == ["10.0.0.1, 10.1.2.3"])
        #expect(friend.all("x-forwarded-proto") == ["https"])
        #expect(friend.all("x-forwarded-host") == ["public.test"])
        #expect(friend.all("x-forwarded-prefix") == ["/pre"])
        #expect(friend.all("x-real-ip") == ["10.0.0.1"])
    }

    @Test func fieldsForTheNextHopEndHere() throws {
        let head = try Linked().upstream(
            request(headers: [
                key, ("Connection", "X-Foo, close, X-Bar"), ("X-Foo", "1"), ("X-Bar", "1"), ("X-Foo-Bar", "1"),
                ("Keep-Alive", "timeout=5"), ("Proxy-Connection", "x"), ("Proxy", "x"), ("Upgrade", "websocket"),
                ("TE", "trailers, deflate;q=0.5"), ("Proxy-Authorization", "kept"), ("Close", "kept"),
                ("Transfer-Encoding", "chunked"), ("Content-Length", "3"), ("Expect", "100-continue"),
                ("Via", "1.1 dev"), ("X-Kong-Request-Id", "forged"),
            ])
        ).headers
        for name in [
            "x-foo", "x-bar", "keep-alive", "proxy-connection", "proxy", "upgrade", "transfer-encoding",
            "content-length", "expect",
        ] {
            #expect(head.first(name) == nil, "\(name)")
        }
        #expect(head.first("x-foo-bar") == "1")
        #expect(head.first("proxy-authorization") == "kept")
        #expect(head.first("close") == "kept")
        #expect(head.all("te") == ["trailers"])
        #expect(head.all("connection") == ["keep-alive"])
        #expect(head.all("via") == ["1.1 dev, 1.1 portico/0.1"])
        #expect(head.all("x-kong-request-id") == ["0123456789abcdef0123456789abcdef"])
    }

    @Test func aNameWithAnUnderscoreFramesNothingBehindUs() throws {
        let head = try Linked().upstream(
            request(headers: [key, ("Content_Length", "3"), ("Transfer_Encoding", "chunked"), ("My_Field", "kept")]))
        #expect(head.headers.first("content_length") == nil)
        #expect(head.headers.first("transfer_encoding") == nil)
        #expect(head.headers.first("my_field") == "kept")
    }

    @Test func theHostIsTheServicesUnlessItIsPreserved() throws {
        var world = Linked()
        let sent = try request(host: "preserved.com:123", headers: [key])
        #expect(try world.upstream(sent).headers.all("host") == ["upstream.test:8080"])
        world.configuration.routes[0].preserveHost = true
        #expect(try world.upstream(sent).headers.all("host") == ["preserved.com:123"])
        world = Linked()
        world.configuration.services[0].port = 80
        #expect(try world.upstream(sent).headers.all("host") == ["upstream.test"])
    }

    @Test func theStrippedPrefixAndTheQueryTravel() throws {
        var world = Linked()
        world.configuration.routes[0].paths = ["/foo"]
        let head = try world.upstream(request("GET", "/foo/get?hello", headers: [key]))
        #expect(head.path == "/get?hello")
        #expect(head.headers.first("x-forwarded-prefix") == "/foo")
        #expect(head.headers.first("x-forwarded-path") == "/foo/get")
        #expect(try world.upstream(request("GET", "/foo/request?", headers: [key])).path == "/request?")
    }

    @Test func theClientGetsTheUpstreamsFieldsWithOurs() {
        let upstream = HeaderFields([
            ("Server", "theirs"), ("Via", "2 nginx"), ("Via", "HTTP/1.1 mock"), ("Connection", "close, X-Gone"),
            ("X-Gone", "1"), ("Keep-Alive", "timeout=5"), ("Trailer", "X-Sum"), ("Transfer-Encoding", "chunked"),
            ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"), ("X-Kong-Request-Id", "forged"),
        ])
        let fields = DownstreamHead.headers(upstream, keepsTrailer: false, requestID: "ab")
        #expect(fields.first("server") == "theirs")
        #expect(fields.all("via") == ["2 nginx, HTTP/1.1 mock, 1.1 portico/0.1"])
        #expect(fields.all("set-cookie") == ["a=1", "b=2"])
        #expect(fields.all("x-kong-request-id") == ["ab"])
        for name in ["x-gone", "connection", "keep-alive", "trailer", "transfer-encoding"] {
            #expect(fields.first(name) == nil, "\(name)")
        }
        #expect(DownstreamHead.headers(upstream, keepsTrailer: true, requestID: "ab").first("trailer") == "X-Sum")
    }
}
