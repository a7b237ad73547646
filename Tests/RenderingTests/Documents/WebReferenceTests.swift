import Rendering
import Testing

@Suite struct WebReferenceTests {
    @Test(arguments: [
        ("https://example.com", "https://example.com/"),
        ("HTTPS://Example.COM:443/a/b?c=d#e", "https://example.com/a/b?c=d"),
        ("http://example.com:80/", "http://example.com/"), ("http://example.com:8080/x", "http://example.com:8080/x"),
        ("https://example.com/a/./b/../c.yaml", "https://example.com/a/c.yaml"),
        ("https://example.com/../../x", "https://example.com/x"),
        ("https://example.com/a/%2E%2e/b", "https://example.com/b"),
        ("http://[::1]:8080/x", "http://[::1]:8080/x"), ("https://example.com?x=1", "https://example.com/?x=1"),
        ("https://example.com/a/..", "https://example.com/"),
    ]) func anAddressHasOneSpelling(text: String, plain: String) {
        #expect(WebReference(text)?.text == plain)
    }

    /// What programs read differently is no address.
    @Test(arguments: [
        "", "example.com/a", "ftp://example.com/a", "file:///etc/passwd", "http://", "https:///a",
        "http://a@example.com/",
        "http://good.example\\@evil.example/", "http://good.example@evil.example/",
        "http://good.example:80@evil.example/",
        "http://good.example%2f.evil.example/", "http://exam ple.com/", "http://example.com/a b",
        "http://example.com:/",
        "http://example.com:0/", "http://example.com:99999/", "http://example.com:8a/", "http://exämple.com/",
        "http://example.com/\n", "http://example.com/\tx", "http://.example.com/", "http://example.com\u{0}/",
        "http://example.com/<script>", "javascript://example.com/%0aalert(1)", "http:example.com", "http:/example.com",
    ]) func whatIsNoPlainAddressIsRefused(text: String) {
        #expect(WebReference(text) == nil)
    }

    @Test(arguments: [
        ("b.yaml", "https://h.example/x/b.yaml"), ("./b.yaml#/A", "https://h.example/x/b.yaml"),
        ("../b.yaml", "https://h.example/b.yaml"), ("../../b.yaml", "https://h.example/b.yaml"),
        ("/b.yaml", "https://h.example/b.yaml"), ("//other.example/b", "https://other.example/b"),
        ("http://other.example/b", "http://other.example/b"), ("#/A", "https://h.example/x/a.yaml?v=1"),
        ("?v=2", "https://h.example/x/a.yaml?v=2"), ("Order New.yaml", "https://h.example/x/Order%20New.yaml"),
        ("ä.yaml", "https://h.example/x/%C3%A4.yaml"),
    ]) func aReferenceLeadsOn(reference: String, target: String) throws {
        let base = try #require(WebReference("https://h.example/x/a.yaml?v=1"))
        #expect(base.resolving(reference)?.text == target)
    }

    @Test(arguments: ["javascript:alert(1)", "file:///etc/passwd", "urn:x:y", "http://a@b/", "a\nb", "\\\\evil\\b"])
    func aReferenceNeverLeavesTheWeb(reference: String) throws {
        let base = try #require(WebReference("https://h.example/x/a.yaml"))
        #expect(base.resolving(reference) == nil)
    }

    @Test func theServerIsWhatAnOperatorAllows() {
        #expect(WebReference("https://Example.com/a")?.server == "example.com")
        #expect(WebReference("https://example.com:8443/a")?.server == "example.com:8443")
        #expect(WebReference("http://example.com:443/a")?.server == "example.com:443")
    }
}
