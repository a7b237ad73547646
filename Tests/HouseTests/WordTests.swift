import Testing

/// Words that the house does without.
@Suite struct WordTests {
    /// What may not stand in code, and where it may all the same.
    static let forbidden: [(word: String, except: Set<String>)] = [
        ("try!", []),
        ("as!", []),
        ("fatalError(", ["portico"]),
        ("print(", ["portico"]),
        ("public ", []),
        ("nonisolated(unsafe)", []),
        ("@unchecked Sendable", ["Storage", "Gateway", "Outbound", "Rendering"]),
        ("Thread.sleep", []),
    ]

    @Test(arguments: forbidden.map(\.word))
    func theSourcesDoWithout(word: String) {
        let except = Self.forbidden.first { $0.word == word }?.except ?? []
        let offences = Repository.sources.filter { !except.contains($0.room) }.flatMap { Self.places(of: word, in: $0) }
        #expect(offences == [])
    }

    @Test(arguments: ["Thread.sleep", "Task.sleep", "usleep("])
    func noTestSleeps(word: String) {
        let others = Repository.tests.filter { !$0.path.hasPrefix("Tests/TestKit/") }
        #expect(others.flatMap { Self.places(of: word, in: $0) } == [])
    }

    @Test(arguments: ["TO" + "DO", "FIX" + "ME", "XX" + "X:"])
    func nothingIsLeftForLater(word: String) throws {
        let found = try SizeTests.all.filter { try Repository.text($0).contains(word) }
        #expect(found == [])
    }

    @Test(arguments: ["Util", "Helper", "Common.swift", "Manager", "Misc", "+"])
    func noFileIsNamedAfterNothing(word: String) {
        let names = Repository.sources.map(\.path).filter { $0.contains(word) }
        #expect(names == [])
    }

    @Test func wordsInCommentsAndLiteralsAreNoCode() {
        let file = SwiftFile(path: "Sources/A/a.swift", text: "let a = \"try! it\" // try! it\nblueprint(1); try! it")
        #expect(Self.places(of: "try!", in: file) == ["Sources/A/a.swift:2"])
        #expect(Self.places(of: "print(", in: file) == [])
    }

    /// The lines on which a word stands as code, not as the end of a longer one.
    static func places(of word: String, in file: SwiftFile) -> [String] {
        file.codeLines.compactMap { number, line in
            guard line.contains(word) else { return nil }
            var rest = line[...]
            while let found = rest.firstRange(of: word) {
                let before = found.lowerBound == line.startIndex ? " " : line[line.index(before: found.lowerBound)]
                if !before.isLetter, !before.isNumber, before != "_", before != "." { return "\(file.path):\(number)" }
                rest = rest[found.upperBound...]
            }
            return nil
        }
    }
}
