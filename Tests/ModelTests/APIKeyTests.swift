import Model
import Testing

@Suite struct APIKeyTests {
    private static let random = "0123456789ABCDEFGHIJKLMNOPQRSTUVWX"

    @Test func aKeyIsAPrefixAndFortyCharactersWithAChecksum() {
        let key = APIKey.make(Self.random)
        #expect(key.hasPrefix("ptk_" + Self.random))
        #expect(key.utf8.count == 44)
        #expect(APIKey.isWellFormed(key))
    }

    @Test func aTypingMistakeBreaksTheChecksum() {
        let key = APIKey.make(Self.random)
        #expect(!APIKey.isWellFormed(key.replacing("B", with: "b")))
        #expect(!APIKey.isWellFormed(String(key.dropLast())))
        #expect(!APIKey.isWellFormed(key + "0"))
        #expect(!APIKey.isWellFormed(""))
    }

    @Test func aKeyExpiresAsItsStrategySays() {
        let start = Instant(milliseconds: 0)
        #expect(TimeToLive(2, .weeks).end(from: start) == start + .days(14))
        #expect(TimeToLive(1, .years).end(from: start) == start + .days(365))
    }
}

@Suite struct AuthStrategyRuleTests {
    @Test func aConfigurationOfTheOtherKindIsRefused() throws {
        let strategy = AuthStrategy(
            id: ID(stored: "a"), name: "keys", displayName: "Keys", kind: .keyAuth(KeyAuth()),
            createdAt: Instant(milliseconds: 0), updatedAt: Instant(milliseconds: 0))
        var change = AuthStrategyChange()
        change.configuration = .openIDConnect(["issuer": "https://example.com"])
        #expect(throws: Refusal.self) { try change.applied(to: strategy) }
        change.configuration = .keyAuth(keyNames: .set([]), timeToLive: .unchanged)
        #expect(throws: Refusal.self) { try change.applied(to: strategy) }
        change.configuration = .keyAuth(keyNames: .set(["x key"]), timeToLive: .unchanged)
        #expect(throws: Refusal.self) { try change.applied(to: strategy) }
    }

    @Test func openIDConnectNeedsItsFourProperties() {
        let fields = OpenIDConnectConfiguration.problems([:], field: "c").map(\.field)
        #expect(fields == ["c.issuer", "c.credential_claim", "c.scopes", "c.auth_methods"])
    }

    @Test func aRedirectMustNotRunScripts() {
        #expect(Application.redirectURIRule.problem("u", "https://example.com/back") == nil)
        #expect(Application.redirectURIRule.problem("u", "myapp:/back") == nil)
        #expect(Application.redirectURIRule.problem("u", "javascript:alert(1)") != nil)
        #expect(Application.redirectURIRule.problem("u", "/relative") != nil)
    }
}
