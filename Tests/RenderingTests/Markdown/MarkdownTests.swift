import Testing

@testable import Rendering

struct MarkdownTests {
    @Test func theExtensionsOfGitHubAreRendered() {
        let html = Markdown.html(
            "~~old~~ www.example.com\n\n- [x] done\n\n| a |\n|--:|\n| 1 |\n\nNote[^1]\n\n[^1]: Below"
        ).text
        #expect(html.contains("<del>old</del>"))
        #expect(html.contains("<a href=\"http://www.example.com\" rel=\"nofollow noopener\">"))
        #expect(html.contains("<input type=\"checkbox\" disabled checked aria-label=\"Done\"> done"))
        #expect(html.contains("<th align=\"right\">a</th>"))
        #expect(html.contains("<a href=\"#fn-1\" id=\"fnref-1\">1</a>"))
    }

    @Test func headingsHaveUniqueAnchors() {
        let text = "# Über *uns*\n\n## Setup\n\n## Setup\n\n### 1. Go -- now!\n\n## !!!"
        #expect(Markdown.headings(text).map(\.id) == ["über-uns", "setup", "setup-1", "_1-go-now", "section"])
        #expect(Markdown.headings(text).map(\.level) == [1, 2, 2, 3, 2])
        #expect(Markdown.html("# A", options: .init(headingOffset: 2, anchors: false)).text == "<h3>A</h3>\n")
    }

    @Test func codeIsColoured() {
        let html = Markdown.html("```json\n{\"a\": [1, true, \"</script>\"]}\n```").text
        #expect(html.contains("<code class=\"language-json\">{<span class=\"hl-key\">&quot;a&quot;</span>: "))
        #expect(html.contains("<span class=\"hl-string\">&quot;&lt;/script&gt;&quot;</span>"))
        #expect(Markdown.html("```klingon\na < b\n```").text.contains("a &lt; b"))
    }

    @Test func plainTextHasNoMarkup() {
        #expect(Markdown.plainText("---\ntitle: x\n---\n# A *b*\n\n<b>c</b> `d` [e](f)\n\n- g") == "A b\nc d e\ng")
    }

    @Test func theFrontMatterIsSplitOff() {
        let page = Markdown.page("\n---\ntitle: Hello\ndescription: 'A: b'\n---\nText\n")
        #expect(page.frontMatter.title == "Hello")
        #expect(page.frontMatter.description == "A: b")
        #expect(page.html.text == "<p>Text</p>\n")
        #expect(Markdown.page("---\nno end").frontMatter.tree == nil)
        #expect(Markdown.html("---\n\nplain text\n\n---\n").text.contains("plain text"))
    }

    @Test(arguments: [
        "<script>alert(1)</script>", "[x](javascript:alert(1))", "<a href=\"java\nscript:alert(1)\">x</a>",
        "<img src=x onerror=alert(1)>", "<svg onload=alert(1)></svg>", "![x](data:text/html;base64,PHN2Zz4=)",
        "<svg><script>alert(1)</script></svg>", "<svg><foreignObject><iframe src=x></iframe></foreignObject></svg>",
        "<svg><a href=\"javascript:alert(1)\"><text>x</text></a></svg>",
        "<svg><set attributeName=href to=javascript:1></svg>",
        "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
        "<iframe srcdoc=\"<script>1</script>\">",
        "<table><td><style><img src=x onerror=alert(1)>", "<div><!--><img src=x onerror=alert(1)>-->",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "<form action=x><input name=y type=text></form>",
        "<base href=//evil.example>", "<meta http-equiv=refresh content=0>", "<link rel=stylesheet href=x>",
        "<p style=\"position:fixed\">x</p>", "<object data=x></object>", "<a href=\"&#106;avascript:alert(1)\">x</a>",
        "<svg><use href=\"http://evil.example/x.svg#a\"/></svg>", "<p class=\"modal\">x</p>",
        "<x onclick=alert(1)>y</x>",
        "<svg><![CDATA[<img src=x onerror=alert(1)>]]></svg>", "<template><script>alert(1)</script></template>",
    ])
    func attacksLeaveNothingThatActs(text: String) {
        let html = Markdown.html(text).text.lowercased()
        for trace in [
            "<script", "javascript:", "onerror=", "onload=", "onclick=", "<iframe", "<style", "style=", "<form",
            "<base",
            "<meta", "<link", "<object", "data:", "evil", "foreignobject", "<set", "class=\"modal\"", "<template",
            "type=text",
        ] where !html.contains("&lt;img") {
            #expect(!html.contains(trace))
        }
        #expect(!html.contains("<img src=x"))
    }

    @Test(arguments: [
        String(repeating: "<div>", count: 20_000), String(repeating: ">", count: 20_000),
        String(repeating: "<div><table></div></table>", count: 5_000),
        String(repeating: "<div><!-- </div> -->", count: 5_000), String(repeating: "<svg><g>", count: 5_000),
        String(repeating: "<div \">", count: 5_000),
    ])
    func deepNestingIsShownAsText(text: String) {
        #expect(Markdown.html(text).text.hasPrefix("<pre>"))
    }

    @Test func formattingThatWouldMultiplyIsShownAsText() {
        let text = (0..<200).map { "<b id=\"x\($0)\">" }.joined() + String(repeating: "<p>x", count: 20_000)
        #expect(Markdown.html(text).text.hasPrefix("<pre>"))
    }

    @Test func extensionsAreLeftOutOfHostileTexts() {
        #expect(!MarkdownCost(String(repeating: "www.a_", count: 60_000)).allowsAutolinks)
        #expect(!MarkdownCost(String(repeating: "|", count: 60_000)).allowsTables)
        #expect(!MarkdownCost(String(repeating: "[^1]", count: 60_000)).allowsFootnotes)
        #expect(MarkdownCost("See www.example.com | and[^1]").allowsAutolinks)
    }

    /// Texts without markup take a shorter way, to the same end.
    @Test(arguments: [
        "Plain words, and a full stop.", "One of: a, b; or c/d (see \"below\").", "It's 50% = half + half!",
        "What? Yes - no -- maybe --- so.", "Costs $5: cheap", "Ends with a colon:", "See http: and mailto: there",
        "A1. not a list", "A+ B", "Time 12:30:00 Z", "X (tm) (c) 'quoted'", "a = b", "Say \"x\"; 'y'", "Who?!",
    ]) func plainTextsComeOutTheSame(text: String) {
        #expect(Markdown.html(text).text == Markdown.page(text).html.text)
    }

    @Test(arguments: [
        "See https://example.com", "See www.example.com", "Mail a@example.com", "A *b*", "A\nb", "A [b](c)",
    ])
    func whatHasMarkupGoesTheWholeWay(text: String) {
        #expect(Markdown.html(text).text == Markdown.page(text).html.text)
    }
}
