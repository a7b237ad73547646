import Testing

/// What may stand in literals: SQL in Storage alone, raw HTML in few places, no inline styles or scripts anywhere.
@Suite struct LiteralTests {
    /// The files that build HTML out of text that they have made safe themselves.
    static let rawHTML: Set<String> = [
        "Sources/Rendering/HTML/HTML.swift",
        "Sources/Rendering/Markdown/Highlighter.swift",
        "Sources/Rendering/Markdown/Markdown.swift",
        "Sources/Rendering/Reference/LongProse.swift",
        "Sources/Web/Components/UI.swift",
    ]

    @Test func onlyStorageSpeaksSQL() {
        let reading = /\b(SELECT\s[^"]*\sFROM\s|DELETE\s+FROM\s)/
        let writing = /\b(INSERT\s+(OR\s+\w+\s+)?INTO\s+\w+\s*\(|UPDATE\s+\w+\s+SET\s)/
        let offences = Repository.sources.filter { $0.room != "Storage" }.flatMap { file in
            file.literals.filter { $0.text.contains(reading) || $0.text.contains(writing) }.map {
                "\(file.path):\($0.line)"
            }
        }
        #expect(offences == [])
    }

    @Test func storageInterpolatesNoIdentifierButALiteral() {
        let offences = Repository.sources.filter { $0.room == "Storage" }.flatMap { file in
            file.literals.filter { $0.text.contains(/\\\(raw:\s*[^"\s]/) }.map { "\(file.path):\($0.line)" }
        }
        #expect(offences == [])
    }

    @Test func rawHTMLIsMadeInFewPlaces() {
        let offences = Repository.sources.filter { !Self.rawHTML.contains($0.path) }
            .flatMap { WordTests.places(of: "HTML(trustedMarkup:", in: $0) }
        #expect(offences == [])
    }

    @Test(arguments: ["Web", "Console", "Site", "Rendering"])
    func noMarkupCarriesInlineStylesOrScripts(room: String) {
        let inline = /<[a-z][^<>]*\s(style|on[a-z]+)=\\?["']/
        let offences = Repository.sources.filter { $0.room == room }.flatMap { file in
            file.literals.filter { $0.text.contains(inline) }.map { "\(file.path):\($0.line)" }
        }
        #expect(offences == [])
    }

    @Test func inlineScriptsAreRecognised() {
        let file = SwiftFile(path: "a.swift", text: #"let a: HTML = "<a class=\"b\" onclick=\"c()\">""#)
        #expect(file.literals.count == 1)
        #expect(file.literals.allSatisfy { $0.text.contains(/<[a-z][^<>]*\s(style|on[a-z]+)=\\?["']/) })
    }
}
