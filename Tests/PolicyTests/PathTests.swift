import Policy
import Testing

@Suite struct PathTests {
    @Test(arguments: [
        ("/", "/"), ("//", "/"), ("/a//b//", "/a/b/"), ("/.", "/"), ("/..", "/"), ("/%2E", "/"), ("/%2e%2E/x", "/x"),
        ("/a/b/c/./../../g", "/a/g"), ("/a/b/..", "/a/"), ("/a/b/.", "/a/b/"), ("/a%2fb", "/a%2Fb"),
        ("/%6B%6f%6e%67", "/kong"), ("/h%65llo", "/hello"), ("/a%20b", "/a b"), ("/a%25b", "/a%25b"),
        ("/endel%C3%B8st", "/endeløst"), ("/...", "/..."), ("/a..b/.c", "/a..b/.c"),
        ("/../../etc/passwd", "/etc/passwd"),
        ("/a%2F..%2Fb", "/a%2F..%2Fb"),
    ])
    func pathsAreNormalised(raw: String, expected: String) throws {
        let path = try #require(RequestTarget.normalised(raw))
        #expect(String(decoding: path, as: UTF8.self) == expected)
    }

    @Test(arguments: ["/%", "/%4", "/%zz", "/a%G0", "*", "", "a/b", "ftp://h/x", "http://", "http://u@h/", "/a#b"])
    func brokenTargetsAreRefused(target: String) {
        #expect(RequestTarget(target) == nil)
    }

    @Test func theQueryIsNeverTouched() throws {
        let target = try #require(RequestTarget("/a%20b?where=%7B%22a%22%3A1%7D&x=/../?y"))
        #expect(target.query == "where=%7B%22a%22%3A1%7D&x=/../?y")
        #expect(RequestTarget("/a?")?.query == "")
        #expect(RequestTarget("/a")?.query == nil)
    }

    @Test func anAbsoluteAddressNamesTheHost() throws {
        let target = try #require(RequestTarget("HTTP://Api.test:81/x?y"))
        #expect(target.authority == "Api.test:81")
        #expect(target.rawPath == "/x")
        let bare = try #require(RequestTarget("http://api.test?y"))
        #expect(bare.rawPath == "/")
        #expect(bare.query == "y")
    }

    /// Service path, route path, strip, request path, path at the upstream.
    static let rewritings: [(String?, String, Bool, String, String)] = [
        (nil, "/", true, "/get", "/get"), (nil, "/foobar", true, "/foobar/get", "/get"),
        (nil, "/foobar", true, "/foobar", "/"), (nil, "/foobar", true, "/foobar/", "/"),
        (nil, "/foobar", false, "/foobar/get", "/foobar/get"), ("/base", "/x", true, "/x", "/base"),
        ("/base", "/x", true, "/x/", "/base/"), ("/base", "/x", true, "/xyz", "/base/yz"),
        ("/base", "/x", false, "/x/y", "/base/x/y"), ("/base/", "/x", true, "/x", "/base"),
        ("/base/", "/x", true, "/x/y", "/base/y"), ("/base/", "/x", false, "/x/y", "/base/x/y"),
        ("/base", "/", false, "/", "/base"), ("/base/", "/", true, "/", "/base/"),
        ("/base", "/x", true, "/x../secret", "/base/secret"), ("/base", "/x", true, "/x..", "/base"),
        (nil, "/cat", false, "/cat%20and%20dog", "/cat%20and%20dog"),
        (nil, "/stripped-path", true, "/stripped-path/request/auth%2F123", "/request/auth%2F123"),
        (nil, "/endel%2Fst", true, "/endel%2Fst", "/"),
        (nil, "/anything", false, "/anything/wor%6cd", "/anything/world"),
        (nil, "/d", true, "/d/%C3%B8", "/%C3%B8"),
    ]

    @Test(arguments: rewritings)
    func pathsAreRewritten(
        service: String?, routePath: String, strip: Bool, raw: String, expected: String
    ) throws {
        let path = try #require(RequestTarget.normalised(raw))
        let rewriting = PathRewriting(servicePath: service, stripPath: strip)
        #expect(rewriting.upstreamPath(path, matchedLength: routePath.utf8.count) == expected)
    }

    @Test func thePrefixIsReportedWhenItIsTakenOff() throws {
        let path = try #require(RequestTarget.normalised("/foo/get"))
        #expect(PathRewriting(servicePath: nil, stripPath: true).strippedPrefix(path, matchedLength: 4) == "/foo")
        #expect(PathRewriting(servicePath: nil, stripPath: true).strippedPrefix(path, matchedLength: 1) == nil)
        #expect(PathRewriting(servicePath: nil, stripPath: false).strippedPrefix(path, matchedLength: 4) == nil)
    }
}
