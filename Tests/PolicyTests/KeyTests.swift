import Model
import Policy
import Testing

@Suite struct KeyTests {
    private func find(
        _ locator: KeyLocator, _ headers: [(String, String)], query: String? = nil
    ) -> KeyLocator.Finding {
        locator.find(headers: HeaderFields(headers.map { (name: $0.0, value: $0.1) }), query: query)
    }

    @Test func theFirstNameThatIsPresentDecides() {
        let locator = KeyLocator(names: ["x-first", "x-second"])
        #expect(find(locator, [("X-Second", "2"), ("X-First", "1")]) == .key("1"))
        #expect(find(locator, [("X-Second", "2")]) == .key("2"))
        #expect(find(locator, [("X-First", ""), ("X-Second", "2")]) == .missing)
        #expect(find(locator, [("X-First", "1"), ("x-first", "1")]) == .duplicate)
        #expect(find(locator, []) == .missing)
    }

    @Test func anUnderscoreStandsForAHyphenButNotTheOtherWayRound() {
        #expect(find(KeyLocator(names: ["api_key"]), [("api-key", "k")]) == .key("k"))
        #expect(find(KeyLocator(names: ["api-key"]), [("api_key", "k")]) == .missing)
    }

    @Test(arguments: [
        ("apikey=kong", KeyLocator.Finding.key("kong")), ("a=1&apikey=k%6Fng&b", .key("kong")), ("apikey", .missing),
        ("apikey=", .missing), ("apikey=a&apikey=a", .duplicate), ("APIKEY=kong", .missing),
        ("api%6Bey=kong", .key("kong")), ("", .missing),
    ])
    func theQueryIsReadWithItsCase(query: String, expected: KeyLocator.Finding) {
        #expect(find(KeyLocator(names: ["apikey"], inHeader: false, inQuery: true), [], query: query) == expected)
    }

    @Test func aKeyInTheHeaderComesBeforeTheQueryAndTheBody() {
        let locator = KeyLocator(names: ["k"], inHeader: true, inQuery: true, inBody: true)
        let headers = HeaderFields([("k", "header")])
        #expect(locator.find(headers: headers, query: "k=query") { _ in .text("body") } == .key("header"))
        #expect(locator.find(headers: HeaderFields(), query: "k=query") { _ in .text("body") } == .key("query"))
        #expect(locator.find(headers: HeaderFields(), query: "k") { _ in .text("body") } == .key("body"))
        #expect(locator.find(headers: HeaderFields(), query: nil) { _ in .several } == .duplicate)
    }

    @Test func aHiddenParameterLeavesTheOthersInOrder() {
        let query = "c=valu%651&b=value2&api%6B%65%79=kong&a=valu%653"
        #expect(KeyLocator.query(query, without: "apikey") == "c=value1&b=value2&a=value3")
    }

    @Test func theHashIsSHA256() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        #expect(KeyHash(ofKey: "").hexadecimal == empty)
    }
}

@Suite struct CredentialTableTests {
    private let base = Linked().credentials

    @Test func anExpiredKeyIsUnknownFromThatMomentOn() {
        var base = base
        base.credentials[0].expiresAt = Instant(milliseconds: 500)
        let table = CredentialTable(base)
        #expect(table.find(KeyHash(ofKey: "good"), at: Instant(milliseconds: 499)) != nil)
        #expect(table.find(KeyHash(ofKey: "good"), at: Instant(milliseconds: 500)) == nil)
    }

    @Test func changesDoNotReachATableThatWasCopiedBefore() {
        let before = CredentialTable(base)
        var after = before
        after.apply([.removeCredential(KeyHash(ofKey: "good"))], version: 2)
        #expect(before.find(KeyHash(ofKey: "good"), at: Linked.now) != nil)
        #expect(after.find(KeyHash(ofKey: "good"), at: Linked.now) == nil)
        #expect(after.version == 2)
    }

    @Test func removingAnApplicationTakesItsKeysWithIt() {
        var table = CredentialTable(base)
        table.apply([.removeApplication(ID(stored: "app"))], version: 2)
        #expect(table.find(KeyHash(ofKey: "good"), at: Linked.now) == nil)
        table.apply([.putApplication(base.applications[0])], version: 3)
        #expect(table.find(KeyHash(ofKey: "good"), at: Linked.now) == nil)
        #expect(table.count == 0)
    }

    @Test func everyChangeMayBeAppliedTwiceAndInEitherOrder() {
        var table = CredentialTable()
        let changes: [GatewayChange] = [
            .putCredential(base.credentials[0]), .putApplication(base.applications[0]),
            .putCredential(base.credentials[0]), .removeCredential(KeyHash(ofKey: "never there")),
        ]
        table.apply(changes, version: 4)
        #expect(
            table.base
                == GatewayCredentials(
                    version: 4, applications: base.applications, credentials: base.credentials))
    }

    @Test func manyKeysAreToldApart() {
        let credentials = (0..<5_000).map { index in
            GatewayCredential(
                id: ID(stored: "c\(index)"), keyHash: KeyHash(ofKey: "key\(index)"), strategyID: ID(stored: "k"),
                applicationID: ID(stored: "app"))
        }
        let table = CredentialTable(
            GatewayCredentials(version: 1, applications: base.applications, credentials: credentials))
        for index in stride(from: 0, to: 5_000, by: 311) {
            #expect(table.find(KeyHash(ofKey: "key\(index)"), at: Linked.now)?.0.id.text == "c\(index)")
        }
        #expect(table.find(KeyHash(ofKey: "key5000"), at: Linked.now) == nil)
    }
}
