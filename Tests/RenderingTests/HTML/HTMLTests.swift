import Testing

@testable import Rendering

struct HTMLTests {
    @Test func textIsEscapedAndMarkupIsNot() {
        let name = "<b>\"Tom\" & 'Jerry'</b>"
        let html: HTML = "<p>\(name)</p>\(HTML(trustedMarkup: "<hr>"))"
        #expect(html.text == "<p>&lt;b&gt;&quot;Tom&quot; &amp; &#39;Jerry&#39;&lt;/b&gt;</p><hr>")
    }

    @Test func whatHTMLMayNotHoldIsReplaced() {
        let none = String(decoding: [0xEF, 0xB7, 0x90], as: UTF8.self)
        let text = "a\u{1}b\u{B}c\u{7F}d\u{80}e\u{9F}f\u{FFFF}g\u{FFFE}h\(none)i\t\n\r\u{C}\u{A0}©\u{FDF0}\u{FFFD}ﬀ<"
        let replaced = "a?b?c?d?e?f?g?h?i\t\n\r\u{C}\u{A0}©\u{FDF0}?ﬀ&lt;"
        #expect(HTML.escaped(text) == replaced.replacing("?", with: "\u{FFFD}"))
        #expect(HTML.escaped("é©ﬀ") == "é©ﬀ")
    }

    @Test(arguments: [true, false]) func aChoiceOfLiteralsIsMarkup(on: Bool) {
        let html: HTML = "\(on ? "<b>yes</b>" : "no")"
        #expect(html.text == (on ? "<b>yes</b>" : "no"))
    }

    @Test func arraysAreJoinedAndNilVanishes() {
        let items: [HTML] = ["<li>1</li>", "<li>2</li>"]
        let nothing: HTML? = nil
        let noText: String? = nil
        let html: HTML = "<ul>\(items)</ul>\(nothing)\(noText)"
        #expect(html.text == "<ul><li>1</li><li>2</li></ul>")
    }

    @Test(arguments: [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", " java\nscript:alert(1)", "data:text/html,x", "vbscript:x",
        "\u{1}javascript:x", "java\tscript:x", "blob:x", "file:///etc/passwd",
    ])
    func dangerousAddressesBecomeAHash(address: String) {
        let html: HTML = "\(url: address)"
        #expect(html.text == "#")
    }

    @Test(arguments: [
        "/a?b=c:d", "https://x.example/", "mailto:a@b.example", "#top", "a/b:c", "tel:+1", "//x/y", "?a:b",
    ])
    func harmlessAddressesStay(address: String) {
        let html: HTML = "\(url: address)"
        #expect(html.text == address)
    }

    @Test func aParagraphAloneIsFound() {
        let alone: HTML = "<p>a <em>b</em></p>\n"
        #expect(alone.onlyParagraph == "a <em>b</em>")
        for other: HTML in ["<p>a</p><p>b</p>", "<ul><li>a</li></ul>", "<p>a</p>\n<ul></ul>", "<p id=\"a\">a</p>", ""] {
            #expect(other.onlyParagraph == nil)
        }
    }
}
