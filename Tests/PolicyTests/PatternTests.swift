import Policy
import Testing

@Suite struct PatternTests {
    @Test(arguments: [
        ("/users/\\d+/profile", "/users/123/profile/x", 18), ("/users/\\d+/profile", "/users/foo/profile", nil),
        ("/a|/abc", "/abc", 2), ("/abc|/a", "/abc", 4), ("/(?P<id>[a-f0-9]{2,3})", "/abcd", 4), ("/a+?", "/aaa", 2),
        ("/a+", "/aaa", 4), ("/[^/]+$", "/abc/d", nil), ("/[^/]+$", "/abc", 4), ("/x{0}y", "/y", 2),
        ("(?i)/hello", "/HeLLo", 6), ("/\\x41\\.", "/A.", 3), ("/[]a-]+", "/]-a", 4), ("/\\bfoo\\b", "/foo", 4),
        ("/endel(ø)st", "/endeløst", 10), ("", "/a", 0), ("/a*", "/", 1),
    ])
    func aPrefixMatches(pattern: String, text: String, end: Int?) throws {
        let pattern = try #require(Pattern(pattern))
        #expect(pattern.prefixEnd(in: Array(text.utf8)) == end)
    }

    @Test(arguments: [
        "(", ")", "a)", "[a", "*a", "a{2", "a{3,2}", "a{5000}", "(?=a)", "(?!a)", "(?<=a)", "(a)\\1", "\\p{L}", "[z-a]",
        "(?:(?:a{100}){100}){100}", "((){1000}){1000}", "\\",
    ])
    func whatIsNotUnderstoodIsRefused(text: String) {
        #expect(Pattern(text) == nil)
    }

    @Test func nestedRepetitionsCannotBeMadeToExplode() throws {
        let pattern = try #require(Pattern("(?:(?:a+)+)+$"))
        let text = Array(String(repeating: "a", count: 5_000).utf8) + [0x21]
        #expect(pattern.prefixEnd(in: text) == nil)
    }

    @Test func deepNestingIsRefusedInsteadOfOverflowing() {
        let text = String(repeating: "(", count: 100_000) + String(repeating: ")", count: 100_000)
        #expect(Pattern(text) == nil)
    }

    @Test func wholeAndPartialMatchesDiffer() throws {
        let pattern = try #require(Pattern("b+"))
        #expect(pattern.isContained(in: Array("abbc".utf8)))
        #expect(!pattern.matchesWhole(Array("abbc".utf8)))
        #expect(pattern.matchesWhole(Array("bbb".utf8)))
    }
}
