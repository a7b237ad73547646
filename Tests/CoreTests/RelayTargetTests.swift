import Rendering
import Testing

@testable import Core

struct RelayTargetTests {
    private let servers = APIDescription.parse(
        """
        {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {}, "servers": [
          {"url": "https://API.example.com/v2/"},
          {"url": "https://{region}.example.net:{port}/{base}", "variables": {
            "region": {"default": "eu", "enum": ["eu", "us"]}, "port": {"default": "8443"}, "base": {"default": "b"}}},
          {"url": "/relative"}]}
        """
    ).servers

    @Test(arguments: [
        "https://api.example.com/v2", "https://api.example.com/v2/things?a=b", "HTTPS://Api.Example.com/v2/x",
        "https://us.example.net:8443/b/x", "https://eu.example.net:8443/b?q",
    ])
    func whatTheDescriptionNamesIsReached(address: String) throws {
        #expect(try #require(RelayTarget(address)).belongs(to: servers))
    }

    @Test(arguments: [
        "https://api.example.com/v22", "https://api.example.com/", "http://api.example.com/v2",
        "https://api.example.com:444/v2", "https://api.example.com.evil.test/v2", "https://asia.example.net:8443/b",
        "https://us.example.net:22/b", "https://us.example.net:8443/c", "https://evil.test/relative",
    ])
    func nothingElseIs(address: String) throws {
        #expect(!(try #require(RelayTarget(address)).belongs(to: servers)))
    }

    @Test(arguments: [
        "https://api.example.com@evil.test/v2", "https://evil.test\\@api.example.com/v2", "ftp://api.example.com/v2",
        "https://api.example.com/v2/../admin", "https://api.example.com/v2/%2e%2E/admin", "//api.example.com/v2",
        "https://api.example.com/v2/./x", "https:///v2", "https://api.example.com/v2#x", "https://api.example.com/v2 x",
        "file:///etc/passwd", "https://api.example.com/v2\r\nX: y", "",
    ])
    func whatCouldMeanTwoThingsIsNoAddress(address: String) {
        #expect(RelayTarget(address) == nil)
    }

    @Test(arguments: [
        ("X-Key", "1", true), ("Cookie", "a=b", true), ("Host", "evil.test", false), ("Content-Length", "3", false),
        ("X-Forwarded-For", "10.0.0.1", false), ("X", "a\r\nY: b", false), ("X Y", "1", false), ("", "1", false),
        ("Transfer-Encoding", "chunked", false),
    ])
    func headersOfTheConnectionStayHere(name: String, value: String, isForwarded: Bool) {
        #expect(RelayTarget.isForwarded(.init(name: name, value: value)) == isForwarded)
    }
}
