import Foundation
import Testing

/// What lies in a folder of embedded files is registered, and the other way round.
@Suite struct RegistrationTests {
    @Test func everyMigrationIsRegisteredOnce() throws {
        try expectRegistered(folder: "Sources/CMigrations", table: "migrations.c", extensions: ["sql"])
    }

    @Test func everyAssetIsRegisteredOnce() throws {
        try expectRegistered(folder: "Sources/CAssets", table: "assets.c", extensions: ["css", "js", "svg", "woff2"])
    }

    @Test func everyFileOfTheDemoIsRegisteredOnce() throws {
        try expectRegistered(folder: "Sources/CAssets", table: "demo.c", extensions: ["md", "yaml"])
    }

    @Test func migrationsAreRegisteredInTheOrderOfTheirNumbers() throws {
        let table = try Repository.text("Sources/CMigrations/migrations.c")
        let names = Self.captures(of: /MIGRATION\(\w+, "([^"]+)"\)/, in: table)
        let numbers = names.compactMap { Int($0.prefix(4)) }
        #expect(numbers.count == names.count)
        #expect(numbers == numbers.sorted())
    }

    private func expectRegistered(folder: String, table: String, extensions: Set<String>) throws {
        let text = try Repository.text("\(folder)/\(table)")
        let embedded = Self.captures(of: /#embed "files\/([^"]+)"/, in: text).filter { !$0.hasPrefix("vendor/") }
        let named = Self.captures(of: /(?:ASSET|MIGRATION)\(\w+, "([^"]+)"\)/, in: text)
        let onDisk = Repository.files(below: "\(folder)/files", extensions).map {
            $0.dropFirst("\(folder)/files/".count)
        }
        #expect(embedded.sorted() == onDisk.map(String.init))
        #expect(Set(named).count == named.count)
        #expect(Set(embedded).isSubset(of: named))
    }

    private static func captures(of pattern: Regex<(Substring, Substring)>, in text: String) -> [String] {
        text.matches(of: pattern).map { String($0.output.1) }
    }
}
