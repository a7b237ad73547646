import Testing

@testable import Rendering

struct SVGTests {
    private func sanitized(_ text: String) -> String? {
        SVG.sanitized(Array(text.utf8)).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test func drawingsStay() {
        let icon = """
            <?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><linearGradient id="a"/>\
            <style>.b{fill:red}</style><path class="b" d="M0 0h8" fill="url(#a)"/></svg>
            """
        #expect(
            sanitized(icon) == """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><linearGradient id="a"></linearGradient>\
                <style>.b{fill:red}</style><path class="b" d="M0 0h8" fill="url(#a)"></path></svg>
                """)
    }

    @Test(arguments: [
        "<script>x</script>", "<script xlink:href='x'/>", "<foreignObject><p>x</p></foreignObject>", "<a href='x'/>",
        "<image href='http://x/'/>", "<image href='data:image/svg+xml;base64,x'/>", "<style>@import 'x';</style>",
        "<style>a{background:url(http://x)}</style>", "<set attributeName='href' to='x'/>", "<animate/>",
        "<path style='fill:url(//x)' fill='u\\72l(x)' onclick='x'/>", "<iframe/>", "<path fill=\"url('http://x')\"/>",
    ])
    func whatActsOrLoadsGoes(inside: String) throws {
        let result = try #require(sanitized("<svg onload='x'>\(inside)</svg>"))
        let allowed = [
            "<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>",
            "<svg xmlns=\"http://www.w3.org/2000/svg\"><image></image></svg>",
            "<svg xmlns=\"http://www.w3.org/2000/svg\"><path></path></svg>",
        ]
        #expect(allowed.contains(result))
    }

    @Test(arguments: ["", "hello", "<html></html>", "\u{0}"]) func otherBytesAreRefused(text: String) {
        #expect(sanitized(text) == nil)
    }

    @Test func invalidTextIsRefused() {
        #expect(SVG.sanitized([0xFF, 0xFE, 0x3C]) == nil)
        #expect(sanitized(String(repeating: "<svg><g>", count: 5_000)) == nil)
    }
}
