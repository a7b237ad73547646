import Testing

/// The walls between the rooms: what each may import.
@Suite struct ImportTests {
    private static let everywhere: Set<String> = ["Foundation", "FoundationEssentials", "Glibc", "Synchronization"]
    private static let http: Set<String> = [
        "Hummingbird", "HummingbirdCore", "HTTPTypes", "NIOCore", "NIOHTTP1", "Logging", "Crypto",
    ]
    private static let doors: Set<String> = http.union(["Model", "Core", "Policy", "Rendering", "Web"])

    static let rooms: [String: Set<String>] = [
        "Model": [],
        "Rendering": ["CMarkGFM", "CGumbo", "CCompression", "Yams", "CYaml"],
        "Policy": ["Model", "Crypto"],
        "Storage": ["Model", "CPostgres", "CMigrations", "GRDB", "Logging", "CSQLite", "SQLite3", "GRDBSQLite"],
        // CryptoExtras has RSA for signatures of e-mails; NIOSSL reads certificates.
        "Core": [
            "Model", "Storage", "Policy", "Rendering", "CArgon2", "CImages", "Crypto", "CryptoExtras", "NIOSSL",
            "Logging", "Metrics",
        ],
        "Outbound": [
            "Model", "Core", "CCurl", "CResolver", "Crypto", "CryptoExtras", "NIOCore", "NIOPosix", "Logging",
            "Metrics",
        ],
        "Web": http.union(["Model", "Core", "Rendering", "CAssets", "CCompression", "Metrics"]),
        "Endpoints": doors,
        "Console": doors,
        "Site": doors,
        "Gateway": [
            "Model", "Policy", "NIOCore", "NIOPosix", "NIOHTTP1", "NIOSSL", "NIOTLS", "NIOConcurrencyHelpers",
            "Logging",
            "Metrics",
        ],
    ]

    @Test(arguments: rooms.keys.sorted())
    func aRoomImportsOnlyWhatTheDesignAllows(room: String) {
        let allowed = Self.everywhere.union(Self.rooms[room] ?? [])
        var offences: [String] = []
        for file in Repository.sources where file.room == room {
            for (number, line) in file.codeLines {
                guard let module = Self.imported(line), !allowed.contains(module) else { continue }
                offences.append("\(file.path):\(number) imports \(module)")
            }
        }
        #expect(offences == [])
    }

    @Test func everyRoomStandsInTheTable() {
        let found = Set(Repository.sources.map(\.room))
        #expect(found.subtracting(Self.rooms.keys) == ["portico"])
    }

    @Test func importsAreReadWithTheirAccessAndAttributes() {
        #expect(Self.imported("package import Model") == "Model")
        #expect(Self.imported("@preconcurrency import struct Logging.Logger") == "Logging")
        #expect(Self.imported("let important = 1") == nil)
    }

    /// The module that a line imports; nil when it imports none.
    static func imported(_ line: String) -> String? {
        let words = line.split(separator: " ")
        guard let at = words.firstIndex(of: "import") else { return nil }
        let before: Set<Substring> = ["package", "internal", "private", "fileprivate", "public"]
        guard words[..<at].allSatisfy({ $0.hasPrefix("@") || before.contains($0) }) else { return nil }
        let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
        guard let name = words[(at + 1)...].first(where: { !kinds.contains($0) }) else { return nil }
        return name.split(separator: ".").first.map(String.init)
    }
}
